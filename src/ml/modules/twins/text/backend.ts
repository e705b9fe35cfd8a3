// What an encoder computes on, wherever its scripts run: the app's kernels, which lie beside the scripts as text, or, where
// there is no WebAssembly with SIMD, the operations of the reference, in plain JavaScript: slower by far, and as right.

import { wasmLevel } from '../../../compute/kernels/features';
import { ReferenceBackend } from '../../../compute/nn/reference';
import type { NnBackend } from '../../../compute/nn/types';
import { createWasmBackend } from '../../../compute/nn/wasm/create';
import kernels from '../../../compute/nn/wasm/generated/nn.simd.wasm?base64';

const env = {
  nnKernelBytes: async () => Uint8Array.from(atob(kernels), (character) => character.charCodeAt(0)),
  spawnNnThread: null,
};

let opened: Promise<NnBackend> | null = null;

/** One for all that these scripts do; its results do not depend on the machine, since it fuses no operations. */
export function backend(): Promise<NnBackend> {
  opened ??=
    wasmLevel() === 'none'
      ? Promise.resolve(new ReferenceBackend())
      : createWasmBackend({ env, threads: 1, relaxed: false });
  return opened;
}
