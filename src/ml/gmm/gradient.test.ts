// The gradient learner: its gradient against finite differences of the likelihood in float64, its fits against EM's,
// and its promise to go on exactly from a saved state.

import { describe, expect, it } from 'vitest';
import { createEmEngine } from '../compute/em';
import { nodeComputeEnv } from '../compute/env.node';
import { tf, withTf } from '../compute/tf';
import { Rng } from '../rng';
import { loadSample, SAMPLES } from '../samples';
import { createGradientLearner, type GradientArgs } from './gradient';
import { GradientGraph, releaseBatch } from './gradient-graph';
import { scaledFloor, toMixture, toVector, vectorLayout } from './gradient-params';
import { createLearner } from './learner';
import { toEmModel } from './params';
import { scaleRows, scalingOf } from './scaling';
import { autoEpochs, COVARIANCE_TYPES, DEFAULT_OPTIONS, type FitOptions, type Learner, type Matrix } from './types';

const env = nodeComputeEnv();

function normals(n: number, d: number, seed: number): Matrix {
  const rng = new Rng(seed);
  const data = Float64Array.from({ length: n * d }, (_, i) => 3 * rng.normal() + (Math.floor(i / d) % 3) * 4);
  return { data, n, d };
}

async function logLikelihood(points: Matrix, mixture: ReturnType<typeof toMixture>): Promise<number> {
  const engine = await createEmEngine('cpu', points, env);
  return (await engine.pass(toEmModel(mixture))).logLikelihood;
}

describe.each(COVARIANCE_TYPES)('the gradient of a %s mixture', (type) => {
  it.each([1, 2, 5])('agrees with finite differences in float64, %d dimensions', async (d) => {
    const points = normals(60, d, 3 + d);
    const shape = { type, k: 3, d };
    const scaling = scalingOf(points, type === 'spherical');
    const floor = scaledFloor(0.05, scaling);
    const rng = new Rng(11);
    const vector = Float64Array.from({ length: vectorLayout(shape).length }, () => 0.5 * rng.normal());
    const { loss, gradient } = await withTf('cpu', async () => {
      const graph = new GradientGraph(shape, floor);
      const batch = graph.batch(scaleRows(points, 0, points.n, scaling));
      const result = await graph.evaluate(vector, batch);
      releaseBatch(batch);
      graph.dispose();
      return result;
    });
    const value = (at: Float64Array) => logLikelihood(points, toMixture(at, shape, scaling, floor));
    const constant = scaling.logScale + (d / 2) * Math.log(2 * Math.PI);
    expect(loss).toBeCloseTo(-(await value(vector)) / points.n - constant, 5);
    for (let i = 0; i < vector.length; i++) {
      const shifted = (by: number) => value(vector.map((v, at) => (at === i ? v + by : v)));
      const slope = -((await shifted(1e-5)) - (await shifted(-1e-5))) / 2e-5 / points.n;
      expect(Math.abs(gradient[i] - slope)).toBeLessThan(2e-5 * Math.max(1, Math.abs(slope)));
    }
  });

  it('turns mixtures into vectors and back', async () => {
    const points = normals(200, 3, 5);
    const scaling = scalingOf(points, type === 'spherical');
    const floor = scaledFloor(1e-6, scaling);
    const options: FitOptions = { ...DEFAULT_OPTIONS, covariance_type: type };
    const learner = await createLearner({
      options,
      epochs: 5,
      points,
      engine: await createEmEngine('cpu', points, env),
    });
    await learner.step();
    const mixture = learner.mixture();
    const back = toMixture(toVector(mixture, scaling, floor), { type, k: 3, d: 3 }, scaling, floor);
    for (const part of ['weights', 'means', 'covariances'] as const) {
      for (let i = 0; i < mixture[part].length; i++) expect(back[part][i]).toBeCloseTo(mixture[part][i], 9);
    }
  });
});

/** Steps to the end; returns how many. */
async function finish(learner: Learner): Promise<number> {
  let steps = 1;
  while (!(await learner.step()).done) steps += 1;
  return steps;
}

function gradientOptions(options: Partial<FitOptions> = {}): FitOptions {
  return { ...DEFAULT_OPTIONS, method: 'gradient', ...options };
}

async function gradientLearner(points: Matrix, args: Partial<GradientArgs> = {}): Promise<Learner> {
  const engine = await createEmEngine('cpu', points, env);
  const epochs = autoEpochs(points.n);
  return createGradientLearner({ options: gradientOptions(), epochs, points, engine, backend: 'cpu', ...args });
}

describe('fits of the sample sets with default options', () => {
  const cases = SAMPLES.flatMap(({ id, n_components }) =>
    COVARIANCE_TYPES.filter((type) => type === 'full' || id === 'penguins' || id === 'moons').map((type) => ({
      id,
      type,
      n_components,
    })),
  );
  it.each(cases)('come within 1 % of EM: $id, $type', async ({ id, type, n_components }) => {
    const points = await loadSample(id);
    const options: FitOptions = { ...DEFAULT_OPTIONS, covariance_type: type, n_components };
    const engine = await createEmEngine('cpu', points, env);
    const em = await createLearner({ options, epochs: autoEpochs(points.n), points, engine });
    await finish(em);
    const gradient = await gradientLearner(points, { options: { ...options, method: 'gradient' } });
    await finish(gradient);
    const expected = await logLikelihood(points, em.mixture());
    expect(await logLikelihood(points, gradient.mixture())).toBeGreaterThan(expected - 0.01 * Math.abs(expected));
    gradient.dispose();
  });

  it('does as well from batches of more points', async () => {
    const points = await loadSample('blobs', { n: 6000, seed: 2 });
    const engine = await createEmEngine('cpu', points, env);
    const epochs = autoEpochs(points.n);
    const options = { ...DEFAULT_OPTIONS, n_components: 4 };
    const em = await createLearner({ options, epochs, points, engine });
    await finish(em);
    const gradient = await gradientLearner(points, { options: gradientOptions({ n_components: 4 }) });
    await finish(gradient);
    const expected = await logLikelihood(points, em.mixture());
    expect(await logLikelihood(points, gradient.mixture())).toBeGreaterThan(expected - 0.001 * Math.abs(expected));
  });
});

describe('a gradient learner', () => {
  it.each([300, 3000])('goes on exactly from a saved state, %d points', async (n) => {
    const points = normals(n, 2, 8);
    const options = gradientOptions({ tol: 0 });
    const straight = await gradientLearner(points, { options });
    for (let i = 0; i < 12; i++) await straight.step();
    const first = await gradientLearner(points, { options });
    for (let i = 0; i < 5; i++) await first.step();
    const second = await gradientLearner(points, { options, state: structuredClone(first.state()) });
    for (let i = 5; i < 12; i++) await second.step();
    expect(second.mixture()).toEqual(straight.mixture());
    expect(second.state()).toEqual(straight.state());
  });

  it('reports the likelihood of its parameters before the step, with an engine and without', async () => {
    const points = normals(200, 2, 9);
    const exact = await gradientLearner(points);
    const estimated = await gradientLearner(points, { engine: undefined });
    for (let i = 0; i < 3; i++) {
      const expected = await logLikelihood(points, exact.mixture());
      expect((await exact.step()).log_likelihood).toBeCloseTo(expected, 8);
      expect((await estimated.step()).log_likelihood / points.n).toBeCloseTo(expected / points.n, 5);
    }
  });

  it('keeps every variance at reg_covar or above, also where points coincide', async () => {
    const data = Float64Array.from({ length: 80 }, (_, i) => (i < 60 ? 1 : i));
    const points = { data, n: 40, d: 2 };
    for (const covariance_type of COVARIANCE_TYPES) {
      const options = gradientOptions({ covariance_type, n_components: 2, reg_covar: 0.01, tol: 0 });
      const learner = await gradientLearner(points, { options, epochs: 60 });
      await finish(learner);
      const { covariances, means, weights } = learner.mixture();
      for (const value of [...means, ...weights, ...covariances]) expect(Number.isFinite(value)).toBe(true);
      const diagonal = covariances.filter(
        (_, i) => !['full', 'tied'].includes(covariance_type) || i % 4 === 0 || i % 4 === 3,
      );
      for (const variance of diagonal) expect(variance).toBeGreaterThanOrEqual(0.01 * (1 - 1e-9));
    }
  });

  it.each(['full', 'tied'] as const)(
    'keeps what its start has, where points are few in many dimensions: %s',
    async (type) => {
      // Its components are flat: they have points in fewer directions than there are.
      const points = normals(34, 8, 14);
      const options = gradientOptions({ covariance_type: type, n_components: 5, tol: 0 });
      const learner = await gradientLearner(points, { options, epochs: 40 });
      const start = await logLikelihood(points, learner.mixture());
      for (let i = 0; i < 3; i++) await learner.step();
      expect(await logLikelihood(points, learner.mixture())).toBeGreaterThan(start - 0.5 * points.n);
      await finish(learner);
      expect(await logLikelihood(points, learner.mixture())).toBeGreaterThan(start);
    },
  );

  it('tries n_init initialisations and keeps the best', async () => {
    const points = await loadSample('rings');
    const options = gradientOptions({ n_components: 4, n_init: 3 });
    const learner = await gradientLearner(points, { options, epochs: 30 });
    const inits = new Set<number>();
    const last: number[] = [];
    for (;;) {
      const step = await learner.step();
      inits.add(step.init);
      last[step.init] = step.log_likelihood;
      if (step.done) break;
    }
    expect([...inits]).toEqual([0, 1, 2]);
    // The step that the last likelihood was taken before can only have changed it a little.
    expect(await logLikelihood(points, learner.mixture())).toBeGreaterThan(Math.max(...last) - 0.001 * points.n);
  });

  it('starts from a given mixture, takes points in, and leaves no tensor behind', async () => {
    const points = normals(200, 2, 10);
    const before = tf.memory().numTensors;
    const started = await gradientLearner(points);
    await started.step();
    const learner = await gradientLearner(points, { warmStart: started.mixture() });
    const { mixture } = { mixture: learner.mixture() };
    expect(await logLikelihood(points, mixture)).toBeCloseTo(await logLikelihood(points, started.mixture()), 6);
    await learner.step();
    const held = tf.memory().numTensors;
    await learner.step();
    expect(tf.memory().numTensors).toBe(held);
    await learner.append(normals(50, 2, 12));
    const step = await learner.step();
    expect(step.change).toBe(Infinity);
    learner.dispose();
    started.dispose();
    await withTf('cpu', async () => {});
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a step size that is none', async () => {
    const points = normals(20, 1, 1);
    await expect(gradientLearner(points, { options: gradientOptions({ learning_rate: 0 }) })).rejects.toMatchObject({
      field: 'learning_rate',
    });
  });
});
