// KSWIN: Raab, Heusinger and Schleif (2020), *Reactive Soft Prototype Computing for Concept Drift Streams*. A sliding
// window of 100 values; the latest 30 are compared with 30 drawn from the other 70 by the Kolmogorov–Smirnov test. At
// drift the window keeps the latest 30. The p-value is exact and must be at most alpha, the distance above 0.1, as in
// river's and scikit-multiflow's KSWIN (the paper's √(−ln α / r) is close to it).

import { ksTest } from '../../drift/ks';
import { Rng } from '../../rng';
import { fieldsOf, numberOf, numbersOf, rngStateOf, unreadable } from '../memento';
import type { Detector, Memento } from '../types';

export interface KswinOptions {
  readonly alpha: number;
  readonly window_size: number;
  readonly stat_size: number;
  readonly seed: number;
  /** Says drift only when the latest values have the higher mean; the window is cut all the same. */
  readonly only_rising: boolean;
}

export const KSWIN_DEFAULTS: KswinOptions = {
  alpha: 0.005,
  window_size: 100,
  stat_size: 30,
  seed: 0,
  only_rising: true,
};

const LEAST_DISTANCE = 0.1;
const WHOSE = 'KSWIN';

export class Kswin implements Detector {
  readonly threshold: number;
  private window: number[] = [];
  private distance = 0;
  private readonly rng: Rng;

  constructor(
    private readonly options: KswinOptions = KSWIN_DEFAULTS,
    memento?: Memento,
  ) {
    this.threshold = leastDistance(options);
    if (memento === undefined) {
      this.rng = new Rng(options.seed);
      return;
    }
    const fields = fieldsOf(memento, WHOSE);
    this.rng = new Rng(rngStateOf(fields, 'rng', WHOSE));
    this.window = numbersOf(fields.window, WHOSE);
    this.distance = numberOf(fields, 'distance', WHOSE);
    if (this.window.length > options.window_size) throw unreadable(WHOSE);
  }

  /** Largest difference of the two distribution functions, at the latest value. */
  get statistic(): number {
    return this.distance;
  }

  update(value: number): 'stable' | 'drift' {
    if (!Number.isFinite(value)) return 'stable';
    const { alpha, window_size, stat_size, only_rising } = this.options;
    if (this.window.length === window_size) this.window.shift();
    this.window.push(value);
    if (this.window.length < window_size) return 'stable';
    const latest = this.window.slice(-stat_size);
    const drawn = this.draw(window_size - stat_size);
    const { statistic, pValue } = ksTest(drawn, latest);
    this.distance = statistic;
    if (!(pValue <= alpha && statistic > LEAST_DISTANCE)) return 'stable';
    this.window = latest;
    return !only_rising || sum(latest) > sum(drawn) ? 'drift' : 'stable';
  }

  save(): Memento {
    return { window: [...this.window], distance: this.distance, rng: this.rng.state() };
  }

  /** `stat_size` of the oldest `n` values, none twice: the first steps of a Fisher–Yates shuffle. */
  private draw(n: number): number[] {
    const values = this.window.slice(0, n);
    for (let i = 0; i < this.options.stat_size; i++) {
      const j = i + this.rng.integer(n - i);
      const value = values[j];
      values[j] = values[i];
      values[i] = value;
    }
    return values.slice(0, this.options.stat_size);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The least distance that says drift, of samples without ties. */
function leastDistance({ alpha, stat_size: r }: KswinOptions): number {
  const ranks = Array.from({ length: r }, (_, i) => i);
  for (let h = 1; h < r; h++) {
    const { statistic, pValue } = ksTest(
      ranks,
      ranks.map((rank) => rank + h - 0.5),
    );
    if (pValue <= alpha && statistic > LEAST_DISTANCE) return statistic;
  }
  return 1;
}
