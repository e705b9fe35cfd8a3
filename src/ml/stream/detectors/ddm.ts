// DDM: Gama, Medas, Castillo and Rodrigues (2004), *Learning with Drift Detection*. The error rate p of a learner on a
// steady stream falls; once p + s (s: its standard deviation) is two s above the least seen it warns, at three it says
// drift and begins anew with the next value. Only for errors that are 0 or 1.

import { countOf, fieldsOf, flagOf, numberOf } from '../memento';
import type { Detector, Memento } from '../types';

/** Values before it says anything. */
const MIN = 30;
const WARNING = 2;
const DRIFT = 3;
const WHOSE = 'DDM';

export class Ddm implements Detector {
  private n = 0;
  private p = 0;
  /** Of the least p + s; null: not yet. */
  private least: { readonly p: number; readonly s: number } | null = null;
  private drifted = false;

  constructor(memento?: Memento) {
    if (memento === undefined) return;
    const fields = fieldsOf(memento, WHOSE);
    this.n = countOf(fields, 'n', WHOSE);
    this.p = numberOf(fields, 'p', WHOSE);
    this.drifted = flagOf(fields, 'drifted', WHOSE);
    if (fields.least !== null) {
      const least = fieldsOf(fields.least, WHOSE);
      this.least = { p: numberOf(least, 'p', WHOSE), s: numberOf(least, 's', WHOSE) };
    }
  }

  /** p + s. */
  get statistic(): number {
    return this.p + this.deviation();
  }

  get threshold(): number {
    return this.least ? this.least.p + DRIFT * this.least.s : 1;
  }

  /** Throws a RangeError for an error that is neither 0 nor 1. */
  update(value: number): 'stable' | 'warning' | 'drift' {
    if (!Number.isFinite(value)) return 'stable';
    if (value !== 0 && value !== 1) throw new RangeError('DDM is for errors of classification: 0 or 1.');
    if (this.drifted) this.reset();
    this.n += 1;
    this.p += (value - this.p) / this.n;
    if (this.n <= MIN) return 'stable';
    const s = this.deviation();
    const level = this.p + s;
    if (!this.least || level <= this.least.p + this.least.s) this.least = { p: this.p, s };
    this.drifted = level > this.least.p + DRIFT * this.least.s;
    if (this.drifted) return 'drift';
    return level > this.least.p + WARNING * this.least.s ? 'warning' : 'stable';
  }

  save(): Memento {
    const { n, p, least, drifted } = this;
    return { n, p, least, drifted };
  }

  private deviation(): number {
    // Rounding can leave the mean of ones a little above 1.
    return this.n === 0 ? 0 : Math.sqrt(Math.max(0, this.p * (1 - this.p)) / this.n);
  }

  private reset(): void {
    this.n = 0;
    this.p = 0;
    this.least = null;
    this.drifted = false;
  }
}
