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

/** [n, K] responsibilities; scikit-learn's `predict_proba`. */
export function predictProba(mixture: Mixture, rows: Matrix): Float64Array {
  return respond(mixture, rows).responsibilities;
}

/** [n] index of each row's most probable component; scikit-learn's `predict`. */
export function predict(mixture: Mixture, rows: Matrix): Uint8Array {
  return respond(mixture, rows).labels;
}

export interface Responses {
  /** [n] */
  readonly logDensity: Float64Array;
  /** [n, K] */
  readonly responsibilities: Float64Array;
  /** [n] the first among equals. */
  readonly labels: Uint8Array;
}

/** Log densities, responsibilities and labels in one go. */
export function respond(mixture: Mixture, { data, n, d }: Matrix): Responses {
  const model = toEmModel(mixture);
  const { k } = model;
  const logDensity = new Float64Array(n);
  const responsibilities = new Float64Array(n * k);
  const labels = new Uint8Array(n);
  const difference = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const out = i * k;
    let largest = -Infinity;
    for (let c = 0; c < k; c++) {
      const log = model.logNorm[c] - 0.5 * squaredDistance(model, data, i * d, c, difference);
      responsibilities[out + c] = log;
      if (log > largest) {
        largest = log;
        labels[i] = c;
      }
    }
    // Past the range of a double a point is infinitely far from all: it has no density, and equal shares.
    const far = largest === -Infinity;
    let sum = 0;
    for (let c = 0; c < k; c++)
      sum += responsibilities[out + c] = far ? 1 : Math.exp(responsibilities[out + c] - largest);
    for (let c = 0; c < k; c++) responsibilities[out + c] /= sum;
    logDensity[i] = far ? -Infinity : largest + Math.log(sum);
  }
  return { logDensity, responsibilities, labels };
}

function squaredDistance(model: EmModel, data: Float64Array, at: number, c: number, difference: Float64Array): number {
  const { shape, d, means, factors } = model;
  let square = 0;
  for (let j = 0; j < d; j++) {
    difference[j] = data[at + j] - means[c * d + j];
    let y = 0;
    if (shape === 'diag') y = difference[j] * factors[c * d + j];
    else for (let i = 0; i <= j; i++) y += difference[i] * factors[(c * d + i) * d + j];
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
