// The engines against each other: WebAssembly must say what plain JavaScript says, for every shape and
// for values at the edge of what doubles hold, and the same bits for any number of threads.

import { setFlagsFromString } from 'node:v8';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EmEngine, EmModel, EmStatistics } from '../../gmm/engine';
import type { Matrix } from '../../gmm/types';
import { Rng } from '../../rng';
import { nodeComputeEnv } from '../env.node';
import { wasmLevel } from '../kernels/features';
import { createEmEngine } from './index';
import { ShardPool } from './pool';

type Level = 'simd' | 'relaxed';

interface Case {
  readonly points: Matrix;
  readonly model: EmModel;
}

interface Shape {
  readonly shape: 'full' | 'diag';
  readonly n: number;
  readonly d: number;
  readonly k: number;
  /** Units of the coordinates. */
  readonly scale?: number;
  /** Distance of the whole from the origin, in units. */
  readonly offset?: number;
}

/** Clusters of spread about 1 (times the scale), some overlapping, under a model that is near the truth. */
function randomCase(seed: number, { shape, n, d, k, scale = 1, offset = 0 }: Shape): Case {
  const rng = new Rng(seed);
  const means = Float64Array.from({ length: k * d }, () => (rng.normal() * 4 + offset) * scale);
  const data = new Float64Array(n * d);
  for (let row = 0; row < n; row++) {
    const c = rng.integer(k);
    for (let j = 0; j < d; j++) data[row * d + j] = means[c * d + j]! + rng.normal() * scale;
  }
  const size = shape === 'full' ? d * d : d;
  const factors = new Float64Array(k * size);
  const logNorm = new Float64Array(k);
  for (let c = 0; c < k; c++) {
    let logDet = 0;
    for (let i = 0; i < d; i++) {
      const diagonal = (0.5 + rng.uniform()) / scale;
      logDet += Math.log(diagonal);
      if (shape === 'diag') factors[c * d + i] = diagonal;
      else for (let j = i; j < d; j++) factors[(c * d + i) * d + j] = j === i ? diagonal : (0.2 * rng.normal()) / scale;
    }
    logNorm[c] = Math.log(1 / k) + logDet - (d / 2) * Math.log(2 * Math.PI);
  }
  const jittered = means.map((mean) => mean + 0.1 * rng.normal() * scale);
  return { points: { data, n, d }, model: { shape, k, d, means: jittered, factors, logNorm } };
}

/** Largest difference beside the largest value, over an array. */
function spread(actual: Float64Array, expected: Float64Array): number {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return largest === 0 ? difference : difference / largest;
}

function expectAgreement(actual: EmStatistics, expected: EmStatistics, tolerance = 1e-12): void {
  const relative = Math.abs(actual.logLikelihood - expected.logLikelihood) / Math.abs(expected.logLikelihood);
  expect(actual.logLikelihood === expected.logLikelihood ? 0 : relative).toBeLessThan(tolerance);
  for (const part of ['counts', 'sums', 'scatter'] as const) {
    expect(actual[part]).toHaveLength(expected[part].length);
    expect(spread(actual[part], expected[part]), part).toBeLessThan(tolerance);
    expect(actual[part].some(Number.isNaN), part).toBe(false);
  }
}

async function both(level: Level, { points, model }: Case, tolerance?: number): Promise<EmStatistics> {
  const env = nodeComputeEnv();
  const module = await WebAssembly.compile(await env.kernelBytes(level === 'relaxed'));
  const wasm = await ShardPool.create('wasm', points, env, module);
  const cpu = await createEmEngine('cpu', points, env);
  const [fast, reference] = await Promise.all([wasm.pass(model), cpu.pass(model)]);
  expectAgreement(fast, reference, tolerance);
  const [scores, plain] = await Promise.all([wasm.scoreSamples(model), cpu.scoreSamples(model)]);
  for (let i = 0; i < points.n; i++) {
    if (scores[i] !== plain[i]) expect(Math.abs(scores[i]! / plain[i]! - 1)).toBeLessThan(1e-11);
  }
  const [shares, plainShares] = await Promise.all([wasm.assign(model), cpu.assign(model)]);
  expect(shares.responsibilities).toHaveLength(points.n * model.k);
  for (let i = 0; i < shares.responsibilities.length; i++) {
    // A share that lies between two steps may round either way.
    const step = Math.abs(shares.responsibilities[i]! - plainShares.responsibilities[i]!);
    if (step > 1) expect(step).toBeLessThanOrEqual(1);
  }
  const different = shares.labels.filter((label, i) => label !== plainShares.labels[i]).length;
  expect(different).toBeLessThanOrEqual(points.n * 1e-3);
  wasm.dispose();
  cpu.dispose();
  return fast;
}

/** Bit for bit, typed arrays within included. */
function expectSameBits(actual: object, expected: object): void {
  for (const [key, value] of Object.entries(expected)) {
    const own: unknown = Reflect.get(actual, key);
    if (ArrayBuffer.isView(value) && ArrayBuffer.isView(own)) expect(bytes(own).equals(bytes(value)), key).toBe(true);
    else expect(own, key).toBe(value);
  }
}

function bytes(array: ArrayBufferView): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

async function engines(points: Matrix): Promise<[EmEngine, EmEngine]> {
  const env = nodeComputeEnv();
  return Promise.all([createEmEngine('wasm', points, env), createEmEngine('cpu', points, env)]);
}

// Node 20 has relaxed SIMD behind a flag, later ones have it switched on.
describe.each<Level>(['simd', 'relaxed'])('WebAssembly (%s) against JavaScript', (level) => {
  beforeAll(() => {
    if (level === 'relaxed') setFlagsFromString('--experimental-wasm-relaxed-simd');
    expect([level, 'relaxed']).toContain(wasmLevel());
  });

  const shapes: readonly Shape[] = [
    { shape: 'full', n: 3000, d: 2, k: 8 },
    { shape: 'full', n: 1, d: 2, k: 3 },
    { shape: 'full', n: 500, d: 1, k: 4 },
    { shape: 'diag', n: 500, d: 1, k: 4 },
    { shape: 'full', n: 777, d: 3, k: 5 },
    { shape: 'full', n: 2500, d: 5, k: 2 },
    { shape: 'full', n: 1200, d: 16, k: 32 },
    { shape: 'diag', n: 1200, d: 16, k: 32 },
    { shape: 'diag', n: 2111, d: 2, k: 7 },
    { shape: 'full', n: 900, d: 7, k: 1 },
    { shape: 'full', n: 63, d: 4, k: 3 },
    { shape: 'full', n: 65, d: 6, k: 3 },
  ];
  it.each(shapes)('agrees: $shape, $n points, $d dimensions, $k components', async (shape) => {
    const fast = await both(level, randomCase(7, shape));
    expect(fast.counts.reduce((sum, count) => sum + count)).toBeCloseTo(shape.n, 8);
  });

  it('agrees for every number of dimensions', async () => {
    for (let d = 1; d <= 16; d++) {
      for (const shape of ['full', 'diag'] as const) await both(level, randomCase(d, { shape, n: 200, d, k: 3 }));
    }
  });

  it.each([1e12, 1e-12, 1e90, 1e-90])('agrees for coordinates of the order of %s', async (scale) => {
    for (const d of [2, 3]) {
      await both(level, randomCase(3, { shape: 'full', n: 1500, d, k: 4, scale }), 1e-11);
      await both(level, randomCase(3, { shape: 'diag', n: 1500, d, k: 4, scale }), 1e-11);
    }
  });

  it('keeps its precision far from the origin', async () => {
    // Coordinates near 1e9 with a spread of 1: statistics about the origin would lose all digits.
    await both(level, randomCase(5, { shape: 'full', n: 2000, d: 2, k: 3, offset: 1e9 }));
    await both(level, randomCase(5, { shape: 'full', n: 2000, d: 5, k: 3, offset: 1e9 }));
  });

  it('takes outliers at which every exponential underflows', async () => {
    for (const d of [2, 4]) {
      const { points, model } = randomCase(9, { shape: 'full', n: 400, d, k: 5 });
      points.data.set([60, -55], 10 * d);
      points.data.set([1e6, 1e6], 99 * d);
      points.data.set([-1e150, 3], 200 * d);
      const fast = await both(level, { points, model });
      expect(fast.counts.reduce((sum, count) => sum + count)).toBeCloseTo(400, 9);
    }
  });

  it('gives a point without any density to nobody, and says -Infinity', async () => {
    const { points, model } = randomCase(9, { shape: 'diag', n: 100, d: 2, k: 2 });
    points.data.set([1e200, 0], 20);
    const fast = await both(level, { points, model });
    expect(fast.logLikelihood).toBe(-Infinity);
    expect(fast.counts.reduce((sum, count) => sum + count)).toBeCloseTo(99, 9);
  });

  it('leaves out components of weight zero', async () => {
    const { points, model } = randomCase(4, { shape: 'full', n: 1000, d: 2, k: 4 });
    const logNorm = model.logNorm.slice();
    logNorm[0] = -Infinity;
    logNorm[2] = -Infinity;
    const fast = await both(level, { points, model: { ...model, logNorm } });
    expect([fast.counts[0], fast.counts[2], fast.sums[1], fast.scatter[9]]).toEqual([0, 0, 0, 0]);
    await both(level, { points, model: { ...model, logNorm: logNorm.fill(-Infinity) } });
  });

  it('agrees where one component is a needle', async () => {
    const { points, model } = randomCase(4, { shape: 'full', n: 1000, d: 2, k: 3 });
    const factors = model.factors.map((factor, i) => (i < 4 ? factor * 1e200 : factor));
    const logNorm = model.logNorm.map((norm, c) => (c === 0 ? norm + 2 * Math.log(1e200) : norm));
    await both(level, { points, model: { ...model, factors, logNorm } }, 1e-11);
  });
});

describe('shards', () => {
  it.each(['wasm', 'cpu'] as const)('give the same bits for any number of threads (%s)', async (kind) => {
    const { points, model } = randomCase(2, { shape: 'full', n: 70_001, d: 2, k: 6 });
    const results = [];
    for (const threads of [1, 2, 3, 8]) {
      const engine = await createEmEngine(kind, points, nodeComputeEnv(threads));
      expect(engine.threads).toBe(threads);
      const scores = await engine.scoreSamples(model);
      results.push({ ...(await engine.pass(model)), ...(await engine.assign(model)), scores });
      engine.dispose();
    }
    for (const result of results.slice(1)) expectSameBits(result, results[0]!);
  });

  it.each(['wasm', 'cpu'] as const)('give the same bits however the points came (%s)', async (kind) => {
    const { points, model } = randomCase(2, { shape: 'full', n: 140_000, d: 3, k: 3 });
    const whole = await createEmEngine(kind, points, nodeComputeEnv(3));
    const grown = await createEmEngine(kind, { data: new Float64Array(0), n: 0, d: 3 }, nodeComputeEnv(3));
    // Past the limit of staying local, past 64 blocks, and in odd pieces.
    const ends = [0, 1, 64, 65, 999, 5000, 25_000, 25_001, 65_536, 65_537, 100_000, 140_000];
    for (let i = 1; i < ends.length; i++) {
      await grown.append(points.data.subarray(ends[i - 1]! * 3, ends[i]! * 3));
      expect(grown.n).toBe(ends[i]);
    }
    expectSameBits(await grown.pass(model), await whole.pass(model));
    expectSameBits(await grown.assign(model), await whole.assign(model));
    expectSameBits({ scores: await grown.scoreSamples(model) }, { scores: await whole.scoreSamples(model) });
  });

  it('answer calls in order while points are appended', async () => {
    const { points, model } = randomCase(2, { shape: 'full', n: 1000, d: 2, k: 2 });
    const [engine] = await engines({ data: points.data.subarray(0, 1000), n: 500, d: 2 });
    const before = engine.scoreSamples(model);
    const appended = engine.append(points.data.subarray(1000));
    const after = engine.scoreSamples(model);
    expect((await before).length).toBe(500);
    await appended;
    expect((await after).length).toBe(1000);
  });

  it('hold no points at all', async () => {
    const { model } = randomCase(2, { shape: 'full', n: 1, d: 2, k: 2 });
    for (const engine of await engines({ data: new Float64Array(0), n: 0, d: 2 })) {
      const { logLikelihood, counts, scatter } = await engine.pass(model);
      expect(logLikelihood).toBe(0);
      expect([...counts, ...scatter].every((value) => value === 0)).toBe(true);
      expect(await engine.scoreSamples(model)).toHaveLength(0);
    }
  });

  it('refuse models and points that do not fit, and live on', async () => {
    const { points, model } = randomCase(2, { shape: 'full', n: 10, d: 2, k: 2 });
    const [engine] = await engines(points);
    await expect(engine.pass({ ...model, d: 3 })).rejects.toThrow(RangeError);
    await expect(engine.pass({ ...model, logNorm: new Float64Array(3) })).rejects.toThrow(RangeError);
    await expect(engine.append(new Float64Array(3))).rejects.toThrow(RangeError);
    await expect(ShardPool.create('cpu', { data: points.data, n: 0, d: 17 }, nodeComputeEnv(), null)).rejects.toThrow(
      RangeError,
    );
    expect((await engine.pass(model)).counts).toHaveLength(2);
  });
});
