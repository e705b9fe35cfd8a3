// For tests of what there is room for: the WASM backend in a memory of so many pages, on one thread, with what it holds of it.

import type { NnBackend } from '../types';
import { WasmBackend } from '../wasm/backend';
import { nodeNnEnv } from '../wasm/env.node';
import { Heap, MAX_PAGES } from '../wasm/memory';
import { instantiate } from '../wasm/module';
import { Team } from '../wasm/team';

class CountedHeap extends Heap {
  held = 0;
  /** The most held at a time since this was last set to 0. */
  peak = 0;

  override take(bytes: number): number {
    const at = super.take(bytes);
    this.held += bytes;
    this.peak = Math.max(this.peak, this.held);
    return at;
  }

  override give(at: number, bytes: number): void {
    super.give(at, bytes);
    this.held -= bytes;
  }
}

export interface InMemory {
  readonly nn: NnBackend;
  readonly heap: { readonly held: number; peak: number; readonly memory: WebAssembly.Memory };
}

export async function backendInMemory(maxPages = MAX_PAGES): Promise<InMemory> {
  const module = await WebAssembly.compile(await nodeNnEnv().nnKernelBytes({ relaxed: false, shared: false }));
  const heap = new CountedHeap(new WebAssembly.Memory({ initial: 1 }), maxPages);
  const exports = instantiate(module, heap.memory);
  return { nn: new WasmBackend(exports, heap, new Team(module, exports, heap, []), 'WASM SIMD'), heap };
}
