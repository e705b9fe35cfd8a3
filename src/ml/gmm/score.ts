// What a mixture says about rows: log density, responsibilities, labels; and the criteria that compare mixtures.
// Plain loops for small inputs; over all points of a fit, use the engine.

import type { EmModel } from './engine';
import { parameterCount, toEmModel } from './params';
import { sampleMixture } from './sample';
import type { Matrix, Mixture } from './types';

/** Samples that an outlier threshold is read from: a level of 1 % then rests on 200 of them. */
const THRESHOLD_SAMPLES = 20_000;

/** Bayesian information criterion, the lower the better; `logLikelihood` is the total over n points, natural log. */
export function bic(logLikelihood: number, mixture: Mixture, n: number): number {
  return -2 * logLikelihood + freeParameters(mixture) * Math.log(n);
}

/** Akaike information criterion, the lower the better. */
export function aic(logLikelihood: number, mixture: Mixture): number {
  return -2 * logLikelihood + 2 * freeParameters(mixture);
}

function freeParameters({ covariance_type, n_components, n_features }: Mixture): number {
  return parameterCount(covariance_type, n_components, n_features);
}

/** [n] log density of each row, natural log; scikit-learn's `score_samples`. */
export function scoreSamples(mixture: Mixture, rows: Matrix): Float64Array {
  return respond(mixture, rows).logDensity;
}

export interface Responses {
  /** [n] natural log; scikit-learn's `score_samples`. */
  readonly logDensity: Float64Array;
  /** [n, K] scikit-learn's `predict_proba`. */
  readonly responsibilities: Float64Array;
  /** [n] the most probable component, the first among equals; scikit-learn's `predict`. */
  readonly labels: Uint8Array;
}

/** Log densities, responsibilities and labels in one go. */
export function respond(mixture: Mixture, { data, n, d }: Matrix): Responses {
  const model = toEmModel(mixture);
  const { k } = model;
  const logDensity = new Float64Array(n);
  const responsibilities = new Float64Array(n * k);
  const labels = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    logDensity[i] = respondTo(model, data, i * d, responsibilities, i * k);
    for (let c = 1; c < k; c++) {
      if (responsibilities[i * k + c] > responsibilities[i * k + labels[i]]) labels[i] = c;
    }
  }
  return { logDensity, responsibilities, labels };
}

/** Writes the K responsibilities for the row at `at` to `out` from `outAt` on; returns the row's log density. */
export function respondTo(model: EmModel, data: Float64Array, at: number, out: Float64Array, outAt: number): number {
  const { k, logNorm } = model;
  let largest = -Infinity;
  for (let c = 0; c < k; c++) {
    const log = logNorm[c] - 0.5 * squaredDistance(model, data, at, c);
    out[outAt + c] = log;
    if (log > largest) largest = log;
  }
  // Past the range of a double a point is infinitely far from all: equal shares, no density.
  if (largest === -Infinity) {
    out.fill(1 / k, outAt, outAt + k);
    return largest;
  }
  let sum = 0;
  for (let c = 0; c < k; c++) sum += out[outAt + c] = Math.exp(out[outAt + c] - largest);
  for (let c = 0; c < k; c++) out[outAt + c] /= sum;
  return largest + Math.log(sum);
}

/** Mahalanobis distance from component c, squared. */
function squaredDistance(model: EmModel, data: Float64Array, at: number, c: number): number {
  const { shape, d, means, factors } = model;
  const mean = c * d;
  let square = 0;
  for (let j = 0; j < d; j++) {
    let y = 0;
    if (shape === 'diag') y = (data[at + j] - means[mean + j]) * factors[mean + j];
    else for (let i = 0; i <= j; i++) y += (data[at + i] - means[mean + i]) * factors[(mean + i) * d + j];
    square += y * y;
  }
  return square;
}

/**
 * Log density that only a share `level` of the mixture's own samples falls below: less likely points are outliers
 * at that level.
 *
 * @param level above 0 and below 1.
 */
export function densityThreshold(mixture: Mixture, level: number, seed: number): number {
  const densities = scoreSamples(mixture, sampleMixture(mixture, THRESHOLD_SAMPLES, seed).points).sort();
  const position = Math.min(Math.max(level, 0), 1) * (THRESHOLD_SAMPLES - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, THRESHOLD_SAMPLES - 1);
  return densities[below] + (position - below) * (densities[above] - densities[below]);
}
