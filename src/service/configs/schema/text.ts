// Text models: n-grams, BERT encoders, and both together. The trainer's options are `TrainOptions`, with the defaults that
// the trainer has for the architecture and for weights that are random still.

import { z } from 'zod';
import { defaultOptions } from '../../../ml/trainer/options';
import type { TrainOptions } from '../../../ml/trainer/types';
import { STANDARD_SIZE } from '../../reviews/sizes';
import { checkpointSchema, commonShape, earlyStopping, labelledDataShape, metricsOf } from './common';
import { above, oneOf, text, whole, within } from './fields';

export const ARCHITECTURES = ['encoder', 'ngram', 'combined'] as const;

const sizeSchema = z
  .strictObject({
    layers: whole(1, 12, 'Layers.').default(STANDARD_SIZE.layers),
    hidden: whole(8, 768, 'Numbers a token has between layers.').default(STANDARD_SIZE.hidden),
    heads: whole(1, 16, 'Heads of attention; hidden must be a multiple.').default(STANDARD_SIZE.heads),
  })
  .refine(({ hidden, heads }) => hidden % heads === 0, { path: ['heads'], error: 'must divide hidden' })
  .meta({ description: 'Of an encoder with new weights.' })
  .prefault({});

const modelSchema = z.strictObject({
  architecture: oneOf(ARCHITECTURES, 'encoder: a BERT; ngram: words and pairs; combined: both.').default('encoder'),
  base: text(100, 'The model to start from, by id or name; null: new weights.').nullable().default(null),
  size: sizeSchema,
});

const kindOf = <const T extends string>(kind: T, description: string) => z.literal(kind).meta({ description });

const trainableSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: kindOf('all', 'Every parameter.') }),
      z.strictObject({ kind: kindOf('head', 'The last layer alone.') }),
      z.strictObject({
        kind: kindOf('top', 'The upper layers, and the last.'),
        layers: whole(1, 24, 'top: how many layers learn.'),
      }),
      z.strictObject({
        kind: kindOf('lora', 'Low-rank additions to the attention.'),
        rank: whole(1, 64, 'lora: rank of the additions.'),
        alpha: above(1024, 'lora: their scale, divided by the rank.'),
      }),
    ],
    { error: 'must have a kind: all, head, top (with layers) or lora (with rank and alpha)' },
  )
  .meta({ description: 'Which parameters learn.' });

function trainerSchema(defaults: TrainOptions) {
  return z.strictObject({
    // Another model's scores are no labels that a dataset has.
    objective: oneOf(
      ['classification', 'masked-lm', 'replaced-token'],
      'What it learns: labels, hidden words, or replaced words.',
    ).default('classification'),
    trainable: trainableSchema.default(defaults.trainable),
    epochs: whole(1, 1000, 'Passes over the training data.').default(defaults.epochs),
    batch_size: whole(1, 256, 'Texts a step.').default(defaults.batch_size),
    optimizer: oneOf(['adamw'], 'Adam with decoupled weight decay; n-grams learn by AdaGrad.').default('adamw'),
    learning_rate: above(10, 'The full learning rate, after the warm-up.').default(defaults.learning_rate),
    weight_decay: within(0, 1, 'Share of the weights taken away, times the learning rate.').default(
      defaults.weight_decay,
    ),
    warmup_ratio: within(0, 1, 'Share of all steps over which the learning rate rises from 0.').default(
      defaults.warmup_ratio,
    ),
    schedule: oneOf(['linear', 'cosine', 'constant'], 'The learning rate after the warm-up.').default(
      defaults.schedule,
    ),
    max_grad_norm: within(0, 1e6, 'Largest norm of the gradients together; 0: no clipping.').default(
      defaults.max_grad_norm,
    ),
    label_smoothing: within(0, 0.5, 'How far labels are moved to the middle.').default(defaults.label_smoothing),
    dropout: within(0, 0.9, 'Share of numbers left out in training.').default(defaults.dropout),
    max_length: whole(8, 512, 'Tokens of a text that are read in training.').default(defaults.max_length),
    early_stopping: earlyStopping('val_loss').default(defaults.early_stopping),
    metrics: metricsOf(['acc', 'auc', 'f1', 'precision', 'recall']).default(['acc']),
    checkpoint: checkpointSchema,
  });
}

function schemaWith(defaults: TrainOptions) {
  return z
    .strictObject({
      kind: z.literal('text'),
      ...commonShape,
      model: modelSchema.meta({ description: 'A model of texts.' }).prefault({}),
      data: z.strictObject(labelledDataShape).meta({ description: 'Texts with labels.' }).prefault({}),
      trainer: trainerSchema(defaults).meta({ description: 'How it is trained.' }).prefault({}),
    })
    .superRefine(({ model, trainer }, context) => {
      if (model.architecture !== 'ngram' || trainer.objective === 'classification') return;
      const message = 'must be classification for n-grams, which have no other';
      context.addIssue({ code: 'custom', path: ['trainer', 'objective'], message });
    });
}

export type TextConfig = z.output<ReturnType<typeof schemaWith>>;

const SCHEMAS = {
  ngram: schemaWith(defaultOptions('ngram')),
  trained: schemaWith(defaultOptions('encoder', false)),
  untrained: schemaWith(defaultOptions('encoder', true)),
};

/** The schema with the defaults for what the model section says, which need not be in order yet. */
export function textSchemaFor(model: unknown): (typeof SCHEMAS)['ngram'] {
  const said = (typeof model === 'object' && model !== null ? model : {}) as { architecture?: unknown; base?: unknown };
  if (said.architecture === 'ngram') return SCHEMAS.ngram;
  return typeof said.base === 'string' ? SCHEMAS.trained : SCHEMAS.untrained;
}

export function trainOptionsOf({ trainer, seed }: TextConfig): TrainOptions {
  const { optimizer, metrics, checkpoint, ...options } = trainer;
  return { ...options, seed };
}
