// Brings each column to mean 0 and standard deviation 1, learnt as the stream goes: Welford (1962), batches merged as in
// Chan, Golub and LeVeque (1979), *Updating Formulae and a Pairwise Algorithm for Computing Sample Variances*. The standard
// deviation is the population's (divisor n), as scikit-learn's StandardScaler.

import { countOf, fieldsOf, numbersOf, unreadable } from './memento';
import type { Memento } from './types';

const WHOSE = 'the scaling';

export class Scaler {
  private n = 0;
  private readonly means: Float64Array;
  /** Sums of squared distances from the means. */
  private readonly squares: Float64Array;

  /** `d`: columns. Throws a TypeError for a memento of another number of them. */
  constructor(
    private readonly d: number,
    memento?: Memento,
  ) {
    this.means = new Float64Array(d);
    this.squares = new Float64Array(d);
    if (memento === undefined) return;
    const fields = fieldsOf(memento, WHOSE);
    this.n = countOf(fields, 'n', WHOSE);
    const [means, squares] = [numbersOf(fields.means, WHOSE), numbersOf(fields.squares, WHOSE)];
    if (means.length !== d || squares.length !== d) throw unreadable(WHOSE);
    this.means.set(means);
    this.squares.set(squares);
  }

  get mean(): Float64Array {
    return this.means.slice();
  }

  /** 1 of a column that has had one value only, but for rounding. */
  get deviation(): Float64Array {
    return this.squares.map((square, j) => {
      const deviation = Math.sqrt(square / Math.max(1, this.n));
      return deviation > 10 * Number.EPSILON * Math.abs(this.means[j]) ? deviation : 1;
    });
  }

  /** Learns from n rows of X, [n, d] row-major. */
  update(X: Float64Array, n: number): void {
    if (n === 0) return;
    const { d } = this;
    const total = this.n + n;
    for (let j = 0; j < d; j++) {
      let mean = 0;
      for (let i = 0; i < n; i++) mean += (X[i * d + j] - mean) / (i + 1);
      let squares = 0;
      for (let i = 0; i < n; i++) squares += (X[i * d + j] - mean) ** 2;
      const apart = mean - this.means[j];
      this.squares[j] += squares + apart * apart * ((this.n * n) / total);
      this.means[j] += apart * (n / total);
    }
    this.n = total;
  }

  /** n rows of X, [n, d] row-major, scaled to the same shape; X stays. */
  transform(X: Float64Array, n: number): Float64Array {
    const { d, means, deviation } = this;
    const scaled = new Float64Array(n * d);
    for (let at = 0; at < n * d; at++) scaled[at] = (X[at] - means[at % d]) / deviation[at % d];
    return scaled;
  }

  /** Forgets all. */
  reset(): void {
    this.n = 0;
    this.means.fill(0);
    this.squares.fill(0);
  }

  save(): Memento {
    return { n: this.n, means: [...this.means], squares: [...this.squares] };
  }
}
