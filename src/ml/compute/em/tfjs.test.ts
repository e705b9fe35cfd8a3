// The engine on TensorFlow.js's operations, here on its plain JavaScript backend: agreement with the float64 engine,
// and no tensor left behind. On WebGL it is tested in the browser, e2e/compute.spec.ts.

import { describe, expect, it } from 'vitest';
import type { EmModel } from '../../gmm/engine';
import { maximise, toEmModel } from '../../gmm/params';
import type { Matrix } from '../../gmm/types';
import { Rng } from '../../rng';
import { nodeComputeEnv } from '../env.node';
import { tf, withTf } from '../tf';
import { createEmEngine } from '.';
import { createTfjsEngine } from './tfjs';

const OFFSET = 1e6;

function clusters(n: number, d: number, seed: number): Matrix {
  const rng = new Rng(seed);
  const data = Float64Array.from({ length: n * d }, (_, i) => OFFSET + 5 * (Math.floor(i / d) % 3) + rng.normal());
  return { data, n, d };
}

/** Three components over the points, the second without weight if asked. */
function model(shape: EmModel['shape'], { data, d }: Matrix, empty = false): EmModel {
  const k = 3;
  const rng = new Rng(5);
  const means = data.slice(0, k * d);
  const size = shape === 'full' ? d * d : d;
  const factors = Float64Array.from({ length: k * size }, (_, at) => {
    const [i, j] = shape === 'full' ? [Math.floor((at % size) / d), at % d] : [0, 0];
    return i === j ? 0.5 + rng.uniform() : i < j ? 0.3 * rng.normal() : 0;
  });
  const logNorm = Float64Array.from({ length: k }, (_, c) => (empty && c === 1 ? -Infinity : -2 - rng.uniform()));
  return { shape, k, d, means, factors, logNorm };
}

/** As close as float32 sums over coordinates of the size of the spread can be. */
function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, share = 2e-5): void {
  const largest = Math.max(...Array.from(expected, Math.abs), Number.MIN_VALUE);
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (expected[i] === -Infinity) expect(found[i]).toBe(-Infinity);
    else expect(Math.abs(found[i]! - expected[i]!)).toBeLessThan(share * largest);
  }
}

describe.each(['full', 'diag'] as const)('the TensorFlow.js engine, %s', (shape) => {
  it.each([
    [1, false],
    [3, true],
  ] as const)('agrees with float64 in %d dimensions', async (d, empty) => {
    const points = clusters(9000, d, 3);
    const start = { data: points.data.slice(0, 100 * d), n: 100, d };
    const engine = await createTfjsEngine(start, 'cpu');
    await engine.append(points.data.slice(100 * d, 101 * d));
    await engine.append(points.data.slice(101 * d));
    const exact = await createEmEngine('cpu', points, nodeComputeEnv());
    const parameters = model(shape, points, empty);
    const [found, expected] = [await engine.pass(parameters), await exact.pass(parameters)];
    expect(engine.n).toBe(points.n);
    expect(Math.abs(found.logLikelihood / expected.logLikelihood - 1)).toBeLessThan(1e-6);
    for (const part of ['counts', 'sums', 'scatter'] as const) expectClose(found[part], expected[part]);
    expectClose(await engine.scoreSamples(parameters), await exact.scoreSamples(parameters));
    const [mine, theirs] = [await engine.assign(parameters), await exact.assign(parameters)];
    expect(mine.labels).toEqual(theirs.labels);
    expectClose(mine.responsibilities, theirs.responsibilities, 1.01 / 255);
    engine.dispose();
  });

  it('makes a mixture of its statistics that stays positive definite', async () => {
    const points = clusters(500, 4, 4);
    const engine = await createTfjsEngine(points, 'cpu');
    const parameters = model(shape, points);
    const stats = await engine.pass(parameters);
    const type = shape === 'full' ? 'full' : 'diag';
    const mixture = maximise(stats, parameters, { covariance_type: type, reg_covar: 1e-6 });
    expect(() => toEmModel(mixture)).not.toThrow();
    engine.dispose();
  });
});

it('leaves no tensor behind', async () => {
  const points = clusters(300, 2, 6);
  const settled = async () => {
    await withTf('cpu', async () => {});
    return tf.memory().numTensors;
  };
  const before = await settled();
  const engine = await createTfjsEngine(points, 'cpu');
  const parameters = model('full', points);
  await engine.pass(parameters);
  const held = await settled();
  await engine.pass(parameters);
  await engine.scoreSamples(parameters);
  await engine.assign(parameters);
  expect(await settled()).toBe(held);
  engine.dispose();
  expect(await settled()).toBe(before);
});

it('gives everything up where no component has a weight', async () => {
  const points = clusters(10, 2, 7);
  const engine = await createTfjsEngine(points, 'cpu');
  const none = { ...model('full', points), logNorm: new Float64Array(3).fill(-Infinity) };
  const exact = await createEmEngine('cpu', points, nodeComputeEnv());
  expect((await engine.pass(none)).logLikelihood).toBe((await exact.pass(none)).logLikelihood);
  expect(await engine.scoreSamples(none)).toEqual(await exact.scoreSamples(none));
  expect((await engine.assign(none)).responsibilities).toEqual((await exact.assign(none)).responsibilities);
  engine.dispose();
});
