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

import { covarianceAt, covarianceSize, varianceStep } from './covariance';
import { precisionFactor } from './linalg';
import { illDefined } from './params';
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
  const { groups, deviations, slopes } = groupsOf(type, k, d);
  const meansAt = k;
  const deviationsAt = meansAt + k * d;
  const slopesAt = deviationsAt + groups * deviations;
  return { meansAt, deviationsAt, slopesAt, length: slopesAt + groups * slopes, groups, deviations, slopes };
}

function groupsOf(type: CovarianceType, k: number, d: number): Pick<VectorLayout, 'groups' | 'deviations' | 'slopes'> {
  const slopes = (d * (d - 1)) / 2;
  switch (type) {
    case 'full':
      return { groups: k, deviations: d, slopes };
    case 'tied':
      return { groups: 1, deviations: d, slopes };
    case 'diag':
      return { groups: k, deviations: d, slopes: 0 };
    case 'spherical':
      return { groups: k, deviations: 1, slopes: 0 };
  }
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
function scaledFactor(mixture: Mixture, g: number, { scale }: Scaling): Float64Array {
  const { covariance_type: type, n_features: d, covariances } = mixture;
  const factor = new Float64Array(d * d);
  const at = covarianceAt(type, g, d);
  switch (type) {
    case 'full':
    case 'tied': {
      const scaled = new Float64Array(d * d);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) scaled[i * d + j] = covariances[at + i * d + j] / (scale[i] * scale[j]);
      }
      if (precisionFactor(scaled, 0, d, factor, 0) === undefined) throw illDefined(type, covariances, g, d);
      return factor;
    }
    case 'diag':
    case 'spherical': {
      const step = varianceStep(type, d);
      for (let j = 0; j < d; j++) {
        const variance = covariances[at + j * step] / scale[j] ** 2;
        if (!(variance > 0)) throw illDefined(type, covariances, g, d);
        factor[j * d + j] = 1 / Math.sqrt(variance);
      }
      return factor;
    }
  }
}

export function toMixture(
  vector: Float64Array,
  { type, k, d }: VectorShape,
  scaling: Scaling,
  floor: Float64Array,
): Mixture {
  const layout = vectorLayout({ type, k, d });
  const weights = softmax(vector.subarray(0, k));
  const means = new Float64Array(k * d);
  for (let at = 0; at < k * d; at++) {
    means[at] = scaling.mean[at % d] + scaling.scale[at % d] * vector[layout.meansAt + at];
  }
  const covariances = new Float64Array(covarianceSize(type, k, d));
  for (let g = 0; g < layout.groups; g++) {
    covariances.set(groupCovariance(vector, layout, type, g, scaling.scale, floor), covarianceAt(type, g, d));
  }
  return { covariance_type: type, n_components: k, n_features: d, weights, means, covariances };
}

/** L_j of group g, in standardised units. */
function deviation(vector: Float64Array, layout: VectorLayout, g: number, j: number, floor: Float64Array) {
  const column = layout.deviations === 1 ? 0 : j;
  return Math.sqrt(floor[column] + Math.exp(2 * vector[layout.deviationsAt + g * layout.deviations + column]));
}

/** Group g's part of the covariances, in the data's units. */
function groupCovariance(
  vector: Float64Array,
  layout: VectorLayout,
  type: CovarianceType,
  g: number,
  scale: Float64Array,
  floor: Float64Array,
): Float64Array {
  const d = scale.length;
  switch (type) {
    case 'full':
    case 'tied': {
      const out = new Float64Array(d * d);
      const lower = lowerFactor(vector, layout, g, d, floor);
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let p = 0; p <= j; p++) sum += lower[i * d + p] * lower[j * d + p];
          out[i * d + j] = sum * scale[i] * scale[j];
          out[j * d + i] = out[i * d + j];
        }
      }
      return out;
    }
    case 'diag':
      return scale.map((unit, j) => (deviation(vector, layout, g, j, floor) * unit) ** 2);
    case 'spherical':
      return Float64Array.of((deviation(vector, layout, g, 0, floor) * scale[0]) ** 2);
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

/** A mean's step is cut only where its column is closer to a line or plane through the others than a correlation of 0.94. */
const MOST_ALONE = 3;

/**
 * How far a step of one moves each number, so that narrow components are not overrun: a mean by its column's spread given
 * those before it, but no further than what is left of that once all others are known lets it; a slope by the spread that it
 * leads to over that which it comes from. At most 1, in standardised units.
 */
export function stepUnits(vector: Float64Array, shape: VectorShape, floor: Float64Array): Float64Array {
  const { k, d } = shape;
  const layout = vectorLayout(shape);
  const units = new Float64Array(layout.length).fill(1);
  const spreads = Array.from({ length: layout.groups }, (_, g) => spreadsOf(vector, layout, g, d, floor));
  for (let c = 0; c < k; c++) {
    const { given, alone } = spreads[Math.min(c, layout.groups - 1)];
    for (let j = 0; j < d; j++) units[layout.meansAt + c * d + j] = Math.min(1, given[j], MOST_ALONE * alone[j]);
  }
  if (layout.slopes === 0) return units;
  spreads.forEach(({ given, whole }, g) => {
    for (let j = 1; j < d; j++) {
      for (let i = 0; i < j; i++) {
        units[layout.slopesAt + g * layout.slopes + slopeIndex(i, j)] = Math.min(1, given[j] / whole[i]);
      }
    }
  });
  return units;
}

/** Standard deviations of group g's columns: given those before, given all others, and given none. Each [D]. */
function spreadsOf(vector: Float64Array, layout: VectorLayout, g: number, d: number, floor: Float64Array) {
  const given = Float64Array.from({ length: d }, (_, j) => deviation(vector, layout, g, j, floor));
  if (layout.slopes === 0) return { given, alone: given, whole: given };
  const at = layout.slopesAt + g * layout.slopes;
  const lower = lowerFactor(vector, layout, g, d, floor);
  const whole = given.map((_, i) => Math.hypot(...lower.subarray(i * d, i * d + i + 1)));
  const alone = given.map((own, i) => {
    let precision = own ** -2;
    for (let j = i + 1; j < d; j++) precision += (vector[at + slopeIndex(i, j)] / given[j]) ** 2;
    return precision ** -0.5;
  });
  return { given, alone, whole };
}
