// Millrace on WASM: the app's own encoder, head, loss and optimiser, and the ceiling of one thread.

import { backward } from '../../src/ml/bert/backward';
import { Encoder } from '../../src/ml/bert/encoder';
import { ClassifierHead } from '../../src/ml/bert/heads';
import { Loss } from '../../src/ml/bert/loss';
import { wasmLevel } from '../../src/ml/compute/kernels/features';
import type { NnBackend } from '../../src/ml/compute/nn/types';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { instantiate } from '../../src/ml/compute/nn/wasm/module';
import { Rng } from '../../src/ml/rng';
import { Optimiser } from '../../src/ml/trainer/optimiser';
import { DEFAULT_OPTIONS } from '../../src/ml/trainer/options';
import { browserNnEnv } from '../../src/workers/nn-env';
import { LEARNING_RATE, makeBatch, makeProblem, PEAK_ROUNDS, type Problem, WEIGHT_DECAY } from './problem';
import type { Contestant, Job } from './protocol';

type Work = Pick<Extract<Job, { kind: 'ours' }>, 'batch' | 'tokens'>;

export async function openOurs(job: Extract<Job, { kind: 'ours' }>): Promise<Contestant> {
  const nn = await startBackend(job.threads);
  const problem = makeProblem(job.architecture);
  const encoder = new Encoder(nn, problem.config, problem.weights);
  const run = job.pass === 'forward' ? forward(encoder, job) : training(encoder, problem, job);
  return { engine: nn.description, run };
}

/** With all its helpers: they come up while this thread yields. Rejects where fewer threads come than were asked for. */
export async function startBackend(threads: number): Promise<NnBackend> {
  const nn = await createWasmBackend({ env: browserNnEnv(), threads });
  const wanted = new RegExp(`, ${threads} thread`);
  for (let i = 0; i < 1000 && !wanted.test(nn.description); i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (!wanted.test(nn.description)) throw new Error(`wanted ${threads} threads, got ${nn.description}`);
  return nn;
}

function forward(encoder: Encoder, { batch, tokens }: Work) {
  const { nn } = encoder;
  const shape = { batch, length: tokens };
  const act = encoder.activations(shape, 'inference');
  const head = new ClassifierHead(encoder, shape);
  const { ids } = makeBatch(batch, tokens);
  const lengths = new Int32Array(batch).fill(tokens);
  return async () => {
    nn.writeInts(act.ids, ids);
    nn.writeInts(act.lengths, lengths);
    encoder.forward(act, null);
    head.forward(act, null);
    return [...(await nn.read(head.logits))];
  };
}

/** One step: forward, backward, AdamW over all parameters; no dropout and no clipping, as with the peers. */
function training(encoder: Encoder, { weights }: Problem, { batch, tokens }: Work) {
  const { nn } = encoder;
  const shape = { batch, length: tokens };
  const act = encoder.activations(shape, 'training');
  const head = new ClassifierHead(encoder, shape);
  const loss = new Loss(encoder, head);
  const options = {
    ...DEFAULT_OPTIONS,
    learning_rate: LEARNING_RATE,
    weight_decay: WEIGHT_DECAY,
    schedule: 'constant',
    warmup_ratio: 0,
    max_grad_norm: 0,
  } as const;
  const optimiser = new Optimiser(encoder, weights, options, 'classifier', new Rng(1));
  const { ids, labels } = makeBatch(batch, tokens);
  const lengths = new Int32Array(batch).fill(tokens);
  const each = new Float32Array(batch).fill(1 / batch);
  let step = 0;
  return async () => {
    nn.writeInts(act.ids, ids);
    nn.writeInts(act.lengths, lengths);
    encoder.forward(act, null);
    head.forward(act, null);
    loss.clear();
    loss.add({ kind: 'labels', labels, smoothing: 0 }, each, true);
    head.backward(act, loss.dLogits, null, optimiser.gradients, act.gradients!.normed);
    backward(encoder, act, null, optimiser.gradients, optimiser.lowest);
    step++;
    optimiser.step(step, 1e9);
    const losses = await nn.read(loss.total);
    return [losses.reduce((sum, value) => sum + value, 0)];
  };
}

const WARM_UPS = 20;

/** The arithmetic ceiling of one thread: f32x4 multiply-adds that touch no memory, PEAK_ROUNDS rounds a run. */
export async function openPeak(): Promise<Contestant> {
  const relaxed = wasmLevel() === 'relaxed';
  const module = await WebAssembly.compile(await browserNnEnv().nnKernelBytes({ relaxed, shared: false }));
  const { peak } = instantiate(module, new WebAssembly.Memory({ initial: 1 }));
  // Optimised code comes while this thread yields.
  for (let i = 0; i < WARM_UPS; i++) {
    peak(PEAK_ROUNDS, 1e-9);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    engine: relaxed ? 'WASM relaxed SIMD, 1 thread' : 'WASM SIMD, 1 thread',
    async run() {
      peak(PEAK_ROUNDS, 1e-9);
      return [];
    },
  };
}
