// Page–Hinkley test: Page (1954), *Continuous Inspection Schemes*, for a mean that rises: the sum of what values are above
// their mean by more than delta, never below 0, says drift at a threshold. With the forgetting factor and the defaults of
// river's and MOA's PageHinkley. Begins anew with the value after a drift.

import { countOf, fieldsOf, flagOf, numberOf } from '../memento';
import type { Detector, Memento } from '../types';

const MIN = 30;
const DELTA = 0.005;
const THRESHOLD = 50;
/** The sum's forgetting factor. */
const ALPHA = 1 - 0.0001;
const WHOSE = 'the Page–Hinkley test';

export class PageHinkley implements Detector {
  readonly threshold = THRESHOLD;
  private n = 0;
  private mean = 0;
  private sum = 0;
  private drifted = false;

  constructor(memento?: Memento) {
    if (memento === undefined) return;
    const fields = fieldsOf(memento, WHOSE);
    this.n = countOf(fields, 'n', WHOSE);
    this.mean = numberOf(fields, 'mean', WHOSE);
    this.sum = numberOf(fields, 'sum', WHOSE);
    this.drifted = flagOf(fields, 'drifted', WHOSE);
  }

  get statistic(): number {
    return this.sum;
  }

  update(value: number): 'stable' | 'drift' {
    if (!Number.isFinite(value)) return 'stable';
    if (this.drifted) this.reset();
    this.n += 1;
    this.mean += (value - this.mean) / this.n;
    this.sum = Math.max(0, ALPHA * this.sum + (value - this.mean - DELTA));
    this.drifted = this.n >= MIN && this.sum >= THRESHOLD;
    return this.drifted ? 'drift' : 'stable';
  }

  save(): Memento {
    const { n, mean, sum, drifted } = this;
    return { n, mean, sum, drifted };
  }

  private reset(): void {
    this.n = 0;
    this.mean = 0;
    this.sum = 0;
    this.drifted = false;
  }
}
