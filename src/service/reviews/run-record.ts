// A training as it is stored beside its checkpoint: enough to show it after a reload and to go on.

import { z } from 'zod';
import type { TrainProgress } from '../../wire/reviews';
import { trainOverridesSchema } from '../../wire/reviews-schemas';
import type { TrainOverrides } from './host';
import { madeSchema } from './made';

const evaluation = z.object({ loss: z.number(), accuracy: z.number().nullable(), n: z.number().int() });

const progressSchema: z.ZodType<TrainProgress> = z.object({
  model: z.string(),
  name: z.string(),
  step: z.number().int(),
  steps: z.number().int(),
  epoch: z.number().int(),
  epochs: z.number(),
  rate: z.number(),
  secondsLeft: z.number().nullable(),
  n_train: z.number().int(),
  n_held_out: z.number().int(),
  before: evaluation.nullable(),
  loss: z.array(z.object({ step: z.number(), value: z.number() })),
  held_out: z.array(z.object({ step: z.number(), epoch: z.number(), evaluation })),
  engine: z.string(),
});

const optionsSchema: z.ZodType<TrainOverrides> = trainOverridesSchema;

const recordSchema = z.object({
  format: z.literal(1),
  /** Whether it was at work when it was last seen. */
  running: z.boolean(),
  /** Serve the new model once it is done. */
  serve: z.boolean(),
  options: optionsSchema,
  progress: progressSchema,
  /** Steps done at the last checkpoint; null before the first. */
  checkpoint: z.number().int().nullable(),
  /** How often it was taken up again since the last checkpoint: what keeps failing is not tried for ever. */
  attempts: z.number().int(),
  /** How the model will have been made; left out by earlier versions. */
  made: madeSchema.optional(),
  /** Numbers of the kept reviews that this run learns from. */
  ids: z.array(z.number().int()).optional(),
});

export type RunRecord = z.output<typeof recordSchema>;

/** Throws when a stored or restored record is not one this version can go on with. */
export function parseRunRecord(record: unknown): RunRecord {
  return recordSchema.parse(record);
}
