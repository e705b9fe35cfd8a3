// The network through TensorFlow.js, on its plain JavaScript backend: goes on exactly, changes places with the network in
// double precision, leaves no tensors behind, and says so when its backend is lost. Its numbers: golden.test.ts.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { tf, withTf } from '../../compute/tf';
import { forgetTfFailures } from '../../compute/tf-status';
import { EngineLostError } from '../../gmm/engine';
import { Rng } from '../../rng';
import type { Batch, Learner, LearnerState, Task } from '../types';
import { chooseCompute } from './choice';
import { type LearnerConfig, OPTIMIZERS } from './config';
import { createLearner } from './index';
import { networkParts } from './network';
import { paddedRows, TfNetworkLearner } from './tf-network';

const CONFIG: LearnerConfig = {
  ...{ id: 'network', hidden: [7, 5], activation: 'tanh', optimizer: 'adam' },
  ...{ learning_rate: 0.01, epochs: 2, n_components: 1, seed: 4 },
};
const TASKS: readonly Task[] = [{ kind: 'classification', n_classes: 3 }, { kind: 'regression' }];
const [CLASSES] = TASKS;
const D = 3;

function open(config: LearnerConfig, task: Task, state?: LearnerState): Learner {
  return new TfNetworkLearner(config, networkParts(config, D, task), 'cpu', state);
}

function batchesOf(task: Task, count: number, seed = 5): Batch[] {
  const rng = new Rng(seed);
  return Array.from({ length: count }, (_, i) => {
    const n = 9 + (i % 4);
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

afterEach(() => {
  forgetTfFailures();
  vi.useRealTimers();
});

describe.each(OPTIMIZERS.flatMap((optimizer) => TASKS.map((task) => [optimizer, task] as const)))(
  '%s, %o',
  (optimizer, task) => {
    const config: LearnerConfig = { ...CONFIG, optimizer };
    const batches = batchesOf(task, 12);

    it('goes on exactly from every saved state, and after a reset', async () => {
      for (const cut of [0, 1, 5, 12]) {
        const straight = open(config, task);
        await learnAll(straight, batches.slice(0, cut));
        const again = open(config, task, structuredClone(await straight.save()));
        const rest = batches.slice(cut);
        expect(await learnAll(again, rest)).toEqual(await learnAll(straight, rest));
        for (const one of [straight, again]) one.reset();
        expect(again.weights()).toEqual(straight.weights());
        expect(await learnAll(again, rest)).toEqual(await learnAll(straight, rest));
        expect(await again.save()).toEqual(await straight.save());
        for (const one of [straight, again]) one.dispose();
      }
    });

    it('goes on in double precision, and the other way round', async () => {
      const single = open(config, task);
      const double = await createLearner(config, D, task);
      expect(furthest(single.weights(), double.weights())).toBeLessThan(1e-6);
      await learnAll(single, batches.slice(0, 6));
      await learnAll(double, batches.slice(0, 6));
      const [toDouble, toSingle] = [await single.save(), await double.save()];
      expect(toDouble.header).toEqual(toSingle.header);
      const learners = [
        ...[single, double, await createLearner(config, D, task, toDouble), open(config, task, toSingle)],
      ];
      const ends = [];
      for (const learner of learners) {
        await learnAll(learner, batches.slice(6));
        ends.push((await learner.save()).arrays.parameters);
        learner.dispose();
      }
      for (const end of ends) expect(furthest(end, ends[0])).toBeLessThan(1e-4);
    });
  },
);

it('leaves nothing on the device: tensors are as many after 300 batches of three sizes as after 3', async () => {
  await withTf('cpu', async () => {});
  const before = tf.memory().numTensors;
  const learner = open(CONFIG, CLASSES);
  const batches = batchesOf(CLASSES, 300);
  const counts = [];
  for (const [i, batch] of batches.entries()) {
    await learner.step!(batch, batch.n);
    if (i % 7 === 0) await learner.predict(batch.X, batch.n);
    if (i % 11 === 0) await learner.save();
    if (i % 13 === 0) learner.weights();
    if (i % 50 === 49) learner.reset();
    counts.push(tf.memory().numTensors - before);
  }
  // Parameters and two moments; none more while a reset waits to go there.
  expect(new Set(counts)).toEqual(new Set([3]));
  learner.dispose();
  await withTf('cpu', async () => {});
  expect(tf.memory().numTensors).toBe(before);
});

it('pads rows, and the padding counts for nothing', async () => {
  expect([1, 4, 5, 32, 33, 100, 128, 129].map(paddedRows)).toEqual([4, 4, 8, 32, 40, 112, 128, 160]);
  const [batch] = batchesOf(CLASSES, 1);
  const learner = open(CONFIG, CLASSES);
  const state = await learner.save();
  const whole = await learner.step!(batch, batch.n);
  // The same rows twice are another padding, the same mean.
  const twice = (values: Float64Array) => Float64Array.from([...values, ...values]);
  const double = open(CONFIG, CLASSES, state);
  const report = await double.step!({ X: twice(batch.X), y: twice(batch.y), n: 2 * batch.n, d: D }, batch.n);
  expect(report.predictions.length).toBe(whole.predictions.length);
  expect(furthest(report.predictions, whole.predictions)).toBeLessThan(1e-6);
  expect(Math.abs(report.loss - whole.loss)).toBeLessThan(1e-6);
  expect(Math.abs(report.grad_norm! - whole.grad_norm!)).toBeLessThan(1e-6);
  for (const one of [learner, double]) one.dispose();
});

it('predicts as the batch that it then learns from was predicted', async () => {
  const learner = open(CONFIG, CLASSES);
  for (const batch of batchesOf(CLASSES, 5)) {
    const before = await learner.predict(batch.X, batch.n);
    expect((await learner.step!(batch, batch.n - 2)).predictions).toEqual(before.slice(0, 3 * (batch.n - 2)));
  }
  learner.dispose();
});

it('gives weights as last read, and reads them with the batch after they were asked for', async () => {
  const learner = open(CONFIG, CLASSES);
  const [first, second] = batchesOf(CLASSES, 2);
  const beginning = learner.weights();
  await learner.step!(first, 0);
  const after = learner.weights();
  expect(after).not.toEqual(beginning);
  expect(after).toEqual(Float64Array.from((await learner.save()).arrays.parameters));
  await learner.step!(second, 0);
  expect(learner.weights()).not.toEqual(after);
  learner.dispose();
});

it('rejects when its backend is lost, and goes on elsewhere from what was saved', async () => {
  const learner = open(CONFIG, CLASSES);
  const batches = batchesOf(CLASSES, 4);
  await learnAll(learner, batches.slice(0, 2));
  const memento = structuredClone(await learner.save());
  vi.useFakeTimers();
  const stuck = withTf('cpu', () => new Promise<never>(() => {})).catch(() => {});
  await vi.advanceTimersByTimeAsync(61_000);
  await stuck;
  vi.useRealTimers();
  await expect(learner.step!(batches[2], 1)).rejects.toBeInstanceOf(EngineLostError);
  await expect(learner.predict(batches[2].X, 1)).rejects.toBeInstanceOf(EngineLostError);
  await expect(learner.save()).rejects.toBeInstanceOf(EngineLostError);
  learner.dispose();
  const next = await createLearner({ ...CONFIG, compute: 'cpu' }, D, CLASSES, memento);
  expect(next.engine).toBe('JavaScript, double precision');
  expect((await next.step!(batches[2], 1)).loss).toBeGreaterThan(0);
});

it('refuses the state of another', async () => {
  const state = await (await createLearner({ ...CONFIG, hidden: [4] }, D, CLASSES)).save();
  expect(() => open(CONFIG, CLASSES, state)).toThrow(TypeError);
});

describe('what computes', () => {
  it('is double precision where nothing else starts', async () => {
    for (const compute of ['wasm', 'webgl', 'webgpu'] as const) {
      const learner = await createLearner({ ...CONFIG, compute }, D, CLASSES);
      expect(learner.engine).toBe('JavaScript, double precision');
    }
  });

  it('is chosen by the products of a pass', () => {
    expect(chooseCompute('auto', [3, 16, 2], 32)).toBe('cpu');
    expect(chooseCompute('auto', [300, 512, 256, 10], 128)).toBe('wasm');
    expect(chooseCompute('cpu', [300, 512, 256, 10], 128)).toBe('cpu');
    expect(chooseCompute('webgpu', [3, 2])).toBe('webgpu');
  });
});
