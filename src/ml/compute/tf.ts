// TensorFlow.js, loaded by whoever needs it and no one else: import this file dynamically.
//
// There is one TensorFlow.js to a worker and its backend is a global, so that work on it takes turns:
// `withTf` runs a piece of work, reads included, with its backend set and nothing else in between.
// Backends load one by one. Known quirks of tfjs 4.22 that are dealt with here:
// - bundlers drop the gradients of tfjs-core unless their registration is imported by name;
// - the threaded WASM build breaks once minified, so it is switched off and never shipped;
// - WebGL is refused on software renderers unless asked for;
// - nothing in it notices a lost device.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { EngineLostError } from '../gmm/engine';
import { withDeadline } from './deadline';
import { End } from './end';
import { noteTfFailure, reportTfFallback, type TfBackend, tfFailure } from './tf-status';

export { tf };

/** Seconds until a backend counts as not starting, and work as stuck. */
const START_PATIENCE = 15;
const WORK_PATIENCE = 60;

const starting = new Map<TfBackend, Promise<void>>();
/** Rejects once the backend's device is lost. */
const losses = new Map<TfBackend, End>();

/** The first of the preferred backend, WASM and plain JavaScript that starts. */
export async function startTf(preferred: TfBackend): Promise<TfBackend> {
  const order = [...new Set<TfBackend>([preferred, 'wasm', 'cpu'])];
  for (const backend of order) {
    if (tfFailure(backend) !== undefined) continue;
    try {
      await withTf(backend, async () => {});
    } catch {
      continue;
    }
    const reason = tfFailure(preferred);
    if (reason !== undefined) reportTfFallback({ wanted: preferred, used: backend, reason });
    return backend;
  }
  throw new Error(`TensorFlow.js could not start: ${tfFailure(preferred) ?? 'no backend works here'}`);
}

/** Whether a backend that has started keeps its numbers in 32 bits; some graphics have 16 only, too coarse to train with. */
export function isSinglePrecision(backend: TfBackend): boolean {
  return backend !== 'webgl' || tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE');
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` on a backend when its turn comes.
 * Rejects with what `work` rejects with, or EngineLostError when the backend does not start, is lost or hangs.
 */
export function withTf<T>(backend: TfBackend, work: () => Promise<T>): Promise<T> {
  const result = turn.then(async () => {
    await use(backend);
    try {
      const loss = losses.get(backend);
      const done = loss ? loss.before(work()) : work();
      const value = await withDeadline(done, WORK_PATIENCE, `${backend} did not answer.`);
      if (contextLost(backend)) throw new Error('The WebGL context was lost.');
      return value;
    } catch (error) {
      throw await asLoss(backend, error);
    }
  });
  turn = result.catch(() => undefined);
  return result;
}

async function use(backend: TfBackend): Promise<void> {
  const failure = tfFailure(backend);
  if (failure !== undefined) throw new EngineLostError(failure);
  const start = starting.get(backend) ?? withDeadline(load(backend), START_PATIENCE, 'It did not start in time.');
  starting.set(backend, start);
  try {
    await start;
    if (!(await tf.setBackend(backend))) throw new Error('TensorFlow.js could not start it.');
  } catch (error) {
    starting.delete(backend);
    const reason = error instanceof Error ? error.message : String(error);
    noteTfFailure(backend, reason);
    throw new EngineLostError(reason);
  }
}

async function load(backend: TfBackend): Promise<void> {
  switch (backend) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      return;
    case 'wasm': {
      // Node's builds of the backend read their binaries from other places than bundles do.
      if (tf.env().getBool('IS_NODE')) throw new Error('TensorFlow.js runs on WASM in browsers only.');
      const { prepareWasm } = await import('./tf-wasm');
      prepareWasm();
      return;
    }
    case 'webgl':
      await import('@tensorflow/tfjs-backend-webgl');
      tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
      return;
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu');
      if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js could not start WebGPU.');
      losses.set('webgpu', watchDevice());
  }
}

/** The device of tfjs's backend, which keeps it as a public field. */
function watchDevice(): End {
  const { device } = tf.backend() as tf.KernelBackend & { readonly device: GPUDevice };
  const loss = new End();
  device.lost.then(({ message }) => loss.come(new EngineLostError(`The GPU was lost. ${message}`.trim())));
  return loss;
}

function contextLost(backend: TfBackend): boolean {
  if (backend !== 'webgl') return false;
  const { gpgpu } = tf.backend() as tf.KernelBackend & { readonly gpgpu: { readonly gl: WebGL2RenderingContext } };
  return gpgpu.gl.isContextLost();
}

/** TensorFlow.js keeps a backend that it has made, dead or not; once its maker is registered anew, the next start makes another. */
function discard(backend: TfBackend): void {
  const make = tf.findBackendFactory(backend);
  if (!make) return;
  tf.removeBackend(backend);
  tf.registerBackend(backend, make);
}

/** Tells a backend that is gone from an error in the work itself. */
async function asLoss(backend: TfBackend, error: unknown): Promise<unknown> {
  const reason = error instanceof Error ? error.message : String(error);
  const gone = error instanceof EngineLostError || contextLost(backend) || /did not answer|lost/i.test(reason);
  if (!gone) return error;
  noteTfFailure(backend, reason);
  starting.delete(backend);
  losses.delete(backend);
  if (backend === 'webgl' || backend === 'webgpu') discard(backend);
  return error instanceof EngineLostError ? error : new EngineLostError(reason);
}
