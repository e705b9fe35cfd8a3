// What the retraining may be asked, checked at the edge.

import { z } from 'zod';
import type { RetrainOptions } from './retrain';
import { trainOverridesSchema } from './reviews-schemas';
import { listOf } from './schema-lists';

const options = {
  mode: z.enum(['auto', 'ask', 'off']),
  datasets: listOf(z.string().min(1).max(100), { max: 100 }).meta({ description: 'With old texts, by id or name.' }),
  replay: z.number().min(0).max(0.9),
  weight: z.number().int().min(1).max(10),
  held_out: z.number().min(0.05).max(0.5),
  min_accuracy: z.number().min(0.5).max(1),
  alpha: z.number().min(0.001).max(0.5),
  probe: z.boolean().meta({
    description:
      'Whether the short English reviews that come with the app judge, too: false for texts of another language.',
  }),
  seed: z.number().int().min(0).max(0xffff_ffff),
} as const;

/** Those that an earlier version kept do not say whether the app’s own reviews judge: they did. */
export const retrainOptionsSchema: z.ZodType<RetrainOptions> = z.object({
  ...options,
  probe: options.probe.default(true),
});

/** What is left out stays as it is. */
export const retrainOverridesSchema = z.strictObject(options).partial();

export const retrainSchema = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  options: retrainOverridesSchema.optional(),
  training: trainOverridesSchema.optional(),
});
