// What a stream is at first: one whose rules change soon, and again, so that who just starts it sees what it is about.

import type { StreamConfig } from './stream';

export const DEFAULT_STREAM_CONFIG: StreamConfig = {
  source: {
    id: 'sea',
    seed: 1,
    batch_size: 32,
    drift: { kind: 'recurring', position: 4800, width: 1 },
    noise: 0.05,
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
  detectors: ['adwin', 'ddm', 'page-hinkley'],
  reset_on_drift: false,
  window: 20,
  save_every: 5,
  queue: 64,
};
