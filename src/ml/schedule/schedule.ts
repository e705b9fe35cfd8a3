// Learning rates over the steps of a run, as pure functions of the step: a linear warm-up, then constant, or a linear,
// cosine, polynomial or stepped decay. The formulas are those of Hugging Face's transformers (optimization.py,
// get_*_schedule_with_warmup) and PyTorch's StepLR; names are theirs and the text trainer's.

export const SCHEDULES = ['constant', 'linear', 'cosine', 'polynomial', 'step'] as const;
export type ScheduleKind = (typeof SCHEDULES)[number];

export interface ScheduleOptions {
  /** The full rate, which the warm-up leads to. */
  readonly learning_rate: number;
  readonly schedule: ScheduleKind;
  /** Share of all steps over which the rate rises from 0, 0 to 1. */
  readonly warmup_ratio: number;
  /** Polynomial: 1 is a straight line, 2 falls quickly first. */
  readonly power: number;
  /** Polynomial: the rate after the last step. */
  readonly end_learning_rate: number;
  /** Step: after so many steps, counted from the end of the warm-up, the rate is multiplied by gamma; and again. */
  readonly step_size: number;
  readonly gamma: number;
}

/**
 * Where the warm-up begins. 'above zero', the product's own: its first step has the first share of the rate and its last
 * the full rate, so that every step learns. 'zero', as in transformers: the first step has rate 0, the step after the
 * warm-up the full rate.
 */
export type WarmupStart = 'above zero' | 'zero';

export function warmupSteps(options: Pick<ScheduleOptions, 'warmup_ratio'>, steps: number): number {
  return Math.round(options.warmup_ratio * steps);
}

/**
 * The learning rate of a step, counted from 0, of `steps` in all; from `steps` on the rate stays where the decay ended.
 * At step `steps` linear and cosine reach 0 and polynomial its end, so that the last step still learns.
 */
export function learningRateAt(
  options: ScheduleOptions,
  step: number,
  steps: number,
  start: WarmupStart = 'above zero',
): number {
  const warmup = warmupSteps(options, steps);
  if (step < warmup) return (options.learning_rate * (start === 'zero' ? step : step + 1)) / warmup;
  const since = step - warmup;
  return decayed(options, since, Math.min(1, since / Math.max(1, steps - warmup)));
}

/** `since`: steps after the warm-up; `share`: of the decay, 0 to 1. */
function decayed(options: ScheduleOptions, since: number, share: number): number {
  const { learning_rate: full, end_learning_rate: end, power, step_size: size, gamma } = options;
  switch (options.schedule) {
    case 'constant':
      return full;
    case 'linear':
      return full * (1 - share);
    case 'cosine':
      return full * 0.5 * (1 + Math.cos(Math.PI * share));
    case 'polynomial':
      return (full - end) * (1 - share) ** power + end;
    case 'step':
      return full * gamma ** Math.floor(since / Math.max(1, size));
  }
}

export interface ScheduleCurve {
  /** Steps, counted from 0, rising. */
  readonly step: Float64Array;
  readonly learning_rate: Float64Array;
}

/**
 * The curve for drawing: at most `places` steps, evenly, with the first and the last, and the last of the warm-up, where
 * the curve has its corner.
 */
export function scheduleCurve(options: ScheduleOptions, steps: number, places: number): ScheduleCurve {
  const count = Math.max(0, Math.min(steps, places));
  const even = Array.from({ length: count }, (_, i) => (count < 2 ? 0 : Math.round((i * (steps - 1)) / (count - 1))));
  const corner = warmupSteps(options, steps) - 1;
  const nearest = even.reduce(
    (best, step, i) => (Math.abs(step - corner) < Math.abs(even[best] - corner) ? i : best),
    0,
  );
  if (corner > 0 && nearest > 0 && nearest < count - 1) even[nearest] = corner;
  const step = Float64Array.from(even);
  return { step, learning_rate: step.map((at) => learningRateAt(options, at, steps)) };
}
