// The engines' surroundings in a browser: shards are workers, kernels are fetched from beside the app.

import type { ShardReply } from '../ml/compute/em/protocol';
import { type ComputeEnv, type ShardPort, threadsFor } from '../ml/compute/env';
import relaxedKernel from '../ml/compute/kernels/generated/em.relaxed.wasm?url';
import simdKernel from '../ml/compute/kernels/generated/em.simd.wasm?url';

export function browserComputeEnv(threads = threadsFor(navigator.hardwareConcurrency)): ComputeEnv {
  return {
    threads,
    spawnShard: () => workerPort(new Worker(new URL('./shard.worker.ts', import.meta.url), { type: 'module' })),
    kernelBytes: async (relaxed) => {
      const response = await fetch(relaxed ? relaxedKernel : simdKernel);
      if (!response.ok) throw new Error(`The compute kernel could not be loaded (${response.status}).`);
      return response.arrayBuffer();
    },
  };
}

function workerPort(worker: Worker): ShardPort {
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    listen(onReply, onLost) {
      worker.onmessage = (event: MessageEvent<ShardReply>) => onReply(event.data);
      worker.onerror = (event) => {
        // The loss is dealt with here: unprevented, the error would count as one of the engine itself.
        event.preventDefault();
        onLost(event.message || 'A compute worker failed to start.');
      };
      worker.onmessageerror = () => onLost('A compute worker sent something unreadable.');
    },
    end() {
      worker.onmessage = null;
      worker.onerror = null;
      worker.onmessageerror = null;
      worker.terminate();
    },
  };
}
