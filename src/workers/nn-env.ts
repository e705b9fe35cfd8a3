// The text models' surroundings in a browser: kernels are fetched from beside the app, helper threads are
// workers, where the page is cross-origin isolated and memory can be shared.

import type { WasmNnEnv } from '../ml/compute/nn/wasm/create';
import relaxedShared from '../ml/compute/nn/wasm/generated/nn.relaxed.shared.wasm?url';
import relaxedKernels from '../ml/compute/nn/wasm/generated/nn.relaxed.wasm?url';
import simdShared from '../ml/compute/nn/wasm/generated/nn.simd.shared.wasm?url';
import simdKernels from '../ml/compute/nn/wasm/generated/nn.simd.wasm?url';
import type { NnBuild } from '../ml/compute/nn/wasm/module';
import type { NnThread } from '../ml/compute/nn/wasm/team';
import { startWorker } from '../wire/worker';
import threadScript from './nn-thread.worker.ts?worker&url';

export function browserNnEnv(): WasmNnEnv {
  return {
    async nnKernelBytes(build) {
      const response = await fetch(urlOf(build));
      if (!response.ok) throw new Error(`The text kernels could not be loaded (${response.status}).`);
      return response.arrayBuffer();
    },
    spawnNnThread: crossOriginIsolated ? spawnThread : null,
  };
}

function urlOf({ relaxed, shared }: NnBuild): string {
  if (shared) return relaxed ? relaxedShared : simdShared;
  return relaxed ? relaxedKernels : simdKernels;
}

function spawnThread(): NnThread {
  // A helper that does not start is one thread less: the others do its part.
  const { worker, end } = startWorker(threadScript, 'text-thread', () => {});
  return { start: (message) => worker.postMessage(message), end };
}
