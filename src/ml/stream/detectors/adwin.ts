// ADWIN: Bifet and Gavaldà (2007), *Learning from Time-Changing Data with Adaptive Windowing*, ADWIN2: a window over the
// latest values, kept as an exponential histogram, from whose old end is dropped what has another mean than the rest.
// With the cut, the clock and the least lengths of MOA's and river's ADWIN; all cuts between buckets are tried, as in the
// paper and MOA. Memory and time grow with the logarithm of the window.

import { countOf, fieldsOf, numberOf, numbersOf, unreadable } from '../memento';
import type { Detector, Memento } from '../types';

export interface AdwinOptions {
  /** Chance of a false cut, of the paper's bound. */
  readonly delta: number;
  /** Values between looks. */
  readonly clock: number;
  /** Buckets of one size, before two of them become one. */
  readonly max_buckets: number;
  readonly min_window_length: number;
  readonly grace_period: number;
  /** Says drift only when what is left of the window has the higher mean; what falls is forgotten all the same. */
  readonly only_rising: boolean;
}

export const ADWIN_DEFAULTS: AdwinOptions = {
  delta: 0.002,
  clock: 32,
  max_buckets: 5,
  min_window_length: 5,
  grace_period: 10,
  only_rising: true,
};

/** Of 2^row values. */
interface Bucket {
  readonly total: number;
  /** Sum of squared distances from the bucket's mean. */
  readonly squares: number;
}

const WHOSE = 'ADWIN';

export class Adwin implements Detector {
  /** Row r has buckets of 2^r values, oldest first. */
  private rows: Bucket[][] = [[]];
  private width = 0;
  private total = 0;
  private squares = 0;
  private ticks = 0;
  private difference = 0;
  /** Values in 0 … 1 cannot be further apart. */
  private bound = 1;

  constructor(
    private readonly options: AdwinOptions = ADWIN_DEFAULTS,
    memento?: Memento,
  ) {
    if (memento !== undefined) this.restore(memento);
  }

  /** Difference of means at the cut that comes closest to its bound, at the latest look. */
  get statistic(): number {
    return this.difference;
  }

  get threshold(): number {
    return this.bound;
  }

  /** Values in the window, and their mean. */
  get window(): { readonly width: number; readonly mean: number } {
    return { width: this.width, mean: this.width > 0 ? this.total / this.width : 0 };
  }

  update(value: number): 'stable' | 'drift' {
    if (!Number.isFinite(value)) return 'stable';
    this.insert(value);
    this.ticks += 1;
    if (this.ticks % this.options.clock !== 0 || this.width <= this.options.grace_period) return 'stable';
    const before = this.window.mean;
    let dropped = false;
    while (this.look()) {
      this.drop();
      dropped = true;
    }
    return dropped && (!this.options.only_rising || this.window.mean > before) ? 'drift' : 'stable';
  }

  save(): Memento {
    const rows = this.rows.map((row) => row.flatMap(({ total, squares }) => [total, squares]));
    const { width, total, squares, ticks, difference, bound } = this;
    return { rows, width, total, squares, ticks, difference, bound };
  }

  private restore(memento: Memento): void {
    const fields = fieldsOf(memento, WHOSE);
    if (!Array.isArray(fields.rows) || fields.rows.length === 0) throw unreadable(WHOSE);
    this.rows = fields.rows.map((row) => {
      const numbers = numbersOf(row, WHOSE);
      return Array.from({ length: numbers.length >> 1 }, (_, i) => ({
        total: numbers[2 * i],
        squares: numbers[2 * i + 1],
      }));
    });
    this.width = countOf(fields, 'width', WHOSE);
    this.ticks = countOf(fields, 'ticks', WHOSE);
    this.total = numberOf(fields, 'total', WHOSE);
    this.squares = numberOf(fields, 'squares', WHOSE);
    this.difference = numberOf(fields, 'difference', WHOSE);
    this.bound = numberOf(fields, 'bound', WHOSE);
    if (this.rows.reduce((sum, row, r) => sum + row.length * 2 ** r, 0) !== this.width) throw unreadable(WHOSE);
  }

  private insert(value: number): void {
    if (this.width > 0) {
      const distance = value - this.total / this.width;
      this.squares += (this.width / (this.width + 1)) * distance * distance;
    }
    this.width += 1;
    this.total += value;
    this.rows[0].push({ total: value, squares: 0 });
    this.compress();
  }

  private compress(): void {
    for (let r = 0; r < this.rows.length && this.rows[r].length > this.options.max_buckets; r++) {
      const [older, newer] = this.rows[r].splice(0, 2);
      const size = 2 ** r;
      const apart = (older.total - newer.total) / size;
      const merged = {
        total: older.total + newer.total,
        squares: older.squares + newer.squares + (size / 2) * apart * apart,
      };
      if (r + 1 === this.rows.length) this.rows.push([merged]);
      else this.rows[r + 1].push(merged);
    }
  }

  /** Drops the oldest bucket. */
  private drop(): void {
    const row = this.rows[this.rows.length - 1];
    const { total, squares } = row[0];
    const size = 2 ** (this.rows.length - 1);
    row.shift();
    this.width -= size;
    this.total -= total;
    const apart = total / size - this.total / this.width;
    const both = (size * this.width) / (size + this.width);
    // Rounding must not leave a variance below none.
    this.squares = Math.max(0, this.squares - squares - both * apart * apart);
    while (this.rows.length > 1 && this.rows[this.rows.length - 1].length === 0) this.rows.pop();
  }

  /** Whether there is a cut whose sides differ by more than its bound, the oldest first. */
  private look(): boolean {
    const least = this.options.min_window_length;
    const variance = this.squares / this.width;
    const log = Math.log((2 * Math.log(this.width)) / this.options.delta);
    let [old, oldTotal, closest] = [0, 0, -1];
    for (let r = this.rows.length - 1; r >= 0; r--) {
      for (const bucket of this.rows[r]) {
        old += 2 ** r;
        oldTotal += bucket.total;
        const rest = this.width - old;
        if (rest < least) return false;
        if (old < least) continue;
        const m = 1 / (old - least + 1) + 1 / (rest - least + 1);
        const bound = Math.sqrt(2 * m * variance * log) + (2 / 3) * log * m;
        const difference = Math.abs(oldTotal / old - (this.total - oldTotal) / rest);
        if (difference / bound > closest) {
          closest = difference / bound;
          this.difference = difference;
          this.bound = bound;
        }
        if (difference > bound) return true;
      }
    }
    return false;
  }
}
