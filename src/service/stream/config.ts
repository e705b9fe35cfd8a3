// Whether a configuration of a stream is in order, in words that name the field.

import { z } from 'zod';
import { DETECTORS } from '../../ml/stream/detectors';
import { ACTIVATIONS, LEARNERS, OPTIMIZERS } from '../../ml/stream/learners';
import { parseWith } from '../../wire/schemas';
import { SOURCES, type StreamConfig } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG, STREAM_LIMITS as MOST } from './defaults';

const count = (most: number, least = 1) => z.int().min(least).max(most);
const seed = z.int().min(0).max(0xffff_ffff);

const sourceSchema = z.object({
  id: z.enum(SOURCES),
  seed,
  batch_size: count(MOST.batch_size),
  drift: z.object({
    kind: z.enum(['none', 'abrupt', 'gradual', 'recurring']),
    position: count(MOST.drift),
    width: count(MOST.drift),
  }),
  noise: z.number().min(0).max(0.5),
  file: z.object({ id: z.string().max(100), target: z.string().max(1000) }).nullable(),
  push: z.object({
    task: z.enum(['infer', 'classification', 'regression']),
    n_classes: count(MOST.classes, 2).nullable(),
  }),
});

const learnerSchema = z.object({
  id: z.enum(LEARNERS),
  hidden: z.array(count(MOST.units)).max(MOST.layers),
  activation: z.enum(ACTIVATIONS),
  optimizer: z.enum(OPTIMIZERS),
  learning_rate: z.number().positive().max(1e6),
  epochs: count(MOST.epochs),
  n_components: count(MOST.components),
  seed,
  compute: z.enum(['auto', 'cpu', 'wasm', 'webgl', 'webgpu']),
});

export const streamConfigSchema = z.object({
  source: sourceSchema,
  learner: learnerSchema,
  replay: count(MOST.replay, 0),
  detectors: z.array(z.enum(DETECTORS)).max(DETECTORS.length),
  reset_on_drift: z.boolean(),
  window: count(MOST.window),
  save_every: z.union([z.literal('batch'), z.number().positive().max(MOST.save_every)]),
  queue: count(MOST.queue),
});

/** ServiceError 'invalid', with the fields at fault. */
export function checkConfig(config: unknown): StreamConfig {
  const parsed = parseWith(streamConfigSchema, config);
  return { ...parsed, detectors: [...new Set(parsed.detectors)] };
}

/** What was kept, or the defaults where that is none. */
export function restoredConfig(kept: unknown): StreamConfig {
  const parsed = streamConfigSchema.safeParse(kept);
  return parsed.success ? parsed.data : DEFAULT_STREAM_CONFIG;
}
