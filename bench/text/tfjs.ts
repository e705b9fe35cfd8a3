// A peer: the same training in TensorFlow.js's own operations and autodiff, on one of its backends, as one would
// write it without custom kernels.

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs';
import { prepareWasm } from '../../src/ml/compute/tf-wasm';
import { LEARNING_RATE, makeBatch, makeProblem } from './problem';
import type { Contestant, Job, TfjsBackendName } from './protocol';
import { StockBert } from './tfjs-bert';

export async function openTfjs(job: Extract<Job, { kind: 'tfjs' }>): Promise<Contestant> {
  await start(job.backend);
  const { config, weights } = makeProblem(job.architecture);
  // WASM's gather has no gradient kernel: there, training multiplies by one-hot rows instead.
  const oneHot = job.backend === 'wasm' && job.pass === 'training';
  const model = new StockBert(config, weights, oneHot);
  const { ids, labels } = makeBatch(job.batch, job.tokens);
  const tokens = tf.tensor1d(ids, 'int32');
  const logits = () => model.logits(tokens, job.tokens);
  const run = job.pass === 'forward' ? forward(logits) : training(model, logits, labels, config.num_labels);
  return { engine: `tfjs ${tf.version_core} ${tf.getBackend()}`, run };
}

async function start(backend: TfjsBackendName): Promise<void> {
  if (backend === 'wasm') {
    await import('@tensorflow/tfjs-backend-wasm');
    prepareWasm();
  }
  if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs's ${backend} backend does not start here`);
  await tf.ready();
}

function forward(logits: () => tf.Tensor2D) {
  return async () => {
    const outcome = tf.tidy(logits);
    const values = await outcome.data();
    outcome.dispose();
    return [...values];
  };
}

/** tfjs has Adam, but no decoupled decay: its step is the easier one. */
function training(model: StockBert, logits: () => tf.Tensor2D, labels: Int32Array, classes: number) {
  const targets = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32');
  const optimiser = tf.train.adam(LEARNING_RATE, 0.9, 0.999, 1e-8);
  return async () => {
    const loss = optimiser.minimize(
      () => tf.losses.softmaxCrossEntropy(targets, logits()) as tf.Scalar,
      true,
      model.variables,
    );
    if (!loss) throw new Error('tfjs gave no loss');
    // Waits for all that was asked for before, the update among it.
    const values = await loss.data();
    loss.dispose();
    return [values[0]];
  };
}
