// Drawing points from a mixture, by seed.

import { Rng } from '../rng';
import { covarianceAt, varianceStep } from './covariance';
import { cholesky } from './linalg';
import { illDefined } from './params';
import type { Matrix, Mixture } from './types';

/** n points and the component, [n], that each was drawn from; in random order of components. */
export function sampleMixture(mixture: Mixture, n: number, seed: number): { points: Matrix; labels: Uint8Array } {
  const { n_features: d, weights, means } = mixture;
  const rng = new Rng(seed);
  const roots = scaleMatrices(mixture);
  const data = new Float64Array(n * d);
  const labels = new Uint8Array(n);
  const z = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const c = drawComponent(weights, rng);
    labels[i] = c;
    for (let j = 0; j < d; j++) z[j] = rng.normal();
    for (let j = 0; j < d; j++) {
      let value = means[c * d + j];
      for (let p = 0; p <= j; p++) value += roots[(c * d + j) * d + p] * z[p];
      data[i * d + j] = value;
    }
  }
  return { points: { data, n, d }, labels };
}

function drawComponent(weights: Float64Array, rng: Rng): number {
  let left = rng.uniform();
  let last = 0;
  for (let c = 0; c < weights.length; c++) {
    if (weights[c] <= 0) continue;
    last = c;
    left -= weights[c];
    if (left < 0) break;
  }
  return last;
}

/** Lower triangular square roots of every component's covariance, [K, D, D]. */
function scaleMatrices(mixture: Mixture): Float64Array {
  const { covariance_type: type, n_components: k, n_features: d, covariances } = mixture;
  const roots = new Float64Array(k * d * d);
  switch (type) {
    case 'full':
    case 'tied':
      for (let c = 0; c < k; c++) {
        const defined = cholesky(covariances, covarianceAt(type, c, d), d, roots, c * d * d);
        if (!defined) throw illDefined(type, covariances, c, d);
      }
      return roots;
    case 'diag':
    case 'spherical': {
      const step = varianceStep(type, d);
      for (let c = 0; c < k; c++) {
        const at = covarianceAt(type, c, d);
        for (let j = 0; j < d; j++) roots[(c * d + j) * d + j] = Math.sqrt(covariances[at + j * step]);
      }
      return roots;
    }
  }
}
