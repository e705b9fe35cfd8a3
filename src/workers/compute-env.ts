// The engines' surroundings in a browser: shards are workers, kernels are fetched from beside the app.

import type { ShardReply } from '../ml/compute/em/protocol';
import { type ComputeEnv, type ShardPort, threadsFor } from '../ml/compute/env';
import relaxedKernel from '../ml/compute/kernels/generated/em.relaxed.wasm?url';
import simdKernel from '../ml/compute/kernels/generated/em.simd.wasm?url';
import { isLifeSign, startWorker } from '../wire/worker';
import shardScript from './shard.worker.ts?worker&url';

export function browserComputeEnv(threads = threadsFor(navigator.hardwareConcurrency)): ComputeEnv {
  return {
    threads,
    spawnShard,
    kernelBytes: async (relaxed) => {
      const response = await fetch(relaxed ? relaxedKernel : simdKernel);
      if (!response.ok) throw new Error(`The compute kernel could not be loaded (${response.status}).`);
      return response.arrayBuffer();
    },
  };
}

function spawnShard(): ShardPort {
  let reply: ((reply: ShardReply) => void) | null = null;
  let lose: ((why: string) => void) | null = null;
  const { worker, end } = startWorker(shardScript, 'shard', (why) => lose?.(`A compute worker failed: ${why}.`));
  worker.addEventListener('message', (event: MessageEvent<ShardReply>) => {
    if (!isLifeSign(event)) reply?.(event.data);
  });
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    listen(onReply, onLost) {
      reply = onReply;
      lose = onLost;
    },
    end() {
      reply = null;
      lose = null;
      end();
    },
  };
}
