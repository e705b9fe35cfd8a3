// A mixture as it is seen in two of its dimensions: marginals, ellipses, densities on a grid.

import { toEmModel } from './params';
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
  if (type === 'full') return covariances.slice(c * d * d, (c + 1) * d * d);
  if (type === 'tied') return covariances.slice();
  const out = new Float64Array(d * d);
  for (let j = 0; j < d; j++) out[j * d + j] = covariances[type === 'diag' ? c * d + j : c];
  return out;
}

export interface Ellipse {
  readonly cx: number;
  readonly cy: number;
  /** Half axes, the longer first. */
  readonly rx: number;
  readonly ry: number;
  /** Of the longer axis from the x axis, radians, counter-clockwise where y points up; -pi/2 < angle <= pi/2. */
  readonly angle: number;
}

/** Where component c of a two-dimensional mixture lies `sigma` standard deviations from its mean. */
export function ellipse(mixture: Mixture, c: number, sigma: number): Ellipse {
  const covariance = componentCovariance(mixture, c);
  const [a, b, , e] = covariance;
  // Eigenvalues of [[a, b], [b, e]]; the smaller from the determinant, which keeps its digits when it is tiny.
  const larger = (a + e + Math.hypot(a - e, 2 * b)) / 2;
  const smaller = larger > 0 ? Math.max(0, a * (e / larger) - b * (b / larger)) : 0;
  return {
    cx: mixture.means[2 * c],
    cy: mixture.means[2 * c + 1],
    rx: sigma * Math.sqrt(larger),
    ry: sigma * Math.sqrt(smaller),
    angle: 0.5 * Math.atan2(2 * b, a - e),
  };
}

export interface Grid {
  /** Centre of the first cell. */
  readonly x: number;
  readonly y: number;
  /** Steps between cell centres; may be negative. */
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
}

/** exp of anything below is zero. */
const LEAST_EXPONENT = -746;

/** [height, width] density of a two-dimensional mixture at the cells' centres, in units of 1 / (x unit * y unit). */
export function densityOnGrid(mixture: Mixture, grid: Grid): Float64Array {
  const { shape, k, means, factors, logNorm } = toEmModel(mixture);
  const { width, height } = grid;
  const out = new Float64Array(width * height);
  for (let c = 0; c < k; c++) {
    const at = shape === 'full' ? c * 4 : c * 2;
    const xx = factors[at];
    const xy = shape === 'full' ? factors[at + 1] : 0;
    const yy = shape === 'full' ? factors[at + 3] : factors[at + 1];
    for (let row = 0; row < height; row++) {
      const v = (grid.y + row * grid.dy - means[2 * c + 1]) * yy;
      for (let column = 0; column < width; column++) {
        const u = grid.x + column * grid.dx - means[2 * c];
        const p = u * xx;
        const q = u * xy + v;
        const exponent = logNorm[c] - 0.5 * (p * p + q * q);
        if (exponent > LEAST_EXPONENT) out[row * width + column] += Math.exp(exponent);
      }
    }
  }
  return out;
}
