// The mixture as a vector without constraints, for gradient descent, in standardised units z:
//
//   weights      softmax of logits                         [K]
//   means        as they are                               [K, D]
//   deviations   L = sqrt(reg + exp(2 s)), s free          full, diag [K, D] · tied [D] · spherical [K]
//   slopes       U, unit upper triangular, free above 1    full [K, D (D - 1) / 2] · tied [D (D - 1) / 2] · else none
//
// The precision factor is P = U diag(1 / L), so that y_j = (dz_j + sum over i < j of U_ij dz_i) / L_j:
// L_j is the standard deviation of column j given those before it, and U holds the slopes of its
// regression on them (the modified Cholesky decomposition of Pourahmadi, Biometrika 86, 1999). A matrix
// made this way is always positive definite, its log determinant is a sum, nothing has to be inverted,
// and reg_covar is a floor under every conditional variance, which bounds the likelihood.

import { precisionFactor } from './linalg';
import { covarianceSize, illDefined } from './params';
import type { Scaling } from './scaling';
import type { CovarianceType, Mixture } from './types';

export interface VectorShape {
  readonly type: CovarianceType;
  readonly k: number;
  readonly d: number;
}

/** Where the parts begin in the vector, and how long it is. */
export interface VectorLayout {
  readonly meansAt: number;
  readonly deviationsAt: number;
  readonly slopesAt: number;
  readonly length: number;
  /** Deviations and slopes: of how many components, and how many each. */
  readonly groups: number;
  readonly deviations: number;
  readonly slopes: number;
}

export function vectorLayout({ type, k, d }: VectorShape): VectorLayout {
  const groups = type === 'tied' ? 1 : k;
  const deviations = type === 'spherical' ? 1 : d;
  const slopes = type === 'full' || type === 'tied' ? (d * (d - 1)) / 2 : 0;
  const meansAt = k;
  const deviationsAt = meansAt + k * d;
  const slopesAt = deviationsAt + groups * deviations;
  return { meansAt, deviationsAt, slopesAt, length: slopesAt + groups * slopes, groups, deviations, slopes };
}

/** Position of the slope of column j on column i < j among a group's slopes. */
export function slopeIndex(i: number, j: number): number {
  return (j * (j - 1)) / 2 + i;
}

/** reg_covar in standardised units, by column. [D] */
export function scaledFloor(reg_covar: number, { scale }: Scaling): Float64Array {
  return scale.map((s) => reg_covar / (s * s));
}

/** No weight and no variance above the floor starts so small that its gradient vanishes. */
const LEAST_WEIGHT = 1e-6;
const LEAST_SHARE = 1e-3;

/** @throws MixtureError on `reg_covar` when a covariance is not positive definite. */
export function toVector(mixture: Mixture, scaling: Scaling, floor: Float64Array): Float64Array {
  const { covariance_type: type, n_components: k, n_features: d } = mixture;
  const { meansAt, deviationsAt, slopesAt, length, groups, deviations, slopes } = vectorLayout({ type, k, d });
  const out = new Float64Array(length);
  for (let c = 0; c < k; c++) {
    out[c] = Math.log(Math.max(mixture.weights[c], LEAST_WEIGHT));
    for (let j = 0; j < d; j++) {
      out[meansAt + c * d + j] = (mixture.means[c * d + j] - scaling.mean[j]) / scaling.scale[j];
    }
  }
  for (let g = 0; g < groups; g++) {
    const factor = scaledFactor(mixture, g, scaling);
    for (let j = 0; j < deviations; j++) {
      const variance = 1 / factor[j * d + j] ** 2;
      const free = Math.max(variance - floor[j], LEAST_SHARE * variance);
      out[deviationsAt + g * deviations + j] = 0.5 * Math.log(free);
    }
    if (slopes === 0) continue;
    for (let j = 1; j < d; j++) {
      for (let i = 0; i < j; i++) {
        out[slopesAt + g * slopes + slopeIndex(i, j)] = factor[i * d + j] / factor[j * d + j];
      }
    }
  }
  return out;
}

/** Precision factor [D, D] of component g in standardised units. */
function scaledFactor({ covariance_type: type, n_features: d, covariances }: Mixture, g: number, { scale }: Scaling) {
  const factor = new Float64Array(d * d);
  if (type === 'diag' || type === 'spherical') {
    for (let j = 0; j < d; j++) {
      const variance = covariances[type === 'diag' ? g * d + j : g] / scale[j] ** 2;
      if (!(variance > 0)) throw illDefined(type, covariances, g, type === 'diag' ? g * d + j : g, 1);
      factor[j * d + j] = 1 / Math.sqrt(variance);
    }
    return factor;
  }
  const at = type === 'full' ? g * d * d : 0;
  const scaled = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) scaled[i * d + j] = covariances[at + i * d + j] / (scale[i] * scale[j]);
  }
  if (precisionFactor(scaled, 0, d, factor, 0) === undefined) throw illDefined(type, covariances, g, at, d);
  return factor;
}

export function toMixture(
  vector: Float64Array,
  { type, k, d }: VectorShape,
  scaling: Scaling,
  floor: Float64Array,
): Mixture {
  const { meansAt, groups } = vectorLayout({ type, k, d });
  const weights = softmax(vector.subarray(0, k));
  const means = new Float64Array(k * d);
  for (let at = 0; at < k * d; at++) {
    means[at] = scaling.mean[at % d] + scaling.scale[at % d] * vector[meansAt + at];
  }
  const covariances = new Float64Array(covarianceSize(type, k, d));
  for (let g = 0; g < groups; g++) writeCovariance(vector, { type, k, d }, g, scaling.scale, floor, covariances);
  return { covariance_type: type, n_components: k, n_features: d, weights, means, covariances };
}

/** L_j of group g, in standardised units. */
export function deviation(vector: Float64Array, layout: VectorLayout, g: number, j: number, floor: Float64Array) {
  const column = layout.deviations === 1 ? 0 : j;
  return Math.sqrt(floor[column] + Math.exp(2 * vector[layout.deviationsAt + g * layout.deviations + column]));
}

function writeCovariance(
  vector: Float64Array,
  shape: VectorShape,
  g: number,
  scale: Float64Array,
  floor: Float64Array,
  out: Float64Array,
): void {
  const { type, d } = shape;
  const layout = vectorLayout(shape);
  if (type === 'spherical') {
    out[g] = (deviation(vector, layout, g, 0, floor) * scale[0]) ** 2;
    return;
  }
  if (type === 'diag') {
    for (let j = 0; j < d; j++) out[g * d + j] = (deviation(vector, layout, g, j, floor) * scale[j]) ** 2;
    return;
  }
  const lower = lowerFactor(vector, layout, g, d, floor);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let p = 0; p <= j; p++) sum += lower[i * d + p] * lower[j * d + p];
      out[(g * d + i) * d + j] = sum * scale[i] * scale[j];
      out[(g * d + j) * d + i] = out[(g * d + i) * d + j];
    }
  }
}

/** The Cholesky factor of the covariance, by undoing the regressions column by column: z_j = L_j y_j - sum U_ij z_i. */
function lowerFactor(vector: Float64Array, layout: VectorLayout, g: number, d: number, floor: Float64Array) {
  const lower = new Float64Array(d * d);
  const at = layout.slopesAt + g * layout.slopes;
  for (let j = 0; j < d; j++) {
    lower[j * d + j] = deviation(vector, layout, g, j, floor);
    for (let i = 0; i < j; i++) {
      const slope = vector[at + slopeIndex(i, j)];
      for (let p = 0; p <= i; p++) lower[j * d + p] -= slope * lower[i * d + p];
    }
  }
  return lower;
}

function softmax(logits: Float64Array): Float64Array {
  const top = logits.reduce((max, value) => Math.max(max, value), -Infinity);
  const out = logits.map((value) => Math.exp(value - top));
  const sum = out.reduce((total, value) => total + value, 0);
  return out.map((value) => value / sum);
}

/**
 * How far a step of one moves each number: a mean by its component's own spread and a slope by the ratio of spreads,
 * so that narrow components are not overrun. At most 1, in standardised units.
 */
export function stepUnits(vector: Float64Array, shape: VectorShape, floor: Float64Array): Float64Array {
  const { k, d } = shape;
  const layout = vectorLayout(shape);
  const units = new Float64Array(layout.length).fill(1);
  const spread = (g: number, j: number) => deviation(vector, layout, Math.min(g, layout.groups - 1), j, floor);
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < d; j++) units[layout.meansAt + c * d + j] = Math.min(1, spread(c, j));
  }
  if (layout.slopes === 0) return units;
  for (let g = 0; g < layout.groups; g++) {
    for (let j = 1; j < d; j++) {
      for (let i = 0; i < j; i++) {
        const at = layout.slopesAt + g * layout.slopes + slopeIndex(i, j);
        units[at] = Math.min(1, spread(g, j) / spread(g, i));
      }
    }
  }
  return units;
}
