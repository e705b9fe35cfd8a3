// The engines' surroundings in Node, for tests: shards run in this thread, kernels come from disk.

import { readFile } from 'node:fs/promises';
import { localShardPort } from './em/shard';
import type { ComputeEnv } from './env';

export function nodeComputeEnv(threads = 1): ComputeEnv {
  return {
    threads,
    spawnShard: localShardPort,
    kernelBytes: (relaxed) => {
      const file = `./kernels/generated/em.${relaxed ? 'relaxed' : 'simd'}.wasm`;
      return readFile(new URL(file, import.meta.url));
    },
  };
}
