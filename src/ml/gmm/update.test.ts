// A mixture learns from new points alone: exactly for one component, less the more it was fitted to, and along a drift.

import { describe, expect, it, vi } from 'vitest';
import { sampleMixture } from './sample';
import { scoreSamples } from './score';
import { COVARIANCE_TYPES, type CovarianceType, type Matrix, type Mixture } from './types';
import { updateMixture } from './update';

const OPTIONS = { reg_covar: 0, batch_size: 1, forgetting: 1 };
const pause = async () => {};

function covarianceOf({ data, n, d }: Matrix, type: CovarianceType): { means: number[]; covariances: number[] } {
  const column = (j: number) => Array.from({ length: n }, (_, i) => data[i * d + j]);
  const means = Array.from({ length: d }, (_, j) => column(j).reduce((a, b) => a + b, 0) / n);
  const covariance = (i: number, j: number) =>
    column(i).reduce((sum, value, row) => sum + (value - means[i]) * (data[row * d + j] - means[j]), 0) / n;
  const axes = Array.from({ length: d }, (_, j) => j);
  const full = axes.flatMap((i) => axes.map((j) => covariance(i, j)));
  const diag = axes.map((j) => covariance(j, j));
  if (type === 'full' || type === 'tied') return { means, covariances: full };
  return { means, covariances: type === 'diag' ? diag : [diag.reduce((a, b) => a + b, 0) / d] };
}

function single(points: Matrix, type: CovarianceType): Mixture {
  const { means, covariances } = covarianceOf(points, type);
  return {
    covariance_type: type,
    n_components: 1,
    n_features: points.d,
    weights: Float64Array.of(1),
    means: Float64Array.from(means),
    covariances: Float64Array.from(covariances),
  };
}

const TWO: Mixture = {
  covariance_type: 'full',
  n_components: 2,
  n_features: 2,
  weights: Float64Array.of(0.6, 0.4),
  means: Float64Array.of(0, 0, 7, 2),
  covariances: Float64Array.of(1, 0.3, 0.3, 2, 1.5, -0.2, -0.2, 0.5),
};

function split({ data, n, d }: Matrix, at: number): [Matrix, Matrix] {
  return [
    { data: data.slice(0, at * d), n: at, d },
    { data: data.slice(at * d), n: n - at, d },
  ];
}

function total(mixture: Mixture, points: Matrix): number {
  return scoreSamples(mixture, points).reduce((a, b) => a + b, 0);
}

describe('learning from new points alone', () => {
  it.each(COVARIANCE_TYPES)('gives one %s component the moments of all points', async (type) => {
    const { points } = sampleMixture(TWO, 90, 4);
    const [old, news] = split(points, 60);
    const expected = single(points, type);
    for (const epochs of [1, 3]) {
      const args = { mixture: single(old, type), learned: 60, news, epochs, options: OPTIONS, pause };
      const { means, covariances } = await updateMixture(args);
      for (const [j, value] of expected.means.entries()) expect(means[j]).toBeCloseTo(value, 9);
      for (const [j, value] of expected.covariances.entries()) expect(covariances[j]).toBeCloseTo(value, 9);
    }
  });

  it('explains the new points better, and no worse with more passes', async () => {
    const start = { ...TWO, means: Float64Array.of(1, 1, 5, 1) };
    const { points: news } = sampleMixture(TWO, 400, 6);
    const reached = async (epochs: number) =>
      total(await updateMixture({ mixture: start, learned: 20, news, epochs, options: OPTIONS, pause }), news);
    const [once, often] = [await reached(1), await reached(10)];
    expect(once).toBeGreaterThan(total(start, news));
    expect(often).toBeGreaterThanOrEqual(once - 1e-6 * Math.abs(once));
  });

  it('moves less the more the mixture was fitted to', async () => {
    const { points: news } = sampleMixture({ ...TWO, means: Float64Array.of(2, 2, 9, 4) }, 100, 6);
    const shift = async (learned: number) => {
      const { means } = await updateMixture({ mixture: TWO, learned, news, epochs: 1, options: OPTIONS, pause });
      return Math.hypot(...means.map((value, i) => value - TWO.means[i]));
    };
    expect(await shift(10_000)).toBeLessThan((await shift(100)) / 10);
  });

  it('follows a drift when it forgets, whatever it was fitted to', async () => {
    const { points: news } = sampleMixture({ ...TWO, means: Float64Array.of(2, 2, 9, 4) }, 500, 6);
    const options = { ...OPTIONS, forgetting: 0.98 };
    const { means } = await updateMixture({ mixture: TWO, learned: 1e6, news, epochs: 1, options, pause });
    for (const [i, value] of [2, 2, 9, 4].entries()) expect(Math.abs(means[i] - value)).toBeLessThan(0.8);
  });

  it('comes to much the same by batches, and lets its caller breathe', async () => {
    const { points: news } = sampleMixture(TWO, 5000, 6);
    const breaths = vi.fn(pause);
    const args = { mixture: TWO, learned: 100, news, epochs: 1, pause: breaths };
    const one = await updateMixture({ ...args, options: OPTIONS });
    const batched = await updateMixture({ ...args, options: { ...OPTIONS, batch_size: 64 } });
    expect(Math.abs(total(one, news) / total(batched, news) - 1)).toBeLessThan(1e-3);
    expect(breaths.mock.calls.length).toBeGreaterThanOrEqual(4);
  });

  it('leaves the mixture it was given alone', async () => {
    const before = structuredClone(TWO);
    const { points: news } = sampleMixture(TWO, 50, 6);
    await updateMixture({ mixture: TWO, learned: 100, news, epochs: 2, options: OPTIONS, pause });
    expect(TWO).toEqual(before);
  });
});
