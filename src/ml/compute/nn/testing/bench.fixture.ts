// For the tests: what a case makes its buffers with, from a seed, so that they are the same on every backend.

import { Rng } from '../../../rng';
import type { Floats, Ints, NnBackend } from '../types';

/** Makes the same buffers on every backend. */
export class Bench {
  readonly #outputs: [string, Floats][] = [];
  readonly #all: (Floats | Ints)[] = [];
  readonly #rng: Rng;

  constructor(
    readonly nn: NnBackend,
    seed: number,
  ) {
    this.#rng = new Rng(seed);
  }

  random(size: number, scale = 1): Floats {
    const buffer = this.zeros(size);
    this.nn.write(
      buffer,
      Float32Array.from({ length: size }, () => scale * this.#rng.normal()),
    );
    return buffer;
  }

  zeros(size: number): Floats {
    const buffer = this.nn.floats(size);
    this.#all.push(buffer);
    return buffer;
  }

  /** Whole numbers 0 to before `below`. */
  integers(size: number, below: number, least = 0): Ints {
    const values = Int32Array.from({ length: size }, () => least + Math.floor(this.#rng.uniform() * (below - least)));
    return this.ints(values);
  }

  ints(values: Int32Array): Ints {
    const buffer = this.nn.ints(values.length);
    this.nn.writeInts(buffer, values);
    this.#all.push(buffer);
    return buffer;
  }

  /** An output, filled with numbers that the operation must overwrite or add to. */
  out(name: string, size: number): Floats {
    const buffer = this.random(size);
    this.#outputs.push([name, buffer]);
    return buffer;
  }

  watch(name: string, buffer: Floats): Floats {
    this.#outputs.push([name, buffer]);
    return buffer;
  }

  async results(): Promise<Map<string, Float32Array>> {
    const results = new Map<string, Float32Array>();
    for (const [name, buffer] of this.#outputs) results.set(name, await this.nn.read(buffer));
    this.nn.free(...this.#all);
    return results;
  }
}

export interface Case {
  readonly name: string;
  run(bench: Bench): void;
}
