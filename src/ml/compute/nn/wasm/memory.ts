// One linear memory shared out: first fit over a list of free blocks, neighbours joined when freed. The
// memory grows when nothing fits and never shrinks; views are made again after it grew.

import { NnMemoryError } from '../types';
import { FIRST_FREE, PAGE } from './module';

/** Blocks start at cache lines. */
const ALIGN = 64;
/** Kernels read up to 12 bytes past an array's end, so nothing is given out up to the very end. */
const SLACK = 64;
const SMALLEST_GROWTH = 64;
export const MAX_PAGES = 65536;

interface Block {
  at: number;
  bytes: number;
}

export class Heap {
  #free: Block[] = [];
  #end = FIRST_FREE;
  #floats: Float32Array;
  #ints: Int32Array;

  constructor(
    readonly memory: WebAssembly.Memory,
    private readonly maxPages = MAX_PAGES,
  ) {
    this.#floats = new Float32Array(memory.buffer);
    this.#ints = new Int32Array(memory.buffer);
  }

  /** Address of `bytes` bytes, not zeroed. */
  take(bytes: number): number {
    const size = Math.max(ALIGN, Math.ceil(bytes / ALIGN) * ALIGN);
    const index = this.#free.findIndex((block) => block.bytes >= size);
    if (index < 0) return this.#extend(size, bytes);
    const block = this.#free[index]!;
    const { at } = block;
    block.at += size;
    block.bytes -= size;
    if (block.bytes === 0) this.#free.splice(index, 1);
    return at;
  }

  give(at: number, bytes: number): void {
    const size = Math.max(ALIGN, Math.ceil(bytes / ALIGN) * ALIGN);
    const free = this.#free;
    let index = free.findIndex((block) => block.at > at);
    if (index < 0) index = free.length;
    free.splice(index, 0, { at, bytes: size });
    this.#join(index);
    this.#join(index - 1);
    const last = free.at(-1);
    if (last && last.at + last.bytes === this.#end) {
      this.#end = last.at;
      free.pop();
    }
  }

  floats(at: number, size: number): Float32Array {
    if (this.#floats.buffer !== this.memory.buffer) this.#floats = new Float32Array(this.memory.buffer);
    return this.#floats.subarray(at / 4, at / 4 + size);
  }

  ints(at: number, size: number): Int32Array {
    if (this.#ints.buffer !== this.memory.buffer) this.#ints = new Int32Array(this.memory.buffer);
    return this.#ints.subarray(at / 4, at / 4 + size);
  }

  doubles(at: number, size: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, size);
  }

  /** Joins block `index` with the one after it where they touch. */
  #join(index: number): void {
    const block = this.#free[index];
    const next = this.#free[index + 1];
    if (!block || !next || block.at + block.bytes !== next.at) return;
    block.bytes += next.bytes;
    this.#free.splice(index + 1, 1);
  }

  #extend(size: number, asked: number): number {
    const at = this.#end;
    const { byteLength } = this.memory.buffer;
    const missing = Math.ceil((at + size + SLACK - byteLength) / PAGE);
    if (missing > 0) {
      const room = this.maxPages - byteLength / PAGE;
      // An eighth more than needed, so that many small buffers do not grow the memory each.
      const wished = Math.min(room, Math.max(missing, SMALLEST_GROWTH, Math.ceil(byteLength / PAGE / 8)));
      if (missing > room || !(this.#grow(wished) || this.#grow(missing))) {
        throw new NnMemoryError(`There is no room for ${asked} bytes beside the ${at} in use.`);
      }
    }
    this.#end = at + size;
    return at;
  }

  #grow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }
}
