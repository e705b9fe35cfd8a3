// Parts of a mixture, for whoever shows it: its marginals, and each component's covariance.

import { covarianceAt, varianceStep } from './covariance';
import type { Mixture } from './types';

/** The mixture of the chosen columns alone, in their order. A Gaussian's marginal keeps those means and covariances. */
export function marginal(mixture: Mixture, columns: readonly number[]): Mixture {
  const { covariance_type: type, n_components: k, n_features: d, weights, means, covariances } = mixture;
  const pick = (flat: Float64Array, at: number) => columns.map((column) => flat[at + column]);
  const square = (at: number) => columns.flatMap((row) => pick(covariances, at + row * d));
  const components = Array.from({ length: k }, (_, c) => c);
  const picked = {
    full: () => Float64Array.from(components.flatMap((c) => square(c * d * d))),
    tied: () => Float64Array.from(square(0)),
    diag: () => Float64Array.from(components.flatMap((c) => pick(covariances, c * d))),
    spherical: () => covariances.slice(),
  }[type]();
  return {
    covariance_type: type,
    n_components: k,
    n_features: columns.length,
    weights: weights.slice(),
    means: Float64Array.from(components.flatMap((c) => pick(means, c * d))),
    covariances: picked,
  };
}

/** Component c's covariance [D, D], whatever the type. */
export function componentCovariance(mixture: Mixture, c: number): Float64Array {
  const { covariance_type: type, n_features: d, covariances } = mixture;
  const at = covarianceAt(type, c, d);
  switch (type) {
    case 'full':
    case 'tied':
      return covariances.slice(at, at + d * d);
    case 'diag':
    case 'spherical': {
      const step = varianceStep(type, d);
      const out = new Float64Array(d * d);
      for (let j = 0; j < d; j++) out[j * d + j] = covariances[at + j * step];
      return out;
    }
  }
}
