// The backend's surroundings in Node, for tests and scripts: kernels come from disk, helpers from the caller.

import { readFile } from 'node:fs/promises';
import type { WasmNnEnv } from './create';
import type { NnBuild } from './module';

export function nnKernelFile({ relaxed, shared }: NnBuild): string {
  return `nn.${relaxed ? 'relaxed' : 'simd'}${shared ? '.shared' : ''}.wasm`;
}

export function nodeNnEnv(spawnNnThread: WasmNnEnv['spawnNnThread'] = null): WasmNnEnv {
  return {
    nnKernelBytes: (build) => readFile(new URL(`./generated/${nnKernelFile(build)}`, import.meta.url)),
    spawnNnThread,
  };
}
