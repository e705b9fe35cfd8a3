// A mixture seen through two of its columns. The marginal of a Gaussian mixture is the mixture of the
// components' marginals: the same weights, the two means, the 2 × 2 block of each covariance.

import type { Mixture } from '../ml/gmm/types';
import { componentCovariance, marginal } from '../ml/gmm/view';

/** A mixture in two dimensions, [K] each. */
export interface PlaneMixture {
  readonly k: number;
  readonly weight: Float64Array;
  readonly mx: Float64Array;
  readonly my: Float64Array;
  readonly sxx: Float64Array;
  readonly sxy: Float64Array;
  readonly syy: Float64Array;
}

/** The marginal on columns x and y; null when the mixture has no such column. */
export function marginalOn(mixture: Mixture, x: number, y: number): PlaneMixture | null {
  const { n_components: k, n_features: d } = mixture;
  if (x >= d || y >= d) return null;
  const seen = marginal(mixture, [x, y]);
  const field = () => new Float64Array(k);
  const out = { k, weight: seen.weights, mx: field(), my: field(), sxx: field(), sxy: field(), syy: field() };
  for (let c = 0; c < k; c++) {
    out.mx[c] = seen.means[2 * c]!;
    out.my[c] = seen.means[2 * c + 1]!;
    const covariance = componentCovariance(seen, c);
    out.sxx[c] = covariance[0]!;
    out.sxy[c] = covariance[1]!;
    out.syy[c] = covariance[3]!;
  }
  return out;
}

/**
 * Between two mixtures, t in 0..1. Covariances are mixed linearly, which keeps them positive definite.
 * With different numbers of components there is nothing between: `to`.
 */
export function between(from: PlaneMixture, to: PlaneMixture, t: number): PlaneMixture {
  if (from.k !== to.k || t >= 1) return to;
  const mix = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + (b[i]! - value) * t);
  return {
    k: to.k,
    weight: mix(from.weight, to.weight),
    mx: mix(from.mx, to.mx),
    my: mix(from.my, to.my),
    sxx: mix(from.sxx, to.sxx),
    sxy: mix(from.sxy, to.sxy),
    syy: mix(from.syy, to.syy),
  };
}

/** Half-axes (pixels) and the angle of the first (radians, y downwards) of a component's 1σ ellipse as drawn. */
export interface Ellipse {
  readonly a: number;
  readonly b: number;
  readonly angle: number;
}

/** Component c's 1σ ellipse where a pixel is ux by uy data units: the eigenvectors of the scaled covariance. */
export function ellipseOf(mixture: PlaneMixture, c: number, ux: number, uy: number): Ellipse {
  // Scaled before it is squared away: variances of 1e-24 or 1e24 are ordinary numbers in pixels.
  const xx = mixture.sxx[c]! / ux / ux;
  const yy = mixture.syy[c]! / uy / uy;
  const xy = -mixture.sxy[c]! / ux / uy;
  const middle = (xx + yy) / 2;
  const radius = Math.hypot((xx - yy) / 2, xy);
  return {
    a: Math.sqrt(Math.max(0, middle + radius)),
    b: Math.sqrt(Math.max(0, middle - radius)),
    angle: Math.atan2(2 * xy, xx - yy) / 2,
  };
}
