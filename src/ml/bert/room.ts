// Room for buffers: taken together or not at all, kept while it is not too much, and let go of where more is needed.

import { type Floats, type Ints, type NnBackend, NnMemoryError } from '../compute/nn/types';

/** What takes up room on a backend until it is freed. */
export interface Roomy {
  readonly bytes: number;
  free(): void;
}

/** Buffers that belong together: where there is no room for one, those before it are freed. */
export class Taken implements Roomy {
  readonly #buffers: (Floats | Ints)[] = [];

  constructor(private readonly nn: NnBackend) {}

  floats(size: number): Floats {
    return this.#take(() => this.nn.floats(size));
  }

  ints(size: number): Ints {
    return this.#take(() => this.nn.ints(size));
  }

  get bytes(): number {
    return this.#buffers.reduce((sum, { size }) => sum + 4 * size, 0);
  }

  free(): void {
    this.nn.free(...this.#buffers.splice(0));
  }

  #take<T extends Floats | Ints>(make: () => T): T {
    try {
      const buffer = make();
      this.#buffers.push(buffer);
      return buffer;
    } catch (error) {
      this.free();
      throw error;
    }
  }
}

/** Things kept at a time, however small: what answers now and then should not hold on to all it ever used. */
const KEPT = 6;

/** The most recently used things of a few keys; what falls out is freed. */
export class Recent<T extends Roomy> {
  readonly #held = new Map<string, T>();

  /** @param most bytes kept at a time, but for the newest alone, which may have any size */
  constructor(private readonly most: number) {}

  /** @param bytes of what is made, where that is known before */
  get(key: string, make: () => T, bytes = 0): T {
    const found = this.#held.get(key);
    if (found !== undefined) {
      this.#held.delete(key);
      this.#held.set(key, found);
      return found;
    }
    // Freed first, so that there is room for the new one.
    while (this.#held.size >= KEPT || (this.#held.size > 0 && this.#bytes + bytes > this.most)) {
      this.#drop([...this.#held.keys()][0]);
    }
    const made = make();
    this.#held.set(key, made);
    return made;
  }

  clear(): void {
    for (const key of [...this.#held.keys()]) this.#drop(key);
  }

  get #bytes(): number {
    return [...this.#held.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #drop(key: string): void {
    const item = this.#held.get(key);
    this.#held.delete(key);
    item?.free();
  }
}

/** What `make` makes; where there is no room for it, once more after `letGo` has freed what can be made anew. */
export function withRoom<T>(make: () => T, letGo: () => void): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NnMemoryError)) throw error;
    letGo();
    return make();
  }
}
