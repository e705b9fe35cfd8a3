// A mixture on two columns: its marginal, ellipses, density and contours, held against the mixture's own mathematics.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreSamples } from '../ml/gmm/score';
import type { Mixture } from '../ml/gmm/types';
import { contourLines, densityGrid } from './density';
import { between, ellipseOf, marginalOn, type PlaneMixture } from './marginal';

const MIXTURE: Mixture = {
  covariance_type: 'full',
  n_components: 2,
  n_features: 3,
  weights: Float64Array.of(0.3, 0.7),
  means: Float64Array.of(1, 2, 3, -1, -2, -3),
  covariances: Float64Array.of(2, 0.3, 0.1, 0.3, 1, 0.2, 0.1, 0.2, 0.5, 1, 0, -0.4, 0, 3, 0, -0.4, 0, 1),
};

const plane = (sxx: number, sxy: number, syy: number): PlaneMixture => ({
  k: 1,
  weight: Float64Array.of(1),
  mx: Float64Array.of(0),
  my: Float64Array.of(0),
  sxx: Float64Array.of(sxx),
  sxy: Float64Array.of(sxy),
  syy: Float64Array.of(syy),
});

describe('the marginal on two columns', () => {
  it('takes their means and covariances, in the order asked', () => {
    const seen = marginalOn(MIXTURE, 2, 0)!;
    expect([...seen.mx]).toEqual([3, -3]);
    expect([...seen.my]).toEqual([1, -1]);
    expect([...seen.sxx]).toEqual([0.5, 1]);
    expect([...seen.sxy]).toEqual([0.1, -0.4]);
    expect([...seen.syy]).toEqual([2, 1]);
  });

  it('is nothing for a column that the mixture does not have', () => {
    expect(marginalOn(MIXTURE, 0, 3)).toBeNull();
  });
});

describe('ellipses', () => {
  it('hold the points at a Mahalanobis distance of one', () => {
    const variance = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(variance, variance, fc.double({ min: -0.95, max: 0.95, noNaN: true }), (xx, yy, rho) => {
        const xy = rho * Math.sqrt(xx * yy);
        const { a, b, angle } = ellipseOf(plane(xx, xy, yy), 0, 1, 1);
        const determinant = xx * yy - xy * xy;
        for (const t of [0, 1, 2.5, 4]) {
          // Pixels grow downwards, data upwards.
          const x = a * Math.cos(t) * Math.cos(angle) - b * Math.sin(t) * Math.sin(angle);
          const y = -(a * Math.cos(t) * Math.sin(angle) + b * Math.sin(t) * Math.cos(angle));
          expect((x * x * yy - 2 * x * y * xy + y * y * xx) / determinant).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  it('neither vanish nor burst at extreme scales', () => {
    expect(ellipseOf(plane(1e-24, 0, 1e-24), 0, 1e-14, 1e-14).a).toBeCloseTo(100, 6);
    expect(ellipseOf(plane(1e180, 0, 1e180), 0, 1e88, 1e88).a).toBeCloseTo(100, 6);
  });
});

it('mixtures between two positive definite ones are positive definite', () => {
  const middle = between(plane(1, 0.9, 1), plane(4, -1.9, 1), 0.5);
  expect(middle.sxx[0]! * middle.syy[0]! - middle.sxy[0]! ** 2).toBeGreaterThan(0);
});

describe('the density grid', () => {
  const box = { x0: -6, x1: 6, y0: -5, y1: 5 };
  const two = { ...MIXTURE, covariance_type: 'diag' as const, n_features: 2 };
  const diag = { ...two, means: Float64Array.of(1, 2, -1, -2), covariances: Float64Array.of(2, 1, 0.5, 3) };
  const colours = [
    [255, 0, 0],
    [0, 0, 255],
  ] as const;
  const grid = densityGrid(marginalOn(diag, 0, 1)!, box, 24, 20, colours)!;
  const logDensityAt = (x: number, y: number) => scoreSamples(diag, { data: Float64Array.of(x, y), n: 1, d: 2 })[0]!;

  it('agrees with the mixture mathematics', () => {
    const [dx, dy] = [12 / 24, -10 / 20];
    grid.log.forEach((log, i) => {
      const [column, row] = [i % 24, Math.floor(i / 24)];
      const reference = logDensityAt(-6 + (column + 0.5) * dx, 5 + (row + 0.5) * dy);
      expect(Math.exp(log - reference)).toBeCloseTo(1, 4);
    });
  });

  it('has the colour of the component that a place belongs to', () => {
    const at = (column: number, row: number) => [
      ...grid.colour.slice(3 * (row * 24 + column), 3 * (row * 24 + column) + 3),
    ];
    expect(at(18, 2)[0]).toBeGreaterThan(250);
    expect(at(8, 18)[2]).toBeGreaterThan(250);
  });

  it('has contours that stay in the box and run through places of one density', () => {
    const fine = densityGrid(marginalOn(diag, 0, 1)!, box, 96, 80, colours)!;
    const lines = contourLines(fine, 5);
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const { height, points } of lines) {
      const level = fine.low + height * (fine.high - fine.low);
      for (let i = 0; i < points.length; i += 2) {
        const [x, y] = [points[i]!, points[i + 1]!];
        expect(Math.abs(x)).toBeLessThanOrEqual(6);
        expect(Math.abs(y)).toBeLessThanOrEqual(5);
        // Along the box's edge a line only closes itself.
        if (Math.abs(x) > 5.8 || Math.abs(y) > 4.8) continue;
        expect(Math.abs(logDensityAt(x, y) - level)).toBeLessThan(0.05);
      }
    }
  });

  it('is nothing for a mixture without an extent', () => {
    expect(densityGrid(plane(0, 0, 1), box, 4, 4, colours)).toBeNull();
  });
});
