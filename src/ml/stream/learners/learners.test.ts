// Gradients against finite differences, optimisers against their published recurrences, and the promise of every learner
// to go on exactly from a saved state.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../rng';
import type { Batch, Learner, Task } from '../types';
import { ACTIVATIONS, type LearnerConfig, OPTIMIZERS } from './config';
import { DenseNetwork } from './dense';
import { createLearner } from './index';
import { Optimizer } from './optimizer';
import { initialParameters, networkShape } from './shape';

const CONFIG: LearnerConfig = {
  ...{ id: 'network', hidden: [7, 5], activation: 'tanh', optimizer: 'adam' },
  ...{ learning_rate: 0.01, epochs: 2, n_components: 2, seed: 4 },
};

function batchOf(task: Task, n: number, d: number, rng: Rng): Batch {
  const X = Float64Array.from({ length: n * d }, () => rng.normal());
  const y = Float64Array.from({ length: task.kind === 'density' ? 0 : n }, () =>
    task.kind === 'classification' ? rng.integer(task.n_classes) : rng.normal(),
  );
  return { X, y, n, d };
}

const LOSSES = [
  ['softmax', 3],
  ['logistic', 1],
  ['squared', 1],
] as const;

describe.each(ACTIVATIONS)('the gradient with %s', (activation) => {
  it.each(LOSSES)('agrees with finite differences: %s', (loss, outputs) => {
    const rng = new Rng(9);
    // Odd widths and rows, so that the loops' remainders count too.
    for (const widths of [
      [3, outputs],
      [5, 6, outputs],
      [6, 9, 4, outputs],
    ]) {
      const shape = networkShape(widths, activation, loss);
      const parameters = initialParameters(shape, rng);
      const network = new DenseNetwork(shape, parameters);
      const n = 7;
      const X = Float64Array.from({ length: n * widths[0] }, () => rng.normal());
      const classes = loss === 'softmax' ? 3 : 2;
      const y = Float64Array.from({ length: n }, () => (loss === 'squared' ? rng.normal() : rng.integer(classes)));
      network.evaluate(X, y, n);
      const gradient = network.gradient.slice();
      for (let i = 0; i < parameters.length; i++) {
        const value = parameters[i];
        const at = (shift: number) => {
          parameters[i] = value + shift;
          return network.evaluate(X, y, n);
        };
        const slope = (at(1e-6) - at(-1e-6)) / 2e-6;
        parameters[i] = value;
        expect(Math.abs(gradient[i] - slope)).toBeLessThan(1e-7);
      }
    }
  });
});

it.each([...ACTIVATIONS])(
  'the slope along any direction is what the gradient says, of any %s network',
  (activation) => {
    const width = fc.integer({ min: 1, max: 9 });
    const shapes = fc.record({
      inputs: width,
      hidden: fc.array(width, { maxLength: 3 }),
      rows: width,
      loss: fc.constantFrom(...LOSSES),
      seed: fc.nat(),
    });
    const property = fc.property(shapes, ({ inputs, hidden, rows, loss: [loss, outputs], seed }) => {
      const rng = new Rng(seed);
      const shape = networkShape([inputs, ...hidden, outputs], activation, loss);
      // Biases of 0 behind units that are all off would be just at ReLU's kink.
      const start = initialParameters(shape, rng).map((value) => value + 0.1 * rng.normal());
      const direction = start.map(() => rng.normal() / Math.sqrt(start.length));
      const X = Float64Array.from({ length: rows * inputs }, () => rng.normal());
      const y = Float64Array.from({ length: rows }, () => (loss === 'squared' ? rng.normal() : rng.integer(2)));
      const at = (shift: number) => {
        const network = new DenseNetwork(
          shape,
          start.map((value, i) => value + shift * direction[i]),
        );
        return { loss: network.evaluate(X, y, rows), gradient: network.gradient };
      };
      const { gradient } = at(0);
      const slope = direction.reduce((sum, value, i) => sum + value * gradient[i], 0);
      const measured = (at(1e-6).loss - at(-1e-6).loss) / 2e-6;
      expect(Math.abs(slope - measured)).toBeLessThan(1e-7);
    });
    // ReLU's kink, where there is no slope, is met by some seeds: its cases stay the same.
    fc.assert(property, activation === 'relu' ? { seed: 3 } : {});
  },
);

it('Adam follows the published recurrences', () => {
  const rng = new Rng(2);
  const optimizer = new Optimizer({ optimizer: 'adam', learning_rate: 0.02 }, 1);
  const w = Float64Array.of(0.7);
  let [expected, m, v] = [0.7, 0, 0];
  for (let t = 1; t <= 200; t++) {
    const g = rng.normal() * 10 ** (rng.integer(5) - 2);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    expected -= (0.02 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    optimizer.step(w, Float64Array.of(g));
    expect(w[0]).toBeCloseTo(expected, 11);
  }
});

const CASES: readonly [LearnerConfig, Task][] = [
  ...OPTIMIZERS.map((optimizer): [LearnerConfig, Task] => [
    { ...CONFIG, optimizer },
    { kind: 'classification', n_classes: 3 },
  ]),
  [CONFIG, { kind: 'regression' }],
  [
    { ...CONFIG, id: 'linear' },
    { kind: 'classification', n_classes: 2 },
  ],
  [
    { ...CONFIG, id: 'review-head' },
    { kind: 'classification', n_classes: 3 },
  ],
  [{ ...CONFIG, id: 'mixture' }, { kind: 'density' }],
];

describe.each(CASES)('%o of %o', (config, task) => {
  const learnAll = async (learner: Learner, batches: readonly Batch[]) => {
    const reports = [];
    for (const batch of batches) reports.push(await learner.learn(batch));
    return reports;
  };

  it('goes on exactly from every saved state, and after a reset', async () => {
    const rng = new Rng(5);
    const batches = Array.from({ length: 14 }, (_, i) => batchOf(task, 9 + (i % 4), 3, rng));
    for (let cut = 0; cut < batches.length; cut++) {
      const straight = await createLearner(config, 3, task);
      await learnAll(straight, batches.slice(0, cut));
      const again = await createLearner(config, 3, task, structuredClone(await straight.save()));
      const rest = batches.slice(cut);
      expect(await learnAll(again, rest)).toEqual(await learnAll(straight, rest));
      for (const one of [straight, again]) one.reset();
      await learnAll(straight, rest);
      await learnAll(again, rest);
      expect(await again.save()).toEqual(await straight.save());
      expect(again.weights()).toEqual(straight.weights());
      expect(await again.predict(batches[0].X, 9)).toEqual(await straight.predict(batches[0].X, 9));
    }
  });

  it('gets better at what it sees again', async () => {
    const learner = await createLearner(config, 3, task);
    const batch = batchOf(task, 60, 3, new Rng(6));
    const reports = await learnAll(
      learner,
      Array.from({ length: 60 }, () => batch),
    );
    expect(reports[59].loss).toBeLessThan(reports[0].loss);
  });

  it('refuses the state of another', async () => {
    const state = await (await createLearner(config, 3, task)).save();
    await expect(createLearner(config, 4, task, state)).rejects.toThrow(TypeError);
  });
});

it('gives one example at a time the updates of plain logistic regression', async () => {
  const task: Task = { kind: 'classification', n_classes: 2 };
  const config: LearnerConfig = { ...CONFIG, id: 'linear', optimizer: 'sgd', epochs: 1, learning_rate: 0.1 };
  const learner = await createLearner(config, 3, task);
  const { X, y, n, d } = batchOf(task, 50, 3, new Rng(8));
  const w = new Float64Array(d + 1);
  for (let i = 0; i < n; i++) {
    let z = w[d];
    for (let j = 0; j < d; j++) z += w[j] * X[i * d + j];
    const error = 1 / (1 + Math.exp(-z)) - y[i];
    for (let j = 0; j < d; j++) w[j] -= 0.1 * error * X[i * d + j];
    w[d] -= 0.1 * error;
  }
  await learner.learn({ X, y, n, d });
  for (const [i, weight] of learner.weights().entries()) expect(weight).toBeCloseTo(w[i], 12);
});
