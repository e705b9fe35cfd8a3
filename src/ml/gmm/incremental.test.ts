// Incremental EM: it learns from what comes, and passes over the same points bring it to where batch EM goes.

import { beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { loadSample, SAMPLES } from '../samples';
import { WASM } from './engines.fixture';
import { Evidence } from './evidence';
import { initialMixture } from './init';
import { createLearner } from './learner';
import { nestCovariances, precisionsOf, toNested } from './nested';
import { sampleMixture } from './sample';
import { scoreSamples } from './score';
import {
  COVARIANCE_TYPES,
  type CovarianceType,
  DEFAULT_OPTIONS,
  type FitOptions,
  type Learner,
  type Matrix,
  type Mixture,
} from './types';

const { create } = WASM;

async function finalLogLikelihood(points: Matrix, options: FitOptions, epochs: number): Promise<number> {
  const learner = await createLearner({ options, epochs, points, engine: await create(points) });
  let step = await learner.step();
  while (!step.done) step = await learner.step();
  return step.log_likelihood;
}

/** How far incremental EM ends below batch EM, as a share of batch EM's log-likelihood; negative when it ends above. */
async function shortfall(points: Matrix, options: FitOptions): Promise<number> {
  const batch = await finalLogLikelihood(points, { ...options, method: 'em', tol: 1e-6 }, 300);
  const incremental = await finalLogLikelihood(points, { ...options, method: 'incremental', tol: 0 }, 40);
  return (batch - incremental) / Math.abs(batch);
}

const pairs = SAMPLES.flatMap((sample) => COVARIANCE_TYPES.map((covariance_type) => ({ ...sample, covariance_type })));

function optionsFor(n_components: number, covariance_type: CovarianceType): FitOptions {
  return { ...DEFAULT_OPTIONS, n_components, covariance_type, method: 'incremental' };
}

describe('against batch EM, within 1 % of its log-likelihood', () => {
  it.each(pairs)('with the default options: $id, $covariance_type', async ({ id, n_components, covariance_type }) => {
    expect(await shortfall(await loadSample(id), optionsFor(n_components, covariance_type))).toBeLessThan(0.01);
  });

  it.each(pairs)('from the same start: $id, $covariance_type', async ({ id, n_components, covariance_type }) => {
    const points = await loadSample(id);
    const options = optionsFor(n_components, covariance_type);
    const start = await initialMixture(points, options, new Rng(2));
    const { weights: weights_init, means: means_init } = toNested(start);
    const precisions_init = nestCovariances(start, precisionsOf(start).precisions);
    expect(await shortfall(points, { ...options, weights_init, means_init, precisions_init })).toBeLessThan(0.01);
  });

  // Both are local searches, and from another seed either may end in the worse maximum. Of 64 fits incremental EM ended
  // more than 1 % below batch EM in 5; batch EM with the next seed did so in 6.
  it('from at least seven seeds in eight', { timeout: 120_000 }, async () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    let short = 0;
    for (const { id, n_components } of SAMPLES) {
      const points = await loadSample(id);
      for (const seed of seeds) {
        if ((await shortfall(points, { ...optionsFor(n_components, 'full'), seed })) > 0.01) short++;
      }
    }
    expect(short).toBeLessThanOrEqual((SAMPLES.length * seeds.length) / 8);
  });

  it.each([7, 64])('in batches of %i', async (batch_size) => {
    const options = { ...optionsFor(4, 'full'), batch_size };
    expect(await shortfall(await loadSample('blobs'), options)).toBeLessThan(0.01);
  });

  it('converges to the very maximum, not near it', async () => {
    const points = await loadSample('blobs', { n: 300, seed: 2 });
    expect(Math.abs(await shortfall(points, optionsFor(4, 'full')))).toBeLessThan(1e-6);
  });
});

const TRUTH: Mixture = {
  covariance_type: 'full',
  n_components: 2,
  n_features: 2,
  weights: Float64Array.of(0.4, 0.6),
  means: Float64Array.of(-4, 0, 4, 1),
  covariances: Float64Array.of(1, 0.3, 0.3, 1, 2, 0, 0, 0.5),
};

function slice({ data, d }: Matrix, from: number, to: number): Matrix {
  return { data: data.slice(from * d, to * d), n: to - from, d };
}

function meanLogDensity(mixture: Mixture, points: Matrix): number {
  return scoreSamples(mixture, points).reduce((sum, log) => sum + log, 0) / points.n;
}

describe('points that come', () => {
  const options = { ...DEFAULT_OPTIONS, method: 'incremental' as const, n_components: 2 };
  const { points } = sampleMixture(TRUTH, 3000, 5);
  const held = sampleMixture(TRUTH, 3000, 6).points;
  const best = meanLogDensity(TRUTH, held);

  it('are learnt one by one, from a first few', async () => {
    const learner = await createLearner({ options, epochs: 5, points: slice(points, 0, 8) });
    const few = meanLogDensity(learner.mixture(), held);
    for (let i = 8; i < points.n; i++) await learner.append(slice(points, i, i + 1));
    const many = meanLogDensity(learner.mixture(), held);
    expect(many).toBeGreaterThan(few);
    expect(many).toBeGreaterThan(best - 0.01 * Math.abs(best));
  });

  it('change the model at once', async () => {
    const learner = await createLearner({ options, epochs: 5, points: slice(points, 0, 50) });
    const before = learner.mixture();
    await learner.append({ data: Float64Array.of(5, 1), n: 1, d: 2 });
    expect(learner.mixture().means).not.toEqual(before.means);
    await expect(learner.append({ data: Float64Array.of(5), n: 1, d: 1 })).rejects.toMatchObject({ field: 'points' });
  });

  it('add to a mixture that was fitted before', async () => {
    const args = { options, epochs: 1, points, warmStart: TRUTH };
    const learner = await createLearner({ ...args, learned: 2990 });
    expect(meanLogDensity(learner.mixture(), held)).toBeGreaterThan(best - 0.01 * Math.abs(best));
    const unknown = await createLearner({ ...args, points: slice(points, 0, 1), learned: 0 });
    const moved = unknown.mixture().means.map((value, i) => Math.abs(value - TRUTH.means[i]));
    expect(Math.max(...moved)).toBeGreaterThan(0);
    expect(Math.max(...moved)).toBeLessThan(0.5);
  });

  it('are followed when they drift, with forgetting, and averaged without', async () => {
    const drifting = Array.from({ length: 4000 }, (_, i) => i / 400);
    const stream: Matrix = {
      data: Float64Array.from(drifting.flatMap((shift, i) => [points.data[2 * (i % 3000)] + shift, shift])),
      n: 4000,
      d: 2,
    };
    const now: Mixture = { ...TRUTH, means: Float64Array.of(6, 10, 14, 10) };
    const ends: number[] = [];
    for (const forgetting of [1, 0.99]) {
      const learner = await createLearner({
        options: { ...options, forgetting },
        epochs: 1,
        points: slice(stream, 0, 200),
      });
      await learner.append(slice(stream, 200, 4000));
      const { means } = learner.mixture();
      ends.push(Math.min(...[0, 2].map((at) => Math.abs(means[at + 1] - now.means[1]))));
    }
    expect(ends[1]).toBeLessThan(0.6);
    expect(ends[0]).toBeGreaterThan(1);
  });
});

describe('evidence', () => {
  it.each(COVARIANCE_TYPES)('of a mixture is that mixture again: %s', async (covariance_type) => {
    const { points } = sampleMixture(TRUTH, 400, 1);
    const options = { ...optionsFor(3, covariance_type), reg_covar: 0.05 };
    const mixture = await initialMixture(points, options, new Rng(1));
    const evidence = Evidence.of(mixture, options.reg_covar, 1000);
    for (let i = 0; i < 5; i++) evidence.refreshAll();
    for (const key of ['weights', 'means', 'covariances'] as const) {
      evidence.mixture()[key].forEach((value, i) => {
        expect(value).toBeCloseTo(mixture[key][i], 12);
      });
    }
  });
});

describe('the learner', () => {
  let points: Matrix;
  beforeAll(async () => {
    points = await loadSample('uneven', { n: 200, seed: 3 });
  });

  it.each([
    { n_init: 1, forgetting: 1, covariance_type: 'full' },
    { n_init: 3, forgetting: 1, covariance_type: 'tied' },
    { n_init: 2, forgetting: 0.98, covariance_type: 'diag' },
    { n_init: 1, forgetting: 1, covariance_type: 'spherical' },
  ] as const)('goes on bit-equal from its state: %o', async (some) => {
    const options = { ...DEFAULT_OPTIONS, method: 'incremental' as const, tol: 0, ...some };
    const whole = await createLearner({ options, epochs: 3, points });
    let broken = await createLearner({ options, epochs: 3, points });
    for (let i = 0; i < 3 * some.n_init; i++) {
      const step = await whole.step();
      broken = await createLearner({ options, epochs: 3, points, state: structuredClone(broken.state()) });
      expect(await broken.step()).toEqual(step);
      expect(broken.mixture()).toEqual(whole.mixture());
    }
    const more = sampleMixture(whole.mixture(), 30, 1).points;
    await Promise.all([whole.append(more), broken.append(more)]);
    expect(broken.mixture()).toEqual(whole.mixture());
  });

  it('takes other options along with its state', async () => {
    const options = { ...DEFAULT_OPTIONS, method: 'incremental' as const, tol: 0 };
    const learner = await createLearner({ options: { ...options, forgetting: 0.99 }, epochs: 9, points });
    await learner.step();
    const next = await createLearner({ options, epochs: 9, points, state: learner.state() });
    const first = await next.step();
    expect((await next.step()).log_likelihood).toBeGreaterThan(first.log_likelihood - 1);
  });

  it('ends with the best of its initialisations', async () => {
    const options = { ...DEFAULT_OPTIONS, method: 'incremental' as const, tol: 0, n_init: 4, n_components: 5 };
    const learner = await createLearner({ options, epochs: 8, points });
    const finals: number[] = [];
    for (let done = false; !done; ) {
      const step = await learner.step();
      finals[step.init] = step.log_likelihood;
      done = step.done;
    }
    const total = meanLogDensity(learner.mixture(), points) * points.n;
    expect(Math.abs(total - Math.max(...finals))).toBeLessThan(1e-9 * Math.abs(total));
  });

  it.each([
    { forgetting: 1, batch_size: 1 },
    { forgetting: 1, batch_size: 7_000 },
    { forgetting: 0.999, batch_size: 3 },
  ])('rests while it learns, to the same bits, and is whole at every rest: %o', async (some) => {
    const many = sampleMixture(TRUTH, 15_000, 4).points;
    const options = { ...DEFAULT_OPTIONS, method: 'incremental' as const, tol: 0, n_init: 2, ...some };
    const plain = await createLearner({ options, epochs: 2, points: many });
    let rests = 0;
    let resting: Learner | null = null;
    const pause = async () => {
      rests++;
      if (!resting) return;
      const { weights, covariances } = resting.mixture();
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(covariances.every(Number.isFinite)).toBe(true);
      const { current } = resting.state() as unknown as {
        current: { evidence: { counts: Float64Array }; responsibilities: Float32Array };
      };
      if (some.forgetting < 1) return;
      const shares = new Float64Array(3);
      current.responsibilities.forEach((share, i) => {
        shares[i % 3]! += share;
      });
      shares.forEach((share, c) => {
        expect(current.evidence.counts[c]! / share).toBeCloseTo(1, 6);
      });
    };
    const learner = await createLearner({ options, epochs: 2, points: many, pause });
    resting = learner;
    for (let i = 0; i < 4; i++) expect(await learner.step()).toEqual(await plain.step());
    expect(learner.mixture()).toEqual(plain.mixture());
    expect(rests).toBeGreaterThan(10);
  });

  it('refuses options that make no sense', async () => {
    for (const [field, value] of [
      ['forgetting', 0],
      ['forgetting', 1.5],
      ['batch_size', 0],
      ['n_init', 0],
    ] as const) {
      const options = { ...DEFAULT_OPTIONS, method: 'incremental' as const, [field]: value };
      await expect(createLearner({ options, epochs: 3, points })).rejects.toMatchObject({ field });
    }
  });
});
