// What computes a network: its loss, its gradient and the optimiser's steps. One core computes in double precision on
// typed arrays, one in single precision with the WASM kernels (wasm-core.ts). A core keeps parameters, gradient and
// moments to itself, so that a batch crosses to it once and what comes back are outputs and three numbers.

import type { LearnerState } from '../types';
import { keptArray, type LearnerConfig, PLAIN_ENGINE } from './config';
import { DenseNetwork } from './dense';
import type { NetworkHeader } from './network-state';
import { momentsOf, Optimizer, type OptimizerHeader } from './optimizer';
import type { NetworkShape } from './shape';

/** One vector each, of the parameters' length (shape.ts); empty where the optimiser has no such moments. */
export interface CoreVectors {
  readonly parameters: Float64Array | Float32Array;
  readonly first: Float64Array | Float32Array;
  readonly second: Float64Array | Float32Array;
}

export interface NetworkCore {
  /** For people: "JavaScript, double precision". */
  readonly engine: string;
  /** As `DenseNetwork.forward`. */
  forward(X: Float64Array, n: number): Float64Array;
  /** Mean loss over n rows from row `start`; keeps its gradient for `gradientNorm` and `descend`, and the outputs. */
  evaluate(X: Float64Array, y: Float64Array, n: number, start?: number): number;
  /** Outputs of the latest pass, as `forward` gives them. */
  readonly output: Float64Array;
  /** Of the latest `evaluate`; before `descend`. */
  gradientNorm(): number;
  /** A step of the optimiser, once after each `evaluate`. */
  descend(): void;
  /** Begins with these parameters and no moments. */
  begin(parameters: Float64Array): void;
  /** Throws a TypeError for a state of another length. */
  restore(state: LearnerState, header: NetworkHeader): void;
  parameters(): Float64Array;
  /** Copies. */
  vectors(): CoreVectors;
  header(): OptimizerHeader;
}

export type CoreConfig = Pick<LearnerConfig, 'optimizer' | 'learning_rate'>;

/** The vectors of a kept state; throws a TypeError for those of another optimiser or length. */
export function keptVectors(state: LearnerState, { optimizer }: CoreConfig, length: number): CoreVectors {
  const { first, second } = momentsOf(optimizer, length);
  return {
    parameters: keptArray(state, 'parameters', length),
    first: keptArray(state, 'first', first),
    second: keptArray(state, 'second', second),
  };
}

/** Double precision in JavaScript: the same bits on every machine. */
export class DoubleCore implements NetworkCore {
  readonly engine = PLAIN_ENGINE;
  private readonly network: DenseNetwork;
  private readonly optimizer: Optimizer;

  constructor(shape: NetworkShape, config: CoreConfig) {
    this.network = new DenseNetwork(shape, new Float64Array(shape.length));
    this.optimizer = new Optimizer(config, shape.length);
  }

  forward(X: Float64Array, n: number): Float64Array {
    return this.network.forward(X, n);
  }

  evaluate(X: Float64Array, y: Float64Array, n: number, start = 0): number {
    return this.network.evaluate(X, y, n, start);
  }

  get output(): Float64Array {
    return this.network.output;
  }

  gradientNorm(): number {
    return this.network.gradientNorm();
  }

  descend(): void {
    this.optimizer.step(this.network.parameters, this.network.gradient);
  }

  begin(parameters: Float64Array): void {
    this.network.parameters.set(parameters);
    this.optimizer.reset();
  }

  restore(state: LearnerState, header: NetworkHeader): void {
    this.network.parameters.set(keptArray(state, 'parameters', this.network.shape.length));
    this.optimizer.restore(state, header);
  }

  parameters(): Float64Array {
    return this.network.parameters.slice();
  }

  vectors(): CoreVectors {
    return { parameters: this.parameters(), ...this.optimizer.arrays() };
  }

  header(): OptimizerHeader {
    return this.optimizer.header();
  }
}
