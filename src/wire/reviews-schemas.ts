// What the Reviews page and the REST door may ask, checked at the edge.

import { z } from 'zod';
import { MAX_REVIEW_CHARACTERS, MAX_TRAIN_TEXTS } from './limits';
import { listOf } from './schema-lists';

const seed = z.number().int().min(0).max(0xffff_ffff);
export const reviewText = z.string().max(MAX_REVIEW_CHARACTERS);
export const sentiment = z.union([z.literal(0), z.literal(1)], { error: 'must be 0 or 1' });
const modelId = z.string().min(1).max(100);

export const trainableSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('head') }),
  z.strictObject({ kind: z.literal('top'), layers: z.number().int().min(1).max(24) }),
  z.strictObject({
    kind: z.literal('lora'),
    rank: z.number().int().min(1).max(64),
    alpha: z.number().positive().max(1024),
  }),
]);

export const trainOptionsSchema = z.strictObject({
  objective: z.enum(['classification', 'masked-lm', 'replaced-token', 'distillation']),
  trainable: trainableSchema,
  epochs: z.number().int().min(1).max(1000),
  batch_size: z.number().int().min(1).max(256),
  learning_rate: z.number().positive().max(10),
  weight_decay: z.number().min(0).max(1),
  warmup_ratio: z.number().min(0).max(1),
  schedule: z.enum(['linear', 'cosine', 'constant']),
  max_grad_norm: z.number().min(0).max(1e6),
  label_smoothing: z.number().min(0).max(0.5),
  dropout: z.number().min(0).max(0.9),
  max_length: z.number().int().min(8).max(512),
  early_stopping: z.number().int().min(1).max(1000).nullable(),
  seed,
});

/** What is left out takes the model's defaults. */
export const trainOverridesSchema = trainOptionsSchema.partial();

/** How long and how many texts may be is the service's to say (413). */
export const scoreSchema = z.union(
  [
    z.strictObject({ text: z.string(), model: modelId.optional() }),
    z.strictObject({ texts: listOf(z.string(), { min: 1, max: Infinity }), model: modelId.optional() }),
  ],
  { error: 'must be {"text": "…"} or {"texts": ["…", …]}, with at least one text, all of them strings' },
);

export const explainSchema = z.strictObject({ text: z.string(), model: modelId.optional() });

export const newTextModelSchema = z.strictObject({
  name: z.string().min(1).max(100),
  kind: z.enum(['ngram', 'encoder', 'combined']),
  size: z
    .strictObject({
      layers: z.number().int().min(1).max(12),
      hidden: z.number().int().min(8).max(768),
      heads: z.number().int().min(1).max(16),
    })
    .optional()
    .meta({
      description:
        'Of an encoder: 4 layers, 512 hidden units and 8 heads if left out. The page’s form begins with 2 layers, 128 hidden units and 2 heads, which train some 20 times as fast.',
    }),
  seed: seed.default(1),
});

export const serveSchema = z.strictObject({ model: modelId });
export const draftSchema = z.strictObject({ text: z.string() });

export const textTrainSchema = z
  .strictObject({
    model: modelId,
    name: z.string().min(1).max(100),
    /** Without them, and without a dataset, the labelled reviews kept so far. */
    reviews: listOf(z.strictObject({ text: reviewText, sentiment }), { min: 2, max: MAX_TRAIN_TEXTS }).optional(),
    dataset: z.string().min(1).max(100).optional().meta({ description: 'Its id or name.' }),
    held_out: z.number().min(0).max(0.5).default(0.2),
    options: trainOverridesSchema.optional(),
    serve: z.boolean().default(false),
  })
  .refine(({ reviews, dataset }) => !reviews || !dataset, {
    path: ['dataset'],
    error: 'cannot be given together with reviews',
  });
