// The plainest learners whose errors detectors can watch: naive Bayes of counts, and logistic and linear regression by
// stochastic gradients. They are for measuring detectors, one example at a time, and not the product's own.

import type { Task } from '../../src/ml/stream/types';

export interface PlainLearner {
  /** The error on the example (0 or 1, or the absolute one), before learning from it. */
  test(x: Float64Array, y: number): number;
}

export function createLearner(task: Task, bits: boolean, d: number): PlainLearner {
  if (task.kind !== 'classification') return new Linear(d);
  return bits ? new NaiveBayes(task.n_classes, d) : new Logistic(d);
}

/** Of attributes that are 0 or 1, with Laplace's correction. */
class NaiveBayes implements PlainLearner {
  private readonly counts: Float64Array;
  private readonly ones: Float64Array;

  constructor(
    private readonly classes: number,
    private readonly d: number,
  ) {
    this.counts = new Float64Array(classes).fill(2);
    this.ones = new Float64Array(classes * d).fill(1);
  }

  test(x: Float64Array, y: number): number {
    let [best, most] = [0, Number.NEGATIVE_INFINITY];
    for (let k = 0; k < this.classes; k++) {
      let log = Math.log(this.counts[k]);
      for (let j = 0; j < this.d; j++) {
        const share = this.ones[k * this.d + j] / this.counts[k];
        log += Math.log(x[j] === 1 ? share : 1 - share);
      }
      if (log > most) [best, most] = [k, log];
    }
    this.counts[y] += 1;
    for (let j = 0; j < this.d; j++) this.ones[y * this.d + j] += x[j];
    return best === y ? 0 : 1;
  }
}

/** Running means and deviations, and weights on what they scale; the last weight has no attribute. */
class Scaled {
  protected readonly weights: Float64Array;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;
  protected readonly scaled: Float64Array;
  protected n = 0;

  constructor(protected readonly d: number) {
    this.weights = new Float64Array(d + 1);
    this.means = new Float64Array(d);
    this.squares = new Float64Array(d);
    this.scaled = new Float64Array(d + 1);
  }

  protected value(x: Float64Array): number {
    this.n += 1;
    let value = this.weights[this.d];
    for (let j = 0; j < this.d; j++) {
      const apart = x[j] - this.means[j];
      this.means[j] += apart / this.n;
      this.squares[j] += apart * (x[j] - this.means[j]);
      this.scaled[j] = (x[j] - this.means[j]) / Math.sqrt(this.squares[j] / this.n || 1);
      value += this.weights[j] * this.scaled[j];
    }
    this.scaled[this.d] = 1;
    return value;
  }

  /** Along the gradient; steps shrink, but not to nothing, so that it can follow a change. */
  protected step(error: number): void {
    const rate = Math.max(0.005, 0.1 / Math.sqrt(this.n));
    for (let j = 0; j <= this.d; j++) this.weights[j] += rate * error * this.scaled[j];
  }
}

class Logistic extends Scaled implements PlainLearner {
  test(x: Float64Array, y: number): number {
    const p = 1 / (1 + Math.exp(-this.value(x)));
    this.step(y - p);
    return (p >= 0.5 ? 1 : 0) === y ? 0 : 1;
  }
}

class Linear extends Scaled implements PlainLearner {
  test(x: Float64Array, y: number): number {
    const error = y - this.value(x);
    this.step(error);
    return Math.abs(error);
  }
}
