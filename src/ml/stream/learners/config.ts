// The options of every learner of a stream, and how a kept state is read: what does not fit is refused, so that a run
// never goes on from half of a state.

import type { WasmNnEnv } from '../../compute/nn/wasm/create';
import type { LearnerState } from '../types';

export const LEARNERS = ['network', 'linear', 'mixture', 'review-head'] as const;
export type LearnerId = (typeof LEARNERS)[number];

export const ACTIVATIONS = ['relu', 'tanh', 'sigmoid'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

export const OPTIMIZERS = ['sgd', 'momentum', 'adam'] as const;
export type OptimizerId = (typeof OPTIMIZERS)[number];

export const COMPUTES = ['auto', 'cpu', 'wasm', 'webgl', 'webgpu'] as const;
export type Compute = (typeof COMPUTES)[number];

export interface LearnerConfig {
  readonly id: LearnerId;
  /** Widths of the hidden layers; network only. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
  readonly optimizer: OptimizerId;
  readonly learning_rate: number;
  /** Passes over each batch, at least 1. */
  readonly epochs: number;
  /** Mixture only, 1 to 20. */
  readonly n_components: number;
  readonly seed: number;
  /** What computes the network; 'cpu', also when left out: JavaScript in double precision, bit-equal anywhere. */
  readonly compute?: Compute | undefined;
}

/** Gives the compiled kernels: a worker fetches them, Node reads them from disk. */
export type NetworkKernels = Pick<WasmNnEnv, 'nnKernelBytes'>;

/** What is known around a learner, for its choice of what computes. */
export interface LearnerEnv {
  /** Examples of a usual batch, remembered ones among them. */
  readonly rows?: number | undefined;
  /** Where the WASM kernels come from; without them networks are computed in JavaScript, or on a GPU if asked for. */
  readonly kernels?: NetworkKernels | undefined;
}

export const PLAIN_ENGINE = 'JavaScript, double precision';

export const OPTIMIZER_NAMES: Readonly<Record<OptimizerId, string>> = {
  sgd: 'SGD',
  momentum: 'SGD with momentum',
  adam: 'Adam',
};

/** Throws a RangeError, in words for people, that names what is out of range. */
export function checkConfig({ hidden, learning_rate, epochs, n_components }: LearnerConfig): void {
  const whole = (value: number) => Number.isInteger(value) && value >= 1;
  if (!hidden.every(whole)) throw new RangeError('Every hidden layer needs a whole number of units, at least 1.');
  if (!(learning_rate > 0 && Number.isFinite(learning_rate)))
    throw new RangeError('The learning rate must be above 0.');
  if (!whole(epochs)) throw new RangeError('The passes over each batch must be a whole number of at least 1.');
  if (!whole(n_components)) throw new RangeError('The mixture needs a whole number of components, at least 1.');
}

/** Numbers that were kept, of a known length; a TypeError when they are not there. */
export function keptArray(state: LearnerState, name: string, length: number): Float64Array {
  const values = state.arrays[name];
  if (values?.length !== length)
    throw new TypeError(`What was kept is no state of this learner: ${name} does not fit.`);
  return Float64Array.from(values);
}
