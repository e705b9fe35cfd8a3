// Between a mixture's parameters and what an engine works with: the M-step from centred statistics,
// and the precision factors of an E-step. The rules are those of scikit-learn 1.2's
// `_estimate_gaussian_parameters` and `_compute_precision_cholesky`.

import { COVARIANCE_FORMS, covarianceAt, covarianceSize, varianceStep } from './covariance';
import type { EmModel, EmStatistics } from './engine';
import { MixtureError } from './errors';
import { precisionFactor } from './linalg';
import type { CovarianceType, Mixture } from './types';

const LOG_2_PI = Math.log(2 * Math.PI);

/** scikit-learn adds this to every component's count, so that an empty one divides by something. */
export const COUNT_EPSILON = 10 * Number.EPSILON;

/**
 * The E-step's form of a mixture.
 *
 * @throws MixtureError on `reg_covar` when a covariance is not positive definite to working precision.
 */
export function toEmModel(mixture: Mixture): EmModel {
  const { covariance_type: type, n_components: k, n_features: d, weights, means, covariances } = mixture;
  const shape = COVARIANCE_FORMS[type].engine;
  const factors = new Float64Array(shape === 'full' ? k * d * d : k * d);
  const logNorm = new Float64Array(k);
  for (let c = 0; c < k; c++) {
    logNorm[c] = Math.log(weights[c]) + writeFactor(type, covariances, c, d, factors) - 0.5 * d * LOG_2_PI;
  }
  return { shape, k, d, means: means.slice(), factors, logNorm };
}

/** Writes component c's factor and returns its log determinant. */
function writeFactor(type: CovarianceType, covariances: Float64Array, c: number, d: number, out: Float64Array): number {
  const at = covarianceAt(type, c, d);
  switch (type) {
    case 'full':
    case 'tied': {
      const logDet = precisionFactor(covariances, at, d, out, c * d * d);
      if (logDet === undefined) throw illDefined(type, covariances, c, d);
      return logDet;
    }
    case 'diag':
    case 'spherical': {
      const step = varianceStep(type, d);
      let logDet = 0;
      for (let j = 0; j < d; j++) {
        const variance = covariances[at + j * step];
        if (!(variance > 0) || variance === Infinity) throw illDefined(type, covariances, c, d);
        out[c * d + j] = 1 / Math.sqrt(variance);
        logDet -= 0.5 * Math.log(variance);
      }
      return logDet;
    }
  }
}

/** What scikit-learn says about such a covariance, with the component and a value that would do. */
export function illDefined(type: CovarianceType, covariances: Float64Array, c: number, d: number): MixtureError {
  const at = covarianceAt(type, c, d);
  const step = varianceStep(type, d);
  let largest = 0;
  for (let j = 0; j < d; j++) largest = Math.max(largest, covariances[at + j * step]);
  const { shared } = COVARIANCE_FORMS[type];
  const which = shared ? 'The shared covariance' : `The covariance of component ${c} (counted from 0)`;
  const hint = largest > 0 ? `, for example to ${(largest * 1e-9).toExponential(0)}` : '';
  return new MixtureError(
    'reg_covar',
    `${which} is ill-defined: its points coincide, or lie on a line or plane at this scale. ` +
      `Use fewer components, or increase reg_covar${hint}.`,
  );
}

export interface MaximiseOptions {
  readonly covariance_type: CovarianceType;
  readonly reg_covar: number;
}

/**
 * The M-step: the mixture that maximises the expected log-likelihood (Dempster, Laird and Rubin, 1977), with
 * `reg_covar` added to every variance.
 *
 * scikit-learn takes moments about zero for tied, diag and spherical; taken about the model's means, as here, they
 * are the same but for rounding, and stay right for points far from the origin.
 *
 * @param about the means, [K, D], that `stats` is centred on, and its shape.
 */
export function maximise(
  stats: Pick<EmStatistics, 'counts' | 'sums' | 'scatter'>,
  about: Pick<EmModel, 'shape' | 'k' | 'd' | 'means'>,
  options: MaximiseOptions,
): Mixture {
  const { k, d } = about;
  const weights = new Float64Array(k);
  const means = new Float64Array(k * d);
  const shift = new Float64Array(k * d);
  let total = 0;
  for (let c = 0; c < k; c++) {
    const nk = stats.counts[c] + COUNT_EPSILON;
    weights[c] = nk;
    total += nk;
    for (let j = c * d; j < (c + 1) * d; j++) {
      means[j] = about.means[j] + (stats.sums[j] / nk - about.means[j] * (COUNT_EPSILON / nk));
      shift[j] = means[j] - about.means[j];
    }
  }
  const covariances = covariancesOf(stats, about, shift, weights, total, options);
  for (let c = 0; c < k; c++) weights[c] /= total;
  const type = options.covariance_type;
  return { covariance_type: type, n_components: k, n_features: d, weights, means, covariances };
}

function covariancesOf(
  stats: Pick<EmStatistics, 'counts' | 'sums' | 'scatter'>,
  about: Pick<EmModel, 'shape' | 'k' | 'd'>,
  shift: Float64Array,
  nk: Float64Array,
  total: number,
  { covariance_type: type, reg_covar }: MaximiseOptions,
): Float64Array {
  const { k, d } = about;
  const { shared } = COVARIANCE_FORMS[type];
  const out = new Float64Array(covarianceSize(type, k, d));
  switch (type) {
    case 'full':
    case 'tied':
      for (let c = 0; c < k; c++) {
        const at = covarianceAt(type, c, d);
        const divisor = shared ? total : nk[c];
        for (let i = 0; i < d; i++) {
          for (let j = 0; j <= i; j++) out[at + i * d + j] += shiftedMoment(stats, about, shift, c, i, j) / divisor;
        }
      }
      for (let at = 0; at < out.length; at += d * d) finishMatrix(out, at, d, reg_covar);
      return out;
    case 'diag':
      for (let c = 0; c < k; c++) {
        for (let j = 0; j < d; j++) out[c * d + j] = shiftedMoment(stats, about, shift, c, j, j) / nk[c] + reg_covar;
      }
      return out;
    case 'spherical':
      for (let c = 0; c < k; c++) {
        for (let j = 0; j < d; j++) {
          out[c] += (shiftedMoment(stats, about, shift, c, j, j) / nk[c] + reg_covar) / d;
        }
      }
      return out;
  }
}

/** Sum of r (x_i - m_i)(x_j - m_j) about the new mean m, from the sums about the old one; never negative for i = j. */
function shiftedMoment(
  stats: Pick<EmStatistics, 'counts' | 'sums' | 'scatter'>,
  { shape, d }: Pick<EmModel, 'shape' | 'd'>,
  shift: Float64Array,
  c: number,
  i: number,
  j: number,
): number {
  const a = c * d + i;
  const b = c * d + j;
  const old = shape === 'full' ? stats.scatter[a * d + j] : stats.scatter[a];
  const moment = old - shift[a] * stats.sums[b] - stats.sums[a] * shift[b] + stats.counts[c] * shift[a] * shift[b];
  return i === j ? Math.max(0, moment) : moment;
}

/** Mirrors the lower half and regularises the diagonal. */
function finishMatrix(out: Float64Array, at: number, d: number, reg_covar: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) out[at + j * d + i] = out[at + i * d + j];
    out[at + i * d + i] += reg_covar;
  }
}

/** Free parameters of a mixture, as scikit-learn's `_n_parameters`. */
export function parameterCount(type: CovarianceType, k: number, d: number): number {
  const covariance = { full: (k * d * (d + 1)) / 2, tied: (d * (d + 1)) / 2, diag: k * d, spherical: k }[type];
  return covariance + d * k + k - 1;
}

export function cloneMixture(mixture: Mixture): Mixture {
  return {
    ...mixture,
    weights: mixture.weights.slice(),
    means: mixture.means.slice(),
    covariances: mixture.covariances.slice(),
  };
}
