// Handles to arrays in the kernels' memory, and the brand that lets nobody else look inside.

import { type Floats, type Ints, type NnMemory, NnMemoryError } from '../types';
import type { Heap } from './memory';

/** A weight matrix as right panels, kept from call to call while the weight is not written. */
export interface Packed {
  readonly at: number;
  readonly bytes: number;
  readonly outputs: number;
  readonly inputs: number;
  version: number;
}

export class Buffer {
  /** Grows with every write. */
  version = 0;
  /** The version that a linear layer last read: read again unchanged, packing is worth keeping. */
  lastPacked = -1;
  packed: Packed | null = null;

  constructor(
    readonly kind: 'floats' | 'ints',
    readonly size: number,
    readonly at: number,
  ) {}
}

/** The arrays of one backend. */
export class Buffers {
  readonly #owned = new Set<Buffer>();
  #bytes = 0;

  constructor(private readonly heap: Heap) {}

  floats(size: number): Floats {
    return this.#make('floats', size) as unknown as Floats;
  }

  ints(size: number): Ints {
    return this.#make('ints', size) as unknown as Ints;
  }

  of(handle: Floats | Ints, size: number): Buffer {
    const buffer = handle as unknown as Buffer;
    if (!this.#owned.has(buffer)) throw new Error('This buffer was freed, or belongs to another backend.');
    if (buffer.size < size)
      throw new RangeError(`A buffer of ${buffer.size} numbers is too small: ${size} are needed.`);
    return buffer;
  }

  /** Address of an array that is read. */
  read(handle: Floats | Ints, size: number): number {
    return this.of(handle, size).at;
  }

  /** 0 where there is none: no array lies there. */
  optional(handle: Floats | null, size: number): number {
    return handle ? this.read(handle, size) : 0;
  }

  /** Address of an array that is written. */
  written(handle: Floats, size: number): number {
    const buffer = this.of(handle, size);
    buffer.version++;
    return buffer.at;
  }

  free(handle: Floats | Ints): void {
    const buffer = this.of(handle, 0);
    this.#owned.delete(buffer);
    this.#bytes -= buffer.size * 4;
    this.heap.give(buffer.at, buffer.size * 4);
  }

  clear(): void {
    this.#owned.clear();
    this.#bytes = 0;
  }

  memory(): NnMemory {
    return { buffers: this.#owned.size, bytes: this.#bytes };
  }

  #make(kind: Buffer['kind'], size: number): Buffer {
    if (!Number.isSafeInteger(size) || size < 0) throw new NnMemoryError(`There is no buffer of ${size} numbers.`);
    const buffer = new Buffer(kind, size, this.heap.take(size * 4));
    this.heap.ints(buffer.at, size).fill(0);
    this.#owned.add(buffer);
    this.#bytes += size * 4;
    return buffer;
  }
}
