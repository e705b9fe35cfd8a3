// Test, then train: how a learner did on each batch before it learnt from it (Gama, Sebastião and Rodrigues 2013, *On
// Evaluating Stream Learning Algorithms*), over a sliding window of batches. Sums of each batch are kept and added up
// anew when asked, so that nothing is lost to rounding however long a stream runs.

import { countOf, fieldsOf, unreadable } from './memento';
import type { Batch, Memento, Task } from './types';

/** How one batch went. */
export interface BatchScore {
  readonly loss: number;
  /** Accuracy; of regression the mean absolute error; NaN of density. */
  readonly score: number;
  /** What detectors watch, one an example: 0 or 1; the absolute error; of density the negative log-density. */
  readonly errors: Float64Array;
}

/** Means over the examples of the window's batches; null: not of this task, or not known. */
export interface WindowScores {
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly mae: number | null;
  /** 1 − squared error / squared distance from the window's mean of y. */
  readonly r2: number | null;
}

/** Of one batch: examples, sum of losses, right ones, absolute and squared errors, mean of y, its squared distances. */
const FIELDS = 7;
const WHOSE = 'the metrics';
const NOTHING: WindowScores = { loss: null, accuracy: null, mae: null, r2: null };

export class WindowMetrics {
  /** The window's batches, the oldest place overwritten next. */
  private readonly ring: Float64Array;
  private batches = 0;

  /** `window`: batches, at least 1. Throws a TypeError for a memento of another window. */
  constructor(
    private readonly task: Task,
    private readonly window: number,
    memento?: Memento,
  ) {
    if (!(Number.isInteger(window) && window >= 1)) throw new RangeError('The window needs at least one batch.');
    this.ring = new Float64Array(window * FIELDS);
    if (memento === undefined) return;
    const fields = fieldsOf(memento, WHOSE);
    this.batches = countOf(fields, 'batches', WHOSE);
    const length = Math.min(this.batches, window) * FIELDS;
    if (!Array.isArray(fields.ring) || fields.ring.length !== length) throw unreadable(WHOSE);
    this.ring.set(fields.ring.map(knownNumber));
  }

  /** `predictions` as `Learner.predict` gives them, before learning; `loss`: the batch's mean. */
  add(batch: Batch, predictions: Float64Array, loss: number): BatchScore {
    const errors = errorsOf(this.task, batch, predictions);
    const at = (this.batches % this.window) * FIELDS;
    this.ring.set([batch.n, loss * batch.n, ...sumsOf(this.task, batch, errors)], at);
    this.batches += 1;
    const mean = errors.reduce((sum, error) => sum + error, 0) / batch.n;
    const score = { classification: 1 - mean, regression: mean, density: Number.NaN }[this.task.kind];
    return { loss, score, errors };
  }

  read(): WindowScores {
    const kept = Math.min(this.batches, this.window);
    const sums = { n: 0, loss: 0, right: 0, absolute: 0, squared: 0, mean: 0, spread: 0 };
    for (let at = 0; at < kept * FIELDS; at += FIELDS) {
      const [n, loss, right, absolute, squared, mean, spread] = this.ring.subarray(at, at + FIELDS);
      if (n === 0) continue;
      const apart = mean - sums.mean;
      sums.spread += spread + (apart * apart * sums.n * n) / (sums.n + n);
      sums.n += n;
      sums.mean += (apart * n) / sums.n;
      sums.loss += loss;
      sums.right += right;
      sums.absolute += absolute;
      sums.squared += squared;
    }
    if (sums.n === 0) return NOTHING;
    const scores = { ...NOTHING, loss: finiteOrNull(sums.loss / sums.n) };
    if (this.task.kind === 'classification') return { ...scores, accuracy: sums.right / sums.n };
    if (this.task.kind === 'density') return scores;
    const r2 = sums.spread > 0 ? finiteOrNull(1 - sums.squared / sums.spread) : null;
    return { ...scores, mae: finiteOrNull(sums.absolute / sums.n), r2 };
  }

  save(): Memento {
    const kept = Math.min(this.batches, this.window);
    return { batches: this.batches, ring: Array.from(this.ring.subarray(0, kept * FIELDS), finiteOrNull) };
  }
}

/** One an example: 0 or 1 by the most probable class, |prediction − y|, or −log-density. */
function errorsOf(task: Task, batch: Batch, predictions: Float64Array): Float64Array {
  const { n, y } = batch;
  if (task.kind === 'density') return predictions.subarray(0, n).map((value) => -value);
  if (task.kind === 'regression') return predictions.subarray(0, n).map((value, i) => Math.abs(value - y[i]));
  const classes = task.n_classes;
  return Float64Array.from({ length: n }, (_, i) => (mostProbable(predictions, i * classes, classes) === y[i] ? 0 : 1));
}

/** The first of those that are equal; −1, which no y is, of a learner that has run away: NaN says no class. */
function mostProbable(predictions: Float64Array, at: number, classes: number): number {
  let best = Number.isNaN(predictions[at]) ? -1 : 0;
  for (let k = 1; k < classes; k++) if (predictions[at + k] > predictions[at + best]) best = k;
  return best;
}

function sumsOf(task: Task, { y, n }: Batch, errors: Float64Array): number[] {
  if (task.kind === 'density') return [0, 0, 0, 0, 0];
  const absolute = errors.reduce((sum, error) => sum + error, 0);
  if (task.kind === 'classification') return [n - absolute, absolute, 0, 0, 0];
  const squared = errors.reduce((sum, error) => sum + error * error, 0);
  const mean = n > 0 ? y.reduce((sum, value) => sum + value, 0) / n : 0;
  return [0, absolute, squared, mean, y.reduce((sum, value) => sum + (value - mean) ** 2, 0)];
}

/** A number that was kept: null was none, as of a learner that has run away. */
function knownNumber(value: unknown): number {
  if (value === null) return Number.NaN;
  if (typeof value !== 'number') throw unreadable(WHOSE);
  return value;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
