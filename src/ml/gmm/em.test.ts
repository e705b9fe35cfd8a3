// Batch EM by property: what must hold for any data, any type and any start.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { WASM } from './engines.fixture';
import { createLearner } from './learner';
import { cholesky } from './linalg';
import { toNested } from './nested';
import { toEmModel } from './params';
import { sampleMixture } from './sample';
import { COVARIANCE_TYPES, DEFAULT_OPTIONS, type FitOptions, INIT_PARAMS, type Matrix, type Mixture } from './types';
import { componentCovariance } from './view';

const { create } = WASM;

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { data: Float64Array.from(rows.flat()), n: rows.length, d: rows[0].length };
}

async function fitted(points: Matrix, options: Partial<FitOptions>, epochs = 20) {
  const all = { ...DEFAULT_OPTIONS, tol: 0, ...options };
  const learner = await createLearner({ options: all, epochs, points, engine: await create(points) });
  const history: number[] = [];
  let step = await learner.step();
  for (; !step.done; step = await learner.step()) history.push(step.log_likelihood);
  history.push(step.log_likelihood);
  return { mixture: learner.mixture(), history, step };
}

/** Clusters of points that are never all the same. */
const scenes = fc
  .record({
    n: fc.integer({ min: 12, max: 60 }),
    d: fc.integer({ min: 1, max: 4 }),
    k: fc.integer({ min: 1, max: 4 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
    scale: fc.constantFrom(1e-2, 1, 1e3),
    offset: fc.constantFrom(0, 5, -1e4),
    covariance_type: fc.constantFrom(...COVARIANCE_TYPES),
    init_params: fc.constantFrom(...INIT_PARAMS),
  })
  .map(({ n, d, seed, scale, offset, k, ...options }) => {
    const rng = new Rng(seed);
    const rows = Array.from({ length: n }, (_, i) =>
      Array.from({ length: d }, () => offset + scale * (3 * (i % 3) + rng.normal())),
    );
    return { points: matrix(rows), options: { ...options, n_components: k, seed, reg_covar: 1e-6 * scale ** 2 } };
  });

function expectProper(mixture: Mixture): void {
  const { n_components: k, n_features: d, weights, means } = mixture;
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect(weights.every((weight) => weight >= 0)).toBe(true);
  expect(means.every(Number.isFinite)).toBe(true);
  for (let c = 0; c < k; c++) expect(cholesky(componentCovariance(mixture, c), 0, d)).toBe(true);
}

describe('EM by property', () => {
  it('never lowers the likelihood, beyond what reg_covar does', async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async ({ points, options }) => {
        const { history } = await fitted(points, options);
        const slack = 1e-4 * points.n;
        for (let i = 1; i < history.length; i++) expect(history[i]).toBeGreaterThan(history[i - 1] - slack);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['em', 'incremental'] as const)(
    'keeps weights adding up to one, covariances definite: %s',
    async (method) => {
      await fc.assert(
        fc.asyncProperty(scenes, async ({ points, options }) => {
          expectProper((await fitted(points, { ...options, method }, 6)).mixture);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('does not care for the order of the points', async () => {
    await fc.assert(
      fc.asyncProperty(scenes, async ({ points, options }) => {
        const { mixture: start } = await fitted(points, options, 1);
        const { d, data, n } = points;
        const rows = Array.from({ length: n }, (_, i) => [...data.subarray(i * d, (i + 1) * d)]);
        const order = new Rng(options.seed + 1).shuffle(Uint32Array.from({ length: n }, (_, i) => i));
        const args = { options: { ...DEFAULT_OPTIONS, ...options, tol: 0 }, epochs: 3, warmStart: start };
        const fits = await Promise.all(
          [points, matrix([...order].map((i) => rows[i]))].map(async (one) => {
            const learner = await createLearner({ ...args, points: one, engine: await create(one) });
            return [await learner.step(), await learner.step()].map((step) => step.log_likelihood);
          }),
        );
        fits[0].forEach((value, i) => {
          expect(Math.abs(fits[1][i] - value)).toBeLessThan(1e-7 * (Math.abs(value) + n));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    for (const init_params of INIT_PARAMS) {
      const points = matrix(Array.from({ length: 90 }, (_, i) => [Math.sin(i * 1.7) * 4, Math.cos(i * 2.3)]));
      const options = { n_components: 4, init_params };
      const a = await fitted(points, { ...options, seed: 5 }, 3);
      expect(await fitted(points, { ...options, seed: 5 }, 3)).toEqual(a);
      expect((await fitted(points, { ...options, seed: 6 }, 3)).mixture).not.toEqual(a.mixture);
    }
  });

  it.each(COVARIANCE_TYPES)('recovers the parameters that points were drawn from: %s', async (covariance_type) => {
    const nested = {
      full: [4, 1, 1, 1, 1, -0.5, -0.5, 2],
      tied: [2, 0.7, 0.7, 1],
      diag: [2, 0.5, 1, 3],
      spherical: [1, 2.5],
    }[covariance_type];
    const truth: Mixture = {
      covariance_type,
      n_components: 2,
      n_features: 2,
      weights: Float64Array.of(0.3, 0.7),
      means: Float64Array.of(-5, 2, 5, 0),
      covariances: Float64Array.from(nested),
    };
    const { points } = sampleMixture(truth, 20_000, 3);
    const { mixture } = await fitted(points, { n_components: 2, covariance_type }, 30);
    const [first, second] = mixture.means[0] < mixture.means[2] ? [0, 1] : [1, 0];
    const order = [first, second];
    order.forEach((c, t) => {
      expect(mixture.weights[c]).toBeCloseTo(truth.weights[t], 1);
      for (let j = 0; j < 2; j++)
        expect(Math.abs(mixture.means[2 * c + j] - truth.means[2 * t + j])).toBeLessThan(0.08);
      const found = componentCovariance(mixture, c);
      componentCovariance(truth, t).forEach((value, i) => {
        expect(Math.abs(found[i] - value)).toBeLessThan(0.2);
      });
    });
  });
});

describe('starts beside the data', () => {
  const rng = new Rng(2);
  const rows = Array.from({ length: 50 }, () => [rng.normal(), 3 * rng.normal()]);

  it.each(COVARIANCE_TYPES)('cost the covariance no digits: %s', async (covariance_type) => {
    const options = { n_components: 1, covariance_type, reg_covar: 0, seed: 1 };
    const near = await fitted(matrix(rows), { ...options, means_init: [[0, 0]] }, 1);
    const far = await fitted(matrix(rows), { ...options, means_init: [[1e7, -1e8]] }, 1);
    near.mixture.covariances.forEach((value, i) => {
      expect(Math.abs(far.mixture.covariances[i] - value)).toBeLessThan(1e-12);
    });
  });
});

describe('EM as a learner', () => {
  const rng = new Rng(9);
  const points = matrix(Array.from({ length: 120 }, (_, i) => [rng.normal() + 4 * (i % 3), rng.normal() - (i % 3)]));

  it.each([1, 3])('goes on bit-equal from its state, with n_init %i', async (n_init) => {
    const options = { ...DEFAULT_OPTIONS, tol: 0, n_init, init_params: 'random' as const };
    const args = { options, epochs: 6, points, engine: await create(points) };
    const whole = await createLearner(args);
    let broken = await createLearner(args);
    for (let i = 0; i < 6 * n_init; i++) {
      const step = await whole.step();
      broken = await createLearner({ ...args, state: structuredClone(broken.state()) });
      expect(await broken.step()).toEqual(step);
      expect(broken.mixture()).toEqual(whole.mixture());
    }
    await expect(whole.step()).rejects.toThrow(/done/);
  });

  it('keeps the best of its initialisations', async () => {
    const options = { ...DEFAULT_OPTIONS, tol: 1e-6, n_init: 5, n_components: 6, init_params: 'random' as const };
    const engine = await create(points);
    const learner = await createLearner({ options, epochs: 40, points, engine });
    const finals: number[] = [];
    for (let done = false; !done; ) {
      const step = await learner.step();
      finals[step.init] = step.log_likelihood;
      done = step.done;
    }
    expect(finals).toHaveLength(5);
    const { logLikelihood } = await engine.pass(toEmModel(learner.mixture()));
    expect(logLikelihood).toBeGreaterThan(Math.max(...finals) - 1e-3 * points.n);
  });

  it('runs exactly `epochs` iterations with tol 0, and stops early otherwise', async () => {
    expect((await fitted(points, { tol: 0 }, 57)).history).toHaveLength(57);
    const { history, step } = await fitted(points, { tol: 1e-3 }, 500);
    expect(history.length).toBeLessThan(500);
    expect(step.converged).toBe(true);
  });

  it('goes on with points that are added', async () => {
    const engine = await create(points);
    const learner = await createLearner({ options: { ...DEFAULT_OPTIONS, tol: 0 }, epochs: 9, points, engine });
    await learner.step();
    await learner.append(matrix([[50, 50]]));
    expect(engine.n).toBe(121);
    expect((await learner.step()).change).toBe(Number.POSITIVE_INFINITY);
    expect((await learner.step()).log_likelihood).toBeLessThan(0);
  });

  it('starts where it is told to', async () => {
    const { mixture } = await fitted(points, {}, 20);
    const { weights, means } = toNested(mixture);
    const warm = await createLearner({
      options: { ...DEFAULT_OPTIONS, n_init: 4 },
      epochs: 1,
      points,
      engine: await create(points),
      warmStart: mixture,
    });
    expect(warm.mixture()).toEqual(mixture);
    expect((await warm.step()).done).toBe(true);
    const given = await createLearner({
      options: { ...DEFAULT_OPTIONS, weights_init: weights, means_init: means },
      epochs: 1,
      points,
      engine: await create(points),
    });
    expect(toNested(given.mixture())).toMatchObject({ weights, means });
  });
});
