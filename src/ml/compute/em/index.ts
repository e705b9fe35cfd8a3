// Opens an engine of the kind asked for. The ones that need TensorFlow.js are loaded only then.

import type { EmEngine, EmEngineKind } from '../../gmm/engine';
import type { Matrix } from '../../gmm/types';
import type { ComputeEnv } from '../env';
import { wasmLevel } from '../kernels/features';
import { ShardPool } from './pool';

/**
 * An engine over a copy of the points, [n, d] with 1 to 16 dimensions. Where WebAssembly SIMD is
 * missing, 'wasm' gives the plain JavaScript engine (`kind` is then 'cpu'). Rejects with what went
 * wrong when the engine cannot start.
 */
export async function createEmEngine(kind: EmEngineKind, points: Matrix, env: ComputeEnv): Promise<EmEngine> {
  switch (kind) {
    case 'cpu':
      return ShardPool.create('cpu', points, env, null);
    case 'wasm': {
      const level = wasmLevel();
      if (level === 'none') return ShardPool.create('cpu', points, env, null);
      return ShardPool.create('wasm', points, env, await kernelModule(env, level === 'relaxed'));
    }
    case 'webgpu': {
      const { createWebGpuEngine } = await import('./webgpu');
      return createWebGpuEngine(points);
    }
    case 'webgl': {
      const { createTfjsEngine } = await import('./tfjs');
      return createTfjsEngine(points, 'webgl');
    }
  }
}

const modules = new Map<boolean, Promise<WebAssembly.Module>>();

/** Compiled once; a failure (a fetch that broke off) is not kept. */
function kernelModule(env: ComputeEnv, relaxed: boolean): Promise<WebAssembly.Module> {
  const known = modules.get(relaxed);
  if (known) return known;
  const compiling = env.kernelBytes(relaxed).then((bytes) => WebAssembly.compile(bytes));
  modules.set(relaxed, compiling);
  compiling.catch(() => modules.delete(relaxed));
  return compiling;
}
