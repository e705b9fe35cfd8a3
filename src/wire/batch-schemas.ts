// What may be asked of the batch service, checked at the edge.

import { z } from 'zod';
import { SPLITS } from './datasets';

const id = z.string().min(1).max(100);
const seed = z.number().int().min(0).max(0xffff_ffff);
const num_files = z.number().int().min(1).max(10_000_000).nullable();

export const threshold = z.number().min(0).max(1);

export const batchRequestSchema = z.object({
  dataset: id,
  num_files,
  split: z.enum(SPLITS).nullable(),
  labelled: z.boolean().optional(),
  model: id.optional(),
  seed,
});

/** By REST: what is left out takes its plain value. */
export const batchSchema = z.strictObject({
  dataset: id.meta({ description: 'Its id or name; “reviews” for the reviews kept on the page.' }),
  num_files: num_files.default(null),
  split: z.enum(SPLITS).nullable().default(null).meta({
    description:
      'Of the reviews kept on the page: train are those that a model has learnt from, test those held out for good, none the others.',
  }),
  labelled: z.boolean().optional().meta({
    description: 'false scores those without a label; left out, they are scored where none has one.',
  }),
  model: id.optional(),
  seed: seed.default(1),
  threshold: threshold.default(0.5),
  wait: z.boolean().default(true),
});
