// What the engines need from the world around them. The mixture code starts no workers and fetches
// nothing itself: whoever creates an engine (a worker entry point, a test) passes these in.

import type { ShardReply, ShardRequest } from './em/protocol';

/** A line to one shard of the points: a worker, or an object in this thread. */
export interface ShardPort {
  /** Sends a request; what is listed in `transfer` is gone for the sender. */
  post(request: ShardRequest, transfer: ArrayBuffer[]): void;
  /** Says who hears the answers, and who hears that there will be none. Called once, before the first post. */
  listen(onReply: (reply: ShardReply) => void, onLost: (why: string) => void): void;
  /** Ends the worker; nothing is heard after this. */
  end(): void;
}

export interface ComputeEnv {
  /** How many shards may work at the same time, 1 to 8. */
  readonly threads: number;
  spawnShard(): ShardPort;
  /** The compiled kernels: the build with relaxed SIMD (fused multiply-add) or the one with plain SIMD. */
  kernelBytes(relaxed: boolean): Promise<BufferSource>;
}

export const MAX_THREADS = 8;

/** Threads to use where the machine has that many logical cores. */
export function threadsFor(cores: number | undefined): number {
  return Math.min(MAX_THREADS, Math.max(1, cores ?? 1));
}
