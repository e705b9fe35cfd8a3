// Networks and linear models against PyTorch and scikit-learn (scripts/golden_network.py): in double precision to 1e-10,
// and in single precision to 2e-5 of weights that are about 1: on the WASM kernels, and through TensorFlow.js. Here that is
// TensorFlow.js's plain JavaScript; on GPUs the same operations run in the browser (npm run bench -- --only stream).

import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { wasmLevel } from '../../compute/kernels/features';
import { nodeNnEnv } from '../../compute/nn/wasm/env.node';
import type { Batch, Learner, LearnerState, Task } from '../types';
import type { LearnerConfig } from './config';
import { DenseNetwork } from './dense';
import golden from './golden/network.json';
import { createLearner } from './index';
import { NetworkLearner, networkParts, shapeOf } from './network';
import { momentsOf } from './optimizer';
import { networkShape } from './shape';
import { TfNetworkLearner } from './tf-network';
import { openWasmCore } from './wasm-core';

// Where relaxed SIMD is still behind a flag (Node 20).
setFlagsFromString('--experimental-wasm-relaxed-simd');

const { columns: d, classes, rows: n } = golden;
type Case = (typeof golden.networks)[number];

const CASES = golden.networks.map((each): [string, Case] => [
  `${each.activation}, ${each.optimizer}, ${each.task}`,
  each,
]);
/** float64 allows 1e-10 of weights about 1; of float32 some 20 roundings of half a unit in the 24th bit. */
const BUILDS = wasmLevel() === 'relaxed' ? [false, true] : [false];
const CLOSE = { double: 1e-10, single: 2e-5 };

function taskOf({ task }: { readonly task: string }): Task {
  return task === 'classification' ? { kind: 'classification', n_classes: classes } : { kind: 'regression' };
}

function configOf({ activation, optimizer, learning_rate }: Case): LearnerConfig {
  return {
    ...{ id: 'network', hidden: golden.hidden, activation: activation as LearnerConfig['activation'] },
    ...{ optimizer: optimizer as LearnerConfig['optimizer'], learning_rate, epochs: golden.epochs },
    ...{ n_components: 1, seed: 1 },
  };
}

/** A state with the weights that PyTorch began with. */
async function startOf(each: Case): Promise<LearnerState> {
  const config = configOf(each);
  const state = await (await createLearner(config, d, taskOf(each))).save();
  const { first, second } = momentsOf(config.optimizer, each.parameters.length);
  const parameters = Float64Array.from(each.parameters);
  return { ...state, arrays: { parameters, first: new Float64Array(first), second: new Float64Array(second) } };
}

function batchesOf(each: Case): Batch[] {
  return each.batches.map(({ X, y }) => ({ X: Float64Array.from(X), y: Float64Array.from(y), n, d }));
}

function expectClose(got: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(got.length).toBe(expected.length);
  const apart = expected.map((value, i) => Math.abs(value - got[i]) / Math.max(1, Math.abs(value)));
  expect(Math.max(0, ...apart)).toBeLessThan(tolerance);
}

async function follows(learner: Learner, each: Case, tolerance: number): Promise<void> {
  for (const [i, batch] of batchesOf(each).entries()) {
    if (i === 0) expectClose(await learner.predict(batch.X, n), each.predictions, tolerance);
    const step = await learner.step!(batch, n);
    if (i === 0) expectClose(step.predictions, each.predictions, tolerance);
    expectClose([step.loss, step.grad_norm!], [each.steps[i].loss, each.steps[i].grad_norm], tolerance);
  }
  const { arrays } = await learner.save();
  expectClose(arrays.parameters, each.after, tolerance);
  expectClose(arrays.first, each.moments.first, tolerance);
  expectClose(arrays.second, each.moments.second, tolerance);
}

describe.each(CASES)('PyTorch: %s', (_, each) => {
  it('the gradient', () => {
    const { activation } = configOf(each);
    const { widths, loss } = networkParts(configOf(each), d, taskOf(each));
    const network = new DenseNetwork(networkShape(widths, activation, loss), Float64Array.from(each.parameters));
    const [{ X, y }] = batchesOf(each);
    expect(Math.abs(network.evaluate(X, y, n) - each.steps[0].loss)).toBeLessThan(CLOSE.double);
    expectClose(network.gradient, each.gradient, CLOSE.double);
  });

  it('predictions, losses, gradient norms, weights and moments over all steps', async () => {
    await follows(await createLearner(configOf(each), d, taskOf(each), await startOf(each)), each, CLOSE.double);
  });

  it.each(BUILDS)('the same on WASM, relaxed: %s', async (relaxed) => {
    const parts = networkParts(configOf(each), d, taskOf(each));
    const core = await openWasmCore(shapeOf(configOf(each), parts), configOf(each), nodeNnEnv(), relaxed);
    await follows(new NetworkLearner(configOf(each), parts, core, await startOf(each)), each, CLOSE.single);
  });

  it('the same through TensorFlow.js', async () => {
    const parts = networkParts(configOf(each), d, taskOf(each));
    const learner = new TfNetworkLearner(configOf(each), parts, 'cpu', await startOf(each));
    await follows(learner, each, CLOSE.single);
    learner.dispose();
  });
});

it.each(golden.linear.map((each) => [`${each.by}, ${each.task} of ${each.n_classes}`, each] as const))(
  'one example at a time as %s',
  async (_, each) => {
    const config: LearnerConfig = {
      ...{ id: 'linear', hidden: [], activation: 'relu', optimizer: 'sgd', n_components: 1, seed: 1 },
      ...{ learning_rate: each.learning_rate, epochs: each.epochs },
    };
    const task: Task =
      each.task === 'regression' ? { kind: 'regression' } : { kind: 'classification', n_classes: each.n_classes };
    const learner = await createLearner(config, d, task);
    const y = Float64Array.from(each.y);
    await learner.learn({ X: Float64Array.from(each.X), y, n: y.length, d });
    expectClose(learner.weights(), each.after, CLOSE.double);
  },
);
