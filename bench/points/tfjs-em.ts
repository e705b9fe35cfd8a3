// A peer: the same EM written with TensorFlow.js's own operations (float32), as one would without custom
// kernels. Every tensor of an iteration is disposed of with it.

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { toEmModel } from '../../src/ml/gmm/params';
import type { Problem, ProblemSize } from './problem.mjs';

const REG_COVAR = 1e-6;

interface Parameters {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
}

export async function openTfjsEm(backend: 'wasm' | 'cpu', { points, means }: Problem, { n, d, k }: ProblemSize) {
  if (backend === 'wasm') {
    // The threaded binary breaks in built code; stock users run the plain one.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plainUrl,
      'tfjs-backend-wasm-simd.wasm': simdUrl,
      // Asked for by name although it is switched off.
      'tfjs-backend-wasm-threaded-simd.wasm': simdUrl,
    });
  }
  await tf.setBackend(backend);
  await tf.ready();
  const x = tf.tensor2d(Float32Array.from(points), [n, d]);
  let current: Parameters = {
    weights: new Float64Array(k).fill(1 / k),
    means: Float64Array.from(means.flat()),
    covariances: Float64Array.from({ length: k * d * d }, (_, i) => ((i % (d * d)) % (d + 1) === 0 ? 1 : 0)),
  };
  let before = Number.NaN;
  return {
    async step(): Promise<void> {
      // Other contestants may have run on another backend in between.
      await tf.setBackend(backend);
      const outputs = tf.tidy(() => iteration(x, current, n, d, k));
      const [logLikelihood, counts, sums, scatter] = await Promise.all(outputs.map((tensor) => tensor.data()));
      tf.dispose(outputs);
      current = maximise(counts!, sums!, scatter!, n, d, k);
      before = logLikelihood![0]!;
    },
    logLikelihood: async () => before,
    dispose: () => x.dispose(),
  };
}

/** Log-likelihood, counts [K], means [K, D] and covariances [K * D, D], from one look at all points. */
function iteration(x: tf.Tensor2D, { weights, means, covariances }: Parameters, n: number, d: number, k: number) {
  const { factors, logNorm } = toEmModel({
    ...{ covariance_type: 'full', n_components: k, n_features: d },
    ...{ weights, means, covariances },
  });
  const columns = Array.from({ length: k }, (_, c) => {
    const factor = tf.tensor2d(Float32Array.from(factors.subarray(c * d * d, (c + 1) * d * d)), [d, d]);
    const mean = tf.tensor2d(Float32Array.from(means.subarray(c * d, (c + 1) * d)), [1, d]);
    const y = tf.sub(tf.matMul(x, factor), tf.matMul(mean, factor));
    return tf.sub(tf.scalar(logNorm[c]!), tf.mul(tf.sum(tf.square(y), 1), 0.5));
  });
  const logDensities = tf.stack(columns, 1);
  const logSums = tf.logSumExp(logDensities, 1, true);
  const r = tf.exp(tf.sub(logDensities, logSums)) as tf.Tensor2D;
  const counts = tf.sum(r, 0);
  const newMeans = tf.div(tf.matMul(r, x, true, false), tf.reshape(counts, [k, 1])) as tf.Tensor2D;
  const scatters = Array.from({ length: k }, (_, c) => {
    const offsets = tf.sub(x, tf.slice(newMeans, [c, 0], [1, d]));
    const weighted = tf.mul(offsets, tf.slice(r, [0, c], [n, 1]));
    return tf.matMul(weighted, offsets, true, false);
  });
  return [tf.sum(logSums), counts, newMeans, tf.concat(scatters, 0)];
}

type Numbers = ArrayLike<number>;

function maximise(counts: Numbers, means: Numbers, scatter: Numbers, n: number, d: number, k: number): Parameters {
  const covariances = Float64Array.from({ length: k * d * d }, (_, i) => {
    const count = counts[Math.floor(i / (d * d))]!;
    return scatter[i]! / count + ((i % (d * d)) % (d + 1) === 0 ? REG_COVAR : 0);
  });
  return {
    weights: Float64Array.from({ length: k }, (_, c) => counts[c]! / n),
    means: Float64Array.from(means),
    covariances,
  };
}
