// What the REST door may ask of the datasets, checked at the edge.

import { z } from 'zod';
import { listOf } from './schema-lists';

const name = z.string().trim().min(1).max(100);
const share = z.number().min(0).max(1);
const column = z.number().int().min(0).max(100_000);

export const importColumnsSchema = z.strictObject({
  text: column,
  label: column.nullable().default(null),
  split: column.nullable().default(null),
  positive: listOf(z.string().max(1000), { min: 1, max: 1000 }).nullable().default(null).meta({
    description: 'Values of the label’s column that mean positive; null: found out by looking.',
  }),
  negative: listOf(z.string().max(1000), { max: 1000 }).nullable().optional().meta({
    description:
      'Values that mean negative; one that is neither is no label. Left out: all but the positive and the empty mean negative.',
  }),
  ref: column.nullable().optional().meta({
    description:
      'The column of what each text is called where it comes from (a ticket’s number): it is kept and exported. Left out: the column called ref, where there is one.',
  }),
});

export const importUrlSchema = z.strictObject({
  url: z.string().min(1).max(2000).meta({ description: 'Of this app’s own origin.' }),
  name: name.optional(),
  into: z.enum(['dataset', 'reviews']).default('dataset'),
  columns: importColumnsSchema.nullable().default(null),
});

export const fromReviewsSchema = z.strictObject({
  name,
  unlabelled: z.boolean().default(false).meta({ description: 'The reviews without a label, too.' }),
});

export const datasetNameSchema = z.strictObject({ name });

export const splitSchema = z
  .strictObject({
    train: share,
    validation: share.default(0),
    test: share.default(0),
    seed: z.number().int().min(0).max(0xffff_ffff).default(1),
    keepTest: z.boolean().default(false).meta({ description: 'Keeps the test part as it is and parts the rest.' }),
  })
  .refine(({ train, validation, test }) => Math.abs(train + validation + test - 1) < 1e-6, {
    error: 'and validation and test must add up to 1',
    path: ['train'],
  });
