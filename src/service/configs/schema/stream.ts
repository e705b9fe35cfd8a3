// Models that learn from a stream: the Stream page's configuration, with the same names, in the sections of a training
// configuration. A run has an end: `batches`.

import { z } from 'zod';
import type { SourceId, StreamConfig } from '../../../wire/stream';
import { DEFAULT_STREAM_CONFIG as DEFAULTS } from '../../../wire/stream-defaults';
import { streamConfigSchema } from '../../../wire/stream-schemas';
import { commonShape, metricsOf } from './common';
import { oneOf, text, whole } from './fields';

const { learner, source, ...rest } = streamConfigSchema.shape;
/** Those that can stand in a file: reviews, points and pushed batches come from people. */
const SOURCES_OF_RUNS = [
  'sea',
  'hyperplane',
  'friedman',
  'led',
  'random-rbf',
  'file',
] as const satisfies readonly SourceId[];

const modelSchema = z.strictObject({
  id: oneOf(['network', 'linear', 'mixture'], 'What learns.').default('network'),
  hidden: learner.shape.hidden.default([...DEFAULTS.learner.hidden]),
  activation: learner.shape.activation
    .meta({ description: 'Of the hidden layers.' })
    .default(DEFAULTS.learner.activation),
  n_components: learner.shape.n_components.default(DEFAULTS.learner.n_components),
});

const driftDefaults = DEFAULTS.source.drift;
const drift = source.shape.drift.shape;

const dataSchema = z.strictObject({
  source: oneOf(SOURCES_OF_RUNS, 'A generator, or a table.').default('sea'),
  drift: z
    .strictObject({
      kind: drift.kind.meta({ description: 'How the concept changes.' }).default(driftDefaults.kind),
      position: drift.position.default(driftDefaults.position),
      width: drift.width.default(driftDefaults.width),
    })
    .meta({ description: 'Of generators: how the concept changes.' })
    .prefault({}),
  noise: source.shape.noise.default(DEFAULTS.source.noise),
  file: z
    .strictObject({ id: text(100, 'The table, by id or name.'), target: text(1000, 'The column to predict.') })
    .meta({ description: 'Of source file.' })
    .nullable()
    .default(null),
});

const trainerSchema = z.strictObject({
  batches: whole(1, 10_000_000, 'Batches after which the run ends.').default(1000),
  batch_size: source.shape.batch_size.meta({ description: 'Examples a batch.' }).default(DEFAULTS.source.batch_size),
  epochs: learner.shape.epochs.default(DEFAULTS.learner.epochs),
  optimizer: learner.shape.optimizer.meta({ description: 'Of the network.' }).default(DEFAULTS.learner.optimizer),
  learning_rate: learner.shape.learning_rate
    .meta({ description: 'Size of the steps.' })
    .default(DEFAULTS.learner.learning_rate),
  replay: rest.replay.default(DEFAULTS.replay),
  detectors: rest.detectors
    .meta({ description: 'What watches the errors for drift.' })
    .default([...DEFAULTS.detectors]),
  reset_on_drift: rest.reset_on_drift
    .meta({ description: 'Forgets the model where drift is found.' })
    .default(DEFAULTS.reset_on_drift),
  window: rest.window.default(DEFAULTS.window),
  save_every: rest.save_every.default(DEFAULTS.save_every),
  metrics: metricsOf(['acc', 'mae', 'r2']).default(['acc']),
  compute: learner.shape.compute.default(DEFAULTS.learner.compute),
});

export const streamSchema = z
  .strictObject({
    kind: z.literal('stream'),
    ...commonShape,
    model: modelSchema.meta({ description: 'What learns.' }).prefault({}),
    data: dataSchema.meta({ description: 'Where the examples come from.' }).prefault({}),
    trainer: trainerSchema.meta({ description: 'How it learns, and what watches it.' }).prefault({}),
  })
  .superRefine(({ data }, context) => {
    if (data.source !== 'file' || data.file !== null) return;
    const message = 'is required where the source is file: id and target';
    context.addIssue({ code: 'custom', path: ['data', 'file'], message });
  });

export type StreamRunConfig = z.output<typeof streamSchema>;

/** The Stream page's configuration of a run. */
export function streamConfigOf({ model, data, trainer, seed }: StreamRunConfig): StreamConfig {
  const { batch_size, epochs, optimizer, learning_rate, compute } = trainer;
  const { replay, detectors, reset_on_drift, window, save_every } = trainer;
  const { source: id, drift, noise, file } = data;
  return {
    ...DEFAULTS,
    source: { ...DEFAULTS.source, id, seed, batch_size, drift, noise, file },
    learner: { ...model, optimizer, learning_rate, epochs, seed, compute },
    ...{ replay, detectors, reset_on_drift, window, save_every },
  };
}
