// A fair sample of all examples seen so far, in bounded memory, to learn from again: Vitter (1985), *Random Sampling with a
// Reservoir*, algorithm R: after t examples each of them is kept with the same chance.

import { Rng, type RngState } from '../rng';
import { unreadable } from './memento';
import type { Batch } from './types';

export interface ReservoirState {
  readonly capacity: number;
  readonly d: number;
  readonly seen: number;
  readonly rng: RngState;
  /** Of the examples kept. */
  readonly X: Float64Array;
  readonly y: Float64Array;
}

const WHOSE = 'the replay buffer';

export class Reservoir {
  private readonly X: Float64Array;
  private readonly y: Float64Array;
  private rng: Rng;
  private seen = 0;

  /** `capacity`: examples kept at most; `d`: columns of X. */
  constructor(
    private readonly capacity: number,
    private readonly d: number,
    seed: number,
  ) {
    this.X = new Float64Array(capacity * d);
    this.y = new Float64Array(capacity);
    this.rng = new Rng(seed);
  }

  /** Throws a TypeError for a state that does not fit. */
  static restore(state: ReservoirState): Reservoir {
    const { capacity, d, seen, rng, X, y } = state;
    if (y.length !== Math.min(seen, capacity) || X.length !== y.length * d) throw unreadable(WHOSE);
    const reservoir = new Reservoir(capacity, d, 0);
    reservoir.X.set(X);
    reservoir.y.set(y);
    reservoir.rng = new Rng(rng);
    reservoir.seen = seen;
    return reservoir;
  }

  /** Examples kept. */
  get size(): number {
    return Math.min(this.seen, this.capacity);
  }

  /** Throws a RangeError when X has other columns. Without y (density) zeros are kept in its place. */
  add({ X, y, n, d }: Batch): void {
    if (d !== this.d) throw new RangeError(`The replay buffer has examples of ${this.d} columns, not ${d}.`);
    for (let i = 0; i < n; i++) {
      const place = this.seen < this.capacity ? this.seen : this.rng.integer(this.seen + 1);
      this.seen += 1;
      if (place >= this.capacity) continue;
      this.X.set(X.subarray(i * d, (i + 1) * d), place * d);
      this.y[place] = y.length > 0 ? y[i] : 0;
    }
  }

  /** n different ones of those kept, or all of them, in random order; null when there are none. */
  sample(n: number): Batch | null {
    const taken = Math.min(n, this.size);
    if (taken === 0) return null;
    const places = Uint32Array.from({ length: this.size }, (_, i) => i);
    const [X, y] = [new Float64Array(taken * this.d), new Float64Array(taken)];
    for (let i = 0; i < taken; i++) {
      const j = i + this.rng.integer(places.length - i);
      const place = places[j];
      places[j] = places[i];
      X.set(this.X.subarray(place * this.d, (place + 1) * this.d), i * this.d);
      y[i] = this.y[place];
    }
    return { X, y, n: taken, d: this.d };
  }

  /** Forgets the examples, keeps its place in the random numbers. */
  clear(): void {
    this.seen = 0;
  }

  save(): ReservoirState {
    const { capacity, d, seen, size } = this;
    return { capacity, d, seen, rng: this.rng.state(), X: this.X.slice(0, size * d), y: this.y.slice(0, size) };
  }
}
