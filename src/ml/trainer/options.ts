// The options of a training: defaults as for fine-tuning a small pretrained encoder, and their check.

import { inJson } from '../in-json';
import { LEARNING_RATE } from '../text/ngram/model';
import type { TextModelKind } from '../text/types';
import { TrainError } from './errors';
import type { TrainOptions } from './types';

export const DEFAULT_OPTIONS: TrainOptions = {
  objective: 'classification',
  trainable: { kind: 'all' },
  epochs: 5,
  batch_size: 16,
  learning_rate: 3e-5,
  weight_decay: 0.01,
  warmup_ratio: 0.1,
  schedule: 'linear',
  max_grad_norm: 1,
  label_smoothing: 0,
  dropout: 0.1,
  max_length: 256,
  early_stopping: null,
  seed: 0,
};

/**
 * The options a kind of model is trained with when nothing else is said. One whose weights are random still must
 * go further than one that is only adapted.
 */
export function defaultOptions(kind: TextModelKind, untrained = false): TrainOptions {
  if (kind !== 'ngram') return untrained ? { ...DEFAULT_OPTIONS, learning_rate: 5e-4 } : DEFAULT_OPTIONS;
  return { ...DEFAULT_OPTIONS, learning_rate: LEARNING_RATE, warmup_ratio: 0, schedule: 'constant', epochs: 3 };
}

const RANGES: Readonly<Record<string, { low: number; high: number; whole?: boolean }>> = {
  epochs: { low: 1, high: 10_000, whole: true },
  batch_size: { low: 1, high: 1024, whole: true },
  learning_rate: { low: 1e-9, high: 10 },
  weight_decay: { low: 0, high: 1 },
  warmup_ratio: { low: 0, high: 1 },
  max_grad_norm: { low: 0, high: 1e6 },
  label_smoothing: { low: 0, high: 0.9 },
  dropout: { low: 0, high: 0.9 },
  max_length: { low: 4, high: 8192, whole: true },
  seed: { low: 0, high: 2 ** 32 - 1, whole: true },
};

const CHOICES = {
  objective: ['classification', 'masked-lm', 'replaced-token', 'distillation'],
  schedule: ['linear', 'cosine', 'constant'],
} as const;

/** The options with defaults for what is left out. Throws TrainError naming the one at fault. */
export function checkOptions(given: Partial<TrainOptions>): TrainOptions {
  const options: TrainOptions = { ...DEFAULT_OPTIONS, ...given };
  for (const [field, range] of Object.entries(RANGES)) {
    checkRange(field, options[field as keyof TrainOptions], range);
  }
  if (options.early_stopping !== null) {
    checkRange('early_stopping', options.early_stopping, { low: 1, high: 10_000, whole: true });
  }
  for (const [field, choices] of Object.entries(CHOICES)) {
    const value = options[field as keyof typeof CHOICES];
    if (!(choices as readonly string[]).includes(value)) {
      throw new TrainError(field, `${field} must be one of ${choices.join(', ')}, not ${inJson(value)}`);
    }
  }
  checkTrainable(options);
  return options;
}

function checkTrainable({ trainable }: TrainOptions): void {
  switch (trainable?.kind) {
    case 'all':
    case 'head':
      return;
    case 'top':
      checkRange('trainable.layers', trainable.layers, { low: 1, high: 48, whole: true });
      return;
    case 'lora':
      checkRange('trainable.rank', trainable.rank, { low: 1, high: 256, whole: true });
      checkRange('trainable.alpha', trainable.alpha, { low: 1e-3, high: 1e4 });
      return;
    default:
      throw new TrainError('trainable', `trainable must be all, head, top or lora, not ${inJson(trainable)}`);
  }
}

function checkRange(field: string, value: unknown, range: { low: number; high: number; whole?: boolean }): void {
  const { low, high, whole } = range;
  const fits = typeof value === 'number' && value >= low && value <= high && (!whole || Number.isInteger(value));
  if (fits) return;
  const kind = whole ? 'a whole number' : 'a number';
  throw new TrainError(field, `${field} must be ${kind} from ${low} to ${high}, not ${inJson(value)}`);
}
