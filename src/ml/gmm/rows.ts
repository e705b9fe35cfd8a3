// Points that grow at the end: a learner's own view of its data.

import { MixtureError } from './errors';
import type { Matrix } from './types';

/** Rows of d numbers with room to grow. Until the first append it reads the given matrix without copying it. */
export class Rows implements Matrix {
  private store: Float64Array;
  private count: number;
  readonly d: number;

  constructor(points: Matrix) {
    this.store = points.data;
    this.count = points.n;
    this.d = points.d;
  }

  get n(): number {
    return this.count;
  }

  get data(): Float64Array {
    return this.store.subarray(0, this.count * this.d);
  }

  /** @throws MixtureError on `points` when the dimensions differ. */
  append(points: Matrix): void {
    if (points.d !== this.d) {
      throw new MixtureError('points', `Points of ${this.d} numbers are expected; these have ${points.d}.`);
    }
    const used = this.count * this.d;
    const needed = used + points.n * this.d;
    if (needed > this.store.length) {
      const grown = new Float64Array(Math.max(needed, 2 * used));
      grown.set(this.store.subarray(0, used));
      this.store = grown;
    }
    this.store.set(points.data.subarray(0, points.n * this.d), used);
    this.count += points.n;
  }
}
