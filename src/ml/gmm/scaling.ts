// Units in which every column has mean zero and standard deviation one: what single precision computes in, so that
// neither a large offset nor a large or tiny scale costs digits.

import type { Matrix } from './types';

/** z = (x - mean) / scale, column by column. */
export interface Scaling {
  /** [D] */
  readonly mean: Float64Array;
  /** [D], positive */
  readonly scale: Float64Array;
  /** Sum of log scale: log density of x = log density of z - logScale. */
  readonly logScale: number;
}

/**
 * The scaling of these points, in two passes. A column without spread keeps scale 1.
 *
 * @param common the same scale for all columns, the root of their mean variance, which keeps spheres round.
 */
export function scalingOf({ data, n, d }: Matrix, common = false): Scaling {
  const mean = new Float64Array(d);
  const variance = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) mean[j] += (data[i * d + j] - mean[j]) / (i + 1);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) variance[j] += (data[i * d + j] - mean[j]) ** 2 / n;
  }
  if (common) variance.fill(variance.reduce((sum, v) => sum + v / d, 0));
  const scale = variance.map((v) => (v > 0 && v < Infinity ? Math.sqrt(v) : 1));
  return { mean, scale, logScale: scale.reduce((sum, s) => sum + Math.log(s), 0) };
}

/** Rows [from, to) in scaled units, [to - from, D]. */
export function scaleRows({ data, d }: Matrix, from: number, to: number, { mean, scale }: Scaling): Float64Array {
  const out = new Float64Array((to - from) * d);
  for (let i = from; i < to; i++) {
    for (let j = 0; j < d; j++) out[(i - from) * d + j] = (data[i * d + j] - mean[j]) / scale[j];
  }
  return out;
}
