// Starts the WASM backend: picks the build that runs here, makes its memory, starts its helpers.

import { wasmLevel } from '../../kernels/features';
import { type NnBackend, NnMemoryError } from '../types';
import { WasmBackend } from './backend';
import { Heap, MAX_PAGES } from './memory';
import { instantiate, type NnBuild } from './module';
import { type NnThread, Team } from './team';

export interface WasmNnEnv {
  /** The compiled kernels of one of the four builds. */
  nnKernelBytes(build: NnBuild): Promise<BufferSource>;
  /** Makes a helper thread; null where there can be none (the page is not cross-origin isolated). */
  readonly spawnNnThread: (() => NnThread) | null;
}

export interface WasmNnOptions {
  readonly env: WasmNnEnv;
  /** Threads that compute, this one among them. */
  readonly threads: number;
  /** Fused multiply-add; by default where the browser has it. Results differ in their last bits. */
  readonly relaxed?: boolean;
  /** Multiply-adds from which on a job is shared out; tests share out all. */
  readonly worthSharing?: number;
}

const FIRST_PAGES = 64;
/** A shared memory reserves its largest size at once: less is tried where an address space is small. */
const SHARED_PAGES = [MAX_PAGES, 32768, 16384, 8192];

/**
 * Must run where blocking is allowed (a worker, or Node) when there are helpers. Rejects where there is no
 * WebAssembly SIMD. The results' bits do not depend on the number of threads.
 */
export async function createWasmBackend(options: WasmNnOptions): Promise<NnBackend> {
  const { env, threads, relaxed, worthSharing } = options;
  const level = wasmLevel();
  if (level === 'none') throw new Error('This browser has no WebAssembly SIMD.');
  const build = { relaxed: relaxed ?? level === 'relaxed', shared: threads > 1 && env.spawnNnThread !== null };
  const module = await WebAssembly.compile(await env.nnKernelBytes(build));
  const heap = build.shared ? sharedHeap() : new Heap(new WebAssembly.Memory({ initial: FIRST_PAGES }));
  const exports = instantiate(module, heap.memory);
  const helpers: NnThread[] = [];
  if (build.shared && env.spawnNnThread) {
    for (let i = 1; i < threads; i++) helpers.push(env.spawnNnThread());
  }
  const team = new Team(module, exports, heap, helpers, worthSharing);
  return new WasmBackend(exports, heap, team, build.relaxed ? 'WASM relaxed SIMD' : 'WASM SIMD');
}

function sharedHeap(): Heap {
  for (const maximum of SHARED_PAGES) {
    try {
      return new Heap(new WebAssembly.Memory({ initial: FIRST_PAGES, maximum, shared: true }), maximum);
    } catch {
      // The next smaller one.
    }
  }
  throw new NnMemoryError('There is no room for a memory that threads share.');
}
