// What an `Evidence` holds, as plain data.

import { covarianceAt, varianceStep } from './covariance';
import type { EmModel } from './engine';
import type { CovarianceType, Mixture } from './types';

/** Everything an `Evidence` holds; structured-cloneable. */
export interface EvidenceState {
  readonly covariance_type: CovarianceType;
  readonly reg_covar: number;
  readonly k: number;
  readonly d: number;
  /** [K] points' worth of evidence. */
  readonly counts: Float64Array;
  /** [K, D] */
  readonly means: Float64Array;
  /** [K, D] sum of r (x - mean), what came in since the mean was worked out. */
  readonly sums: Float64Array;
  /** Sum of r (x - mean)(x - mean)': [K, D, D], lower halves · [K, D]. */
  readonly scatter: Float64Array;
  /** In the covariance type's shape. */
  readonly covariances: Float64Array;
  /** As in EmModel. */
  readonly factors: Float64Array;
  /** [K] log count + log det of the factor - d/2 log 2 pi. */
  readonly logNorm: Float64Array;
  /** [K] evidence changed since the component was worked out. */
  readonly touched: Float64Array;
  /** [1] log of the sum of counts; fades with them. */
  readonly logTotal: Float64Array;
}

/** A copy that shares nothing. */
export function copyState(state: EvidenceState): EvidenceState {
  return {
    ...state,
    counts: state.counts.slice(),
    means: state.means.slice(),
    sums: state.sums.slice(),
    scatter: state.scatter.slice(),
    covariances: state.covariances.slice(),
    factors: state.factors.slice(),
    logNorm: state.logNorm.slice(),
    touched: state.touched.slice(),
    logTotal: state.logTotal.slice(),
  };
}

/**
 * The scatter that `points` points' worth of a mixture's own samples would have. Regularisation is taken out, because
 * it is added anew whenever parameters are worked out.
 */
export function scatterOf(mixture: Mixture, shape: EmModel['shape'], reg_covar: number, points: number): Float64Array {
  const { covariance_type: type, n_components: k, n_features: d, weights, covariances } = mixture;
  const size = shape === 'full' ? d * d : d;
  const scatter = new Float64Array(k * size);
  const step = shape === 'full' ? 1 : varianceStep(type, d);
  for (let c = 0; c < k; c++) {
    const at = covarianceAt(type, c, d);
    for (let i = 0; i < size; i++) {
      const variance = shape === 'diag' || i % (d + 1) === 0;
      const value = covariances[at + i * step];
      const moment = variance ? Math.max(0, value - reg_covar) : value;
      scatter[c * size + i] = moment * weights[c] * points;
    }
  }
  return scatter;
}
