// Who learns from the stream in the throughput rows. Ours is the product's loop (src/ml/stream/session.ts): it scales,
// predicts, scores, learns, and keeps its series. The peers are what one would write with TensorFlow.js's layers: `fit` a
// batch, or `trainOnBatch`; neither predicts before it learns, so that theirs is the easier work.

import type * as Tfjs from '@tensorflow/tfjs';
import type { Compute } from '../../src/ml/stream/learners';
import { createSession } from '../../src/ml/stream/session';
import type { Batch } from '../../src/ml/stream/types';
import { browserNnEnv } from '../../src/workers/nn-env';
import { learnerOf, makeBatches, type Problem, pushed } from './problem';

export type Job =
  | { readonly kind: 'ours'; readonly compute: Compute }
  | { readonly kind: 'fit' | 'trainOnBatch'; readonly backend: 'wasm' | 'cpu' };

export interface TensorCount {
  readonly tensors: number;
  readonly bytes: number;
  /** Bytes held on the GPU, those kept for reuse among them; where there is one. */
  readonly gpu?: number;
}

export interface Contestant {
  /** What computes, for people. */
  readonly engine: string;
  /** Learns from the next batch; its loss before that. */
  step(): Promise<number>;
  /** Of TensorFlow.js, where it is used. */
  tensors(): TensorCount | null;
}

export function openContestant(job: Job, problem: Problem): Promise<Contestant> {
  return job.kind === 'ours' ? openOurs(job.compute, problem) : openStock(job, problem);
}

async function openOurs(compute: Compute, problem: Problem): Promise<Contestant> {
  const config = {
    source: { batch_size: problem.rows, seed: 1 },
    learner: { ...learnerOf(problem), compute },
    ...{ replay: 0, detectors: [], reset_on_drift: false, window: 50 },
  };
  const session = await createSession(config, { source: pushed(problem), kernels: browserNnEnv() });
  const next = inTurn(makeBatches(problem));
  const { engine } = session.learner;
  const { tf } = engine.startsWith('Web') ? await import('../../src/ml/compute/tf') : { tf: null };
  return {
    engine,
    async step() {
      const report = await session.step(next());
      if (!report) throw new Error('A pushed batch was not learnt.');
      return report.loss;
    },
    tensors: () => (tf ? count(tf.memory()) : null),
  };
}

async function openStock({ kind, backend }: Exclude<Job, { kind: 'ours' }>, problem: Problem): Promise<Contestant> {
  const tf = await import('@tensorflow/tfjs');
  if (backend === 'wasm') {
    await import('@tensorflow/tfjs-backend-wasm');
    (await import('../../src/ml/compute/tf-wasm')).prepareWasm();
  }
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js does not start ${backend} here.`);
  const model = stockModel(tf, problem);
  const next = inTurn(makeBatches(problem));
  return {
    engine: `tfjs-layers ${tf.version_layers}, ${backend}`,
    async step() {
      const { X, y, n, d } = next();
      const x = tf.tensor2d(Float32Array.from(X), [n, d]);
      const labels = tf.tensor2d(Float32Array.from(y), [n, 1]);
      try {
        if (kind === 'trainOnBatch') return (await model.trainOnBatch(x, labels)) as number;
        const { history } = await model.fit(x, labels, { epochs: 1, batchSize: n, shuffle: false, verbose: 0 });
        return history.loss[0] as number;
      } finally {
        tf.dispose([x, labels]);
      }
    },
    tensors: () => count(tf.memory()),
  };
}

function stockModel(tf: typeof Tfjs, problem: Problem): Tfjs.Sequential {
  const { columns, hidden, classes } = problem;
  const model = tf.sequential();
  const input = { inputShape: [columns] };
  for (const [i, units] of hidden.entries()) {
    const options = { units, activation: 'relu', kernelInitializer: 'heNormal' } as const;
    model.add(tf.layers.dense(i === 0 ? { ...options, ...input } : options));
  }
  model.add(tf.layers.dense(classes > 0 ? { units: classes, activation: 'softmax' } : { units: 1 }));
  const { learning_rate } = learnerOf(problem);
  const loss = classes > 0 ? 'sparseCategoricalCrossentropy' : 'meanSquaredError';
  model.compile({ optimizer: tf.train.adam(learning_rate), loss });
  return model;
}

function inTurn(batches: readonly Batch[]): () => Batch {
  let at = 0;
  return () => batches[at++ % batches.length];
}

/** What the GPU backends of TensorFlow.js say beside its own numbers. */
type GpuMemory = Tfjs.MemoryInfo & {
  readonly numBytesInGPUAllocated?: number;
  readonly numBytesAllocatedInGPU?: number;
};

function count({ numTensors, numBytes, ...more }: GpuMemory): TensorCount {
  const gpu = more.numBytesInGPUAllocated ?? more.numBytesAllocatedInGPU;
  return { tensors: numTensors, bytes: numBytes, ...(gpu === undefined ? {} : { gpu }) };
}
