// Between a model in the data's units, float64, and the same in standardised units for a device that
// computes in float32; and back for its statistics. Whitened differences y = (x - mean) P are the same
// in both, so log densities need no more than the constant that is kept on this side.

import type { EmModel, EmStatistics } from '../../gmm/engine';
import type { Scaling } from '../../gmm/scaling';

/** Single precision ends at 3.4e38; a factor this large already means that nothing else matters. */
const LARGEST_FACTOR = 1e30;

/** A model's components with a weight, in standardised units. */
export interface ScaledModel {
  readonly shape: EmModel['shape'];
  /** How many components are left, and which of the model's they are. */
  readonly k: number;
  readonly active: readonly number[];
  readonly d: number;
  /** [k, D] */
  readonly means: Float64Array;
  /** full [k, D, D], upper triangular · diag [k, D] */
  readonly factors: Float64Array;
  /** [k], the largest is 0: `taken` was subtracted. */
  readonly norms: Float64Array;
  readonly taken: number;
}

export function scaleModel(model: EmModel, { mean, scale }: Scaling): ScaledModel {
  const { shape, d, logNorm } = model;
  const active = Array.from(logNorm.keys()).filter((c) => logNorm[c] !== -Infinity);
  const k = active.length;
  const size = shape === 'full' ? d * d : d;
  const means = new Float64Array(k * d);
  const factors = new Float64Array(k * size);
  const norms = new Float64Array(k);
  const taken = active.reduce((max, c) => Math.max(max, logNorm[c]!), -Infinity);
  active.forEach((c, at) => {
    norms[at] = logNorm[c]! - taken;
    for (let j = 0; j < d; j++) means[at * d + j] = (model.means[c * d + j]! - mean[j]!) / scale[j]!;
    for (let i = 0; i < size; i++) {
      const row = shape === 'full' ? Math.floor(i / d) : i;
      const factor = model.factors[c * size + i]! * scale[row]!;
      factors[at * size + i] = Math.max(-LARGEST_FACTOR, Math.min(LARGEST_FACTOR, factor));
    }
  });
  return { shape, k, active, d, means, factors, norms, taken };
}

/** Statistics of the active components in standardised units, centred on their means. */
export interface ScaledStatistics {
  /** Sum of log densities less n * taken. */
  readonly logLikelihood: number;
  /** [k] */
  readonly counts: Float64Array;
  /** [k, D] */
  readonly sums: Float64Array;
  /** full [k, D, D] · diag [k, D] */
  readonly scatter: Float64Array;
}

export function unscaleStatistics(
  stats: ScaledStatistics,
  scaled: ScaledModel,
  model: EmModel,
  n: number,
  { scale }: Scaling,
): EmStatistics {
  const { k, d, shape } = model;
  const size = shape === 'full' ? d * d : d;
  const counts = new Float64Array(k);
  const sums = new Float64Array(k * d);
  const scatter = new Float64Array(k * size);
  scaled.active.forEach((c, at) => {
    counts[c] = stats.counts[at]!;
    for (let j = 0; j < d; j++) sums[c * d + j] = stats.sums[at * d + j]! * scale[j]!;
    for (let i = 0; i < size; i++) {
      const [row, column] = shape === 'full' ? [Math.floor(i / d), i % d] : [i, i];
      scatter[c * size + i] = stats.scatter[at * size + i]! * scale[row]! * scale[column]!;
    }
  });
  const logLikelihood = n === 0 ? 0 : stats.logLikelihood + n * scaled.taken;
  return { logLikelihood, counts, sums, scatter };
}

/** What single precision leaves of a value; high + low carry twice its digits. */
export function lowPart(value: number): number {
  return value - Math.fround(value);
}
