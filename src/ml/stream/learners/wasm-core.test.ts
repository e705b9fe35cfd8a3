// The network on the WASM kernels: gradients against finite differences and double precision, the promise to go on bit for
// bit from a saved state, and memory that stays as large as it is. Its numbers against PyTorch's: golden.test.ts.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeNnEnv } from '../../compute/nn/wasm/env.node';
import { Rng } from '../../rng';
import type { Batch, Learner, LearnerState, Task } from '../types';
import { ACTIVATIONS, type LearnerConfig, OPTIMIZERS } from './config';
import { DenseNetwork } from './dense';
import { createLearner } from './index';
import { initialParameters, networkShape } from './shape';
import { openWasmCore } from './wasm-core';

const CONFIG: LearnerConfig = {
  ...{ id: 'network', hidden: [17, 9], activation: 'tanh', optimizer: 'adam', compute: 'wasm' },
  ...{ learning_rate: 0.01, epochs: 2, n_components: 1, seed: 4 },
};
const TASKS: readonly Task[] = [{ kind: 'classification', n_classes: 3 }, { kind: 'regression' }];
const [CLASSES] = TASKS;
const D = 5;
const ENGINE = 'WASM, single precision';
const KERNELS = nodeNnEnv();
const LOSSES = [
  ['softmax', 3],
  ['logistic', 1],
  ['squared', 1],
] as const;

function open(config: LearnerConfig, task: Task, state?: LearnerState): Promise<Learner> {
  return createLearner(config, D, task, state, { kernels: KERNELS });
}

function batchesOf(task: Task, count: number, seed = 5): Batch[] {
  const rng = new Rng(seed);
  return Array.from({ length: count }, (_, i) => {
    const n = 5 + ((7 * i) % 12);
    const X = Float64Array.from({ length: n * D }, () => rng.normal());
    const y = Float64Array.from({ length: n }, (_, row) =>
      task.kind === 'classification' ? (X[row * D] > 0 ? 1 : 0) + (X[row * D + 1] > 0 ? 1 : 0) : X[row * D],
    );
    return { X, y, n, d: D };
  });
}

async function learnAll(learner: Learner, batches: readonly Batch[]) {
  const reports = [];
  for (const batch of batches) reports.push(await learner.step!(batch, batch.n));
  return reports;
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

/** A network at random weights, with rows to learn from, in single precision so that both cores begin with the same. */
function problemOf(widths: readonly number[], loss: (typeof LOSSES)[number][0], rows: number, seed: number) {
  const rng = new Rng(seed);
  const single = (length: number, next: () => number) => Float64Array.from({ length }, () => Math.fround(next()));
  return {
    parameters: (shape: Parameters<typeof initialParameters>[0]) =>
      initialParameters(shape, rng).map((value) => Math.fround(value + 0.1 * rng.normal())),
    X: single(rows * widths[0], () => rng.normal()),
    y: single(rows, () => (loss === 'squared' ? rng.normal() : rng.integer(2))),
  };
}

describe.each(ACTIVATIONS)('the gradient with %s', (activation) => {
  it.each(LOSSES)('agrees with finite differences: %s', async (loss, outputs) => {
    const widths = [3, 7, 5, outputs];
    const shape = networkShape(widths, activation, loss);
    const core = await openWasmCore(shape, CONFIG, KERNELS);
    // The seed keeps ReLU's kinks, where there is no slope, farther away than a step.
    const { X, y, parameters } = problemOf(widths, loss, 9, 2);
    const start = parameters(shape);
    core.begin(start);
    core.evaluate(X, y, 9);
    const gradient = core.gradient();
    const at = (i: number, shift: number) => {
      core.begin(start.map((value, j) => (i === j ? value + shift : value)));
      return core.evaluate(X, y, 9);
    };
    // Of float32, a step this wide loses 1e-4 to the curve and 1e-5 to rounding.
    const slopes = start.map((_, i) => (at(i, 4e-3) - at(i, -4e-3)) / 8e-3);
    expect(furthest(gradient, slopes)).toBeLessThan(3e-4);
  });

  it('agrees with double precision, of any network and any rows', async () => {
    const width = fc.integer({ min: 1, max: 40 });
    const problems = fc.record({
      inputs: width,
      hidden: fc.array(width, { maxLength: 3 }),
      rows: width,
      loss: fc.constantFrom(...LOSSES),
      seed: fc.nat(),
    });
    const property = fc.asyncProperty(problems, async ({ inputs, hidden, rows, loss: [loss, outputs], seed }) => {
      const widths = [inputs, ...hidden, outputs];
      const shape = networkShape(widths, activation, loss);
      const { X, y, parameters } = problemOf(widths, loss, rows, seed);
      const start = parameters(shape);
      const core = await openWasmCore(shape, CONFIG, KERNELS);
      core.begin(start);
      const double = new DenseNetwork(shape, start);
      const expected = double.evaluate(X, y, rows);
      expect(Math.abs(core.evaluate(X, y, rows) - expected)).toBeLessThan(1e-5 * Math.max(1, expected));
      const scale = Math.max(1, double.gradientNorm());
      expect(furthest(core.output.subarray(0, rows * outputs), double.output)).toBeLessThan(2e-5 * scale);
      expect(furthest(core.gradient(), double.gradient)).toBeLessThan(2e-5 * scale);
      expect(Math.abs(core.gradientNorm() - double.gradientNorm())).toBeLessThan(2e-5 * scale);
    });
    // At ReLU's kink the two may take different sides: its cases stay the same.
    await fc.assert(property, activation === 'relu' ? { seed: 3, numRuns: 50 } : { numRuns: 50 });
  });
});

describe.each(OPTIMIZERS.flatMap((optimizer) => TASKS.map((task) => [optimizer, task] as const)))(
  '%s, %o',
  (optimizer, task) => {
    const config: LearnerConfig = { ...CONFIG, optimizer };
    const batches = batchesOf(task, 12);

    it('goes on bit for bit from every saved state, and after a reset', async () => {
      for (const cut of batches.keys()) {
        const straight = await open(config, task);
        expect(straight.engine).toBe(ENGINE);
        await learnAll(straight, batches.slice(0, cut));
        const again = await open(config, task, structuredClone(await straight.save()));
        const rest = batches.slice(cut);
        expect(await learnAll(again, rest)).toEqual(await learnAll(straight, rest));
        for (const one of [straight, again]) one.reset();
        expect(again.weights()).toEqual(straight.weights());
        expect(await learnAll(again, rest)).toEqual(await learnAll(straight, rest));
        expect(await again.save()).toEqual(await straight.save());
      }
    });

    it('goes on in double precision, and the other way round', async () => {
      const single = await open(config, task);
      const double = await open({ ...config, compute: 'cpu' }, task);
      expect(furthest(single.weights(), double.weights())).toBeLessThan(1e-6);
      const from = { single: await single.save(), double: await double.save() };
      const swapped = [
        await open({ ...config, compute: 'cpu' }, task, from.single),
        await open(config, task, from.double),
      ];
      for (const learner of [single, double, ...swapped]) await learnAll(learner, batches);
      for (const learner of swapped) expect(furthest(learner.weights(), double.weights())).toBeLessThan(1e-4);
    });
  },
);

it('predicts as the batch that it then learns from was predicted, and learns as in one step', async () => {
  const [one, two] = [await open(CONFIG, CLASSES), await open(CONFIG, CLASSES)];
  for (const batch of batchesOf(CLASSES, 5)) {
    const before = await one.predict(batch.X, batch.n);
    const { predictions, ...report } = await one.step!(batch, batch.n - 2);
    expect(predictions).toEqual(before.slice(0, 3 * (batch.n - 2)));
    expect(await two.learn(batch)).toEqual(report);
  }
});

it('grows for larger batches alone, and keeps its size over many', async () => {
  const widths = [D, 200, 100, 3];
  const shape = networkShape(widths, 'tanh', 'softmax');
  const core = await openWasmCore(shape, CONFIG, KERNELS);
  core.begin(initialParameters(shape, new Rng(1)));
  const rng = new Rng(2);
  const learn = (n: number) => {
    const X = Float64Array.from({ length: n * D }, () => rng.normal());
    const y = Float64Array.from({ length: n }, () => rng.integer(3));
    core.evaluate(X, y, n);
    core.gradientNorm();
    core.descend();
  };
  learn(600);
  const { bytes } = core;
  for (let i = 0; i < 100; i++) learn(1 + ((37 * i) % 600));
  expect(core.bytes).toBe(bytes);
  learn(6000);
  expect(core.bytes).toBeGreaterThan(bytes);
});

it('is told by its state when it has diverged', async () => {
  const learner = await open({ ...CONFIG, activation: 'relu', optimizer: 'sgd', learning_rate: 1e30 }, CLASSES);
  const reports = await learnAll(learner, batchesOf(CLASSES, 6));
  expect(reports.some(({ grad_norm }) => !Number.isFinite(grad_norm))).toBe(true);
});

it('leaves learning to JavaScript where its kernels cannot be had', async () => {
  const unreachable = { nnKernelBytes: () => Promise.reject(new Error('The kernels could not be loaded (404).')) };
  const learner = await createLearner(CONFIG, D, CLASSES, undefined, { kernels: unreachable });
  expect(learner.engine).toBe('JavaScript, double precision');
});

it('refuses the state of another', async () => {
  const state = await (await open({ ...CONFIG, hidden: [4] }, CLASSES)).save();
  await expect(open(CONFIG, CLASSES, state)).rejects.toThrow(TypeError);
});
