// What the last iteration changed: the mixture now against the one before it.

import type { Mixture } from '../../../ml/gmm/types';

export interface ComponentChange {
  readonly component: number;
  readonly weight: number;
  /** How far the mean moved, Euclidean, in data units. */
  readonly moved: number;
  /** Change of the generalised standard deviation, det(covariance)^(1/2d), as a share of what it was. */
  readonly spread: number;
}

/** One entry a component; null where the two cannot be compared. */
export function changesBetween(
  before: Mixture,
  now: Mixture,
  spreads: (m: Mixture, c: number) => number,
): ComponentChange[] | null {
  const same =
    before.n_components === now.n_components &&
    before.n_features === now.n_features &&
    before.covariance_type === now.covariance_type;
  if (!same) return null;
  const d = now.n_features;
  return Array.from({ length: now.n_components }, (_, c) => {
    const shift = Array.from({ length: d }, (_, j) => now.means[c * d + j] - before.means[c * d + j]);
    const was = spreads(before, c);
    return {
      component: c,
      weight: now.weights[c] - before.weights[c],
      moved: Math.hypot(...shift),
      spread: was > 0 ? spreads(now, c) / was - 1 : 0,
    };
  });
}

/** det(covariance)^(1/2d) of component c: the standard deviation of the round group of the same volume. */
export function spreadOf(covariance: Float64Array, d: number): number {
  const lower = covariance.slice();
  let logDet = 0;
  for (let j = 0; j < d; j++) {
    let pivot = lower[j * d + j];
    for (let k = 0; k < j; k++) pivot -= lower[j * d + k] ** 2;
    if (!(pivot > 0)) return 0;
    logDet += Math.log(pivot);
    const root = Math.sqrt(pivot);
    lower[j * d + j] = root;
    for (let i = j + 1; i < d; i++) {
      let value = lower[i * d + j];
      for (let k = 0; k < j; k++) value -= lower[i * d + k] * lower[j * d + k];
      lower[i * d + j] = value / root;
    }
  }
  return Math.exp(logDet / (2 * d));
}
