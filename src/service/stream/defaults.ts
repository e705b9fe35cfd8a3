// What a stream is at first, and how large its parts may be.

import type { StreamConfig } from '../../wire/stream';

export const DEFAULT_STREAM_CONFIG: StreamConfig = {
  source: {
    id: 'sea',
    seed: 1,
    batch_size: 32,
    drift: { kind: 'abrupt', position: 5000, width: 1 },
    noise: 0,
    file: null,
    push: { task: 'infer', n_classes: null },
  },
  learner: {
    id: 'network',
    hidden: [16],
    activation: 'relu',
    optimizer: 'adam',
    learning_rate: 0.01,
    epochs: 1,
    n_components: 4,
    seed: 1,
    compute: 'auto',
  },
  replay: 0,
  detectors: ['adwin', 'ddm'],
  reset_on_drift: false,
  window: 50,
  save_every: 5,
  queue: 64,
};

export const STREAM_LIMITS = {
  batch_size: 10_000,
  /** Examples: where a concept changes, and over how many. */
  drift: 1e9,
  layers: 8,
  units: 1024,
  epochs: 100,
  components: 20,
  replay: 100_000,
  window: 10_000,
  /** Seconds. */
  save_every: 3600,
  queue: 10_000,
  /** Batches a second. */
  speed: 100_000,
  pushed_rows: 100_000,
  pushed_columns: 1000,
  /** Numbers in X of one pushed batch. */
  pushed_numbers: 5_000_000,
  /** Numbers that all queued batches hold together: the queue is saved with the run. */
  queued_numbers: 10_000_000,
  classes: 100,
  file_bytes: 100 * 1024 * 1024,
  file_columns: 1000,
  files: 20,
  kept: 20,
  notes: 1000,
  note_characters: 200,
} as const;
