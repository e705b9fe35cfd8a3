// Gradient descent, with momentum, and Adam, on one flat vector, with the whole state in plain sight so that a resumed
// run goes on exactly. Momentum is PyTorch's and Polyak's (1964): v = 0.9 v + g, w -= rate v. Adam is Kingma and Ba's
// (ICLR 2015, algorithm 1) with the customary decays; the powers of the decays are kept as running products.

import type { LearnerState } from '../types';
import { keptArray, type LearnerConfig, type OptimizerId } from './config';

export const MOMENTUM = 0.9;
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

export interface OptimizerHeader {
  readonly steps: number;
  /** beta1 and beta2 to the power of `steps`. */
  readonly powers: readonly [number, number];
}

/** How long the moments are: momentum has a velocity, Adam first and second moments. */
export function momentsOf(id: OptimizerId, length: number): { readonly first: number; readonly second: number } {
  return { first: id === 'sgd' ? 0 : length, second: id === 'adam' ? length : 0 };
}

/** Counts steps, and says how large Adam's next one is. */
export class Schedule {
  private steps = 0;
  private power1 = 1;
  private power2 = 1;

  constructor(private readonly rate: number) {}

  /** rate / (1 − beta1^t), and 1 / √(1 − beta2^t). */
  next(): { readonly rate: number; readonly root: number } {
    this.steps += 1;
    this.power1 *= ADAM.beta1;
    this.power2 *= ADAM.beta2;
    return { rate: this.rate / (1 - this.power1), root: 1 / Math.sqrt(1 - this.power2) };
  }

  reset(): void {
    this.restore({ steps: 0, powers: [1, 1] });
  }

  header(): OptimizerHeader {
    return { steps: this.steps, powers: [this.power1, this.power2] };
  }

  restore({ steps, powers }: OptimizerHeader): void {
    this.steps = steps;
    [this.power1, this.power2] = powers;
  }
}

export class Optimizer {
  private readonly id: OptimizerId;
  private readonly rate: number;
  private readonly schedule: Schedule;
  /** Momentum's velocity, or Adam's first moments; and Adam's second moments. */
  private readonly first: Float64Array;
  private readonly second: Float64Array;

  constructor(config: Pick<LearnerConfig, 'optimizer' | 'learning_rate'>, length: number) {
    this.id = config.optimizer;
    this.rate = config.learning_rate;
    this.schedule = new Schedule(config.learning_rate);
    const { first, second } = momentsOf(config.optimizer, length);
    this.first = new Float64Array(first);
    this.second = new Float64Array(second);
  }

  step(parameters: Float64Array, gradient: Float64Array): void {
    const { rate, first } = this;
    // Powers count for Adam alone, but any optimiser's state has them.
    const size = this.schedule.next();
    if (this.id === 'adam') this.adam(parameters, gradient, size.rate, size.root);
    else if (this.id === 'sgd') for (let i = 0; i < parameters.length; i++) parameters[i] -= rate * gradient[i];
    else {
      for (let i = 0; i < parameters.length; i++) {
        first[i] = MOMENTUM * first[i] + gradient[i];
        parameters[i] -= rate * first[i];
      }
    }
  }

  private adam(parameters: Float64Array, gradient: Float64Array, rate: number, root: number): void {
    const { first, second } = this;
    const { beta1, beta2, epsilon } = ADAM;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i];
      const m = beta1 * first[i] + (1 - beta1) * g;
      const v = beta2 * second[i] + (1 - beta2) * g * g;
      first[i] = m;
      second[i] = v;
      parameters[i] -= (rate * m) / (Math.sqrt(v) * root + epsilon);
    }
  }

  reset(): void {
    this.first.fill(0);
    this.second.fill(0);
    this.schedule.reset();
  }

  header(): OptimizerHeader {
    return this.schedule.header();
  }

  arrays(): { first: Float64Array; second: Float64Array } {
    return { first: this.first.slice(), second: this.second.slice() };
  }

  /** Throws a TypeError for a state of another optimiser or length. */
  restore(state: LearnerState, header: OptimizerHeader): void {
    this.first.set(keptArray(state, 'first', this.first.length));
    this.second.set(keptArray(state, 'second', this.second.length));
    this.schedule.restore(header);
  }
}
