// Gaussian mixtures: scikit-learn's names, as in the rest of the product.

import { z } from 'zod';
import { COVARIANCE_TYPES, DEFAULT_OPTIONS, type FitOptions, INIT_PARAMS, METHODS } from '../../../ml/gmm/types';
import { SAMPLE_IDS } from '../../../ml/samples';
import { MAX_COMPONENTS, MAX_EPOCHS, MAX_INITS, MAX_LEARNING_RATE, MAX_POINTS } from '../../../wire/limits';
import { checkpointSchema, commonShape, metricsOf } from './common';
import { above, oneOf, text, whole, within } from './fields';

const modelSchema = z.strictObject({
  n_components: whole(1, MAX_COMPONENTS, 'How many Gaussians.').default(DEFAULT_OPTIONS.n_components),
  covariance_type: oneOf(COVARIANCE_TYPES, 'The form of the covariances.').default(DEFAULT_OPTIONS.covariance_type),
  reg_covar: within(
    0,
    1e6,
    'Added to the diagonal of every covariance; by gradient the least variance of a column given those before it.',
  ).default(DEFAULT_OPTIONS.reg_covar),
  init_params: oneOf(INIT_PARAMS, 'How the first responsibilities are made.').default(DEFAULT_OPTIONS.init_params),
  n_init: whole(1, MAX_INITS, 'How many initialisations to try; the best is kept.').default(DEFAULT_OPTIONS.n_init),
});

const dataSchema = z.strictObject({
  source: oneOf(['points', 'sample', 'dataset'], 'The points of the page, a sample set, or a dataset.').default(
    'points',
  ),
  sample: oneOf(SAMPLE_IDS, 'Of source sample: which.').default('blobs'),
  n: whole(1, MAX_POINTS, 'Of a generated sample: how many points.').default(600),
  dataset: text(200, 'Of source dataset: its name.').nullable().default(null),
});

const wrongEpochs = { error: `must be a whole number from 1 to ${MAX_EPOCHS.toLocaleString('en')}, or auto` };

const trainerSchema = z.strictObject({
  method: oneOf(METHODS, 'em: batch EM; incremental: from each new point; gradient: Adam.').default(
    DEFAULT_OPTIONS.method,
  ),
  epochs: z
    .union([z.literal('auto'), z.int(wrongEpochs).min(1, wrongEpochs).max(MAX_EPOCHS, wrongEpochs)], wrongEpochs)
    .meta({
      description: 'The most iterations (em), passes (incremental) or steps (gradient); auto follows the points.',
    })
    .default(DEFAULT_OPTIONS.epochs),
  tol: within(0, 1e6, 'Ends when the mean log-likelihood per point changes by less; 0: never.').default(
    DEFAULT_OPTIONS.tol,
  ),
  batch_size: whole(1, MAX_POINTS, 'incremental: points per update.').default(DEFAULT_OPTIONS.batch_size),
  forgetting: above(1, 'incremental: share of old evidence kept per new point.').default(DEFAULT_OPTIONS.forgetting),
  learning_rate: above(MAX_LEARNING_RATE, 'gradient: Adam’s step size.').default(DEFAULT_OPTIONS.learning_rate),
  metrics: metricsOf(['log_likelihood', 'bic', 'aic']).default(['log_likelihood', 'bic']),
  checkpoint: checkpointSchema,
});

export const mixtureSchema = z
  .strictObject({
    kind: z.literal('mixture'),
    ...commonShape,
    model: modelSchema.meta({ description: 'A Gaussian mixture.' }).prefault({}),
    data: dataSchema.meta({ description: 'What it is fitted to.' }).prefault({}),
    trainer: trainerSchema.meta({ description: 'How it is fitted.' }).prefault({}),
  })
  .superRefine(({ data }, context) => {
    if (data.source !== 'dataset' || data.dataset !== null) return;
    context.addIssue({ code: 'custom', path: ['data', 'dataset'], message: 'is required where the source is dataset' });
  });

export type MixtureConfig = z.output<typeof mixtureSchema>;

export function fitOptionsOf({ model, trainer, seed }: MixtureConfig): FitOptions {
  const { method, epochs, tol, batch_size, forgetting, learning_rate } = trainer;
  return { ...model, method, epochs, tol, batch_size, forgetting, learning_rate, seed };
}
