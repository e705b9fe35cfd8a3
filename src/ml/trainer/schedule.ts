// The learning rate over the steps of a run: a linear rise, then as the schedule says.

import type { TrainOptions } from './types';

type ScheduleOptions = Pick<TrainOptions, 'learning_rate' | 'schedule' | 'warmup_ratio'>;

/**
 * The learning rate of step 1 … steps. The warm-up reaches the full rate at its last step; linear and cosine
 * would reach 0 one step after the last, so that every step learns.
 */
export function learningRate(options: ScheduleOptions, step: number, steps: number): number {
  const warmup = Math.round(options.warmup_ratio * steps);
  if (step <= warmup) return (options.learning_rate * step) / warmup;
  if (options.schedule === 'constant') return options.learning_rate;
  const share = (step - warmup - 1) / Math.max(1, steps - warmup);
  const factor = options.schedule === 'linear' ? 1 - share : 0.5 * (1 + Math.cos(Math.PI * share));
  return options.learning_rate * factor;
}
