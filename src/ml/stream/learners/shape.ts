// The shape of a multilayer network as one flat vector of parameters: each layer's weights [inputs, outputs], row-major,
// then its biases. One vector is one loop for an optimiser and one array to save, on every backend.

import type { Rng } from '../../rng';
import type { Activation, LearnerConfig } from './config';

/** softmax: cross-entropy over n classes · logistic: cross-entropy of two classes from one output · squared: half the squared error. */
export type Loss = 'softmax' | 'logistic' | 'squared';

export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Where its weights and its biases begin. */
  readonly weightsAt: number;
  readonly biasesAt: number;
}

export interface NetworkShape {
  readonly layers: readonly Layer[];
  readonly length: number;
  readonly activation: Activation;
  readonly loss: Loss;
}

/** `widths`: inputs, hidden layers, outputs. */
export function networkShape(widths: readonly number[], activation: Activation, loss: Loss): NetworkShape {
  const layers: Layer[] = [];
  let length = 0;
  for (let i = 0; i + 1 < widths.length; i++) {
    const [inputs, outputs] = [widths[i], widths[i + 1]];
    const biasesAt = length + inputs * outputs;
    layers.push({ inputs, outputs, weightsAt: length, biasesAt });
    length = biasesAt + outputs;
  }
  return { layers, length, activation, loss };
}

/** Normal weights of He et al. (2015) before ReLU, uniform ones of Glorot and Bengio (2010) elsewhere; biases 0. */
export function initialParameters({ layers, length, activation }: NetworkShape, rng: Rng): Float64Array {
  const parameters = new Float64Array(length);
  for (const [index, { inputs, outputs, weightsAt, biasesAt }] of layers.entries()) {
    const he = activation === 'relu' && index + 1 < layers.length;
    const scale = he ? Math.sqrt(2 / inputs) : Math.sqrt(6 / (inputs + outputs));
    for (let at = weightsAt; at < biasesAt; at++) {
      parameters[at] = scale * (he ? rng.normal() : 2 * rng.uniform() - 1);
    }
  }
  return parameters;
}

/** "3 → 32 → 2" for people. */
export function describeShape({ layers }: NetworkShape): string {
  return [layers[0].inputs, ...layers.map(({ outputs }) => outputs)].join(' → ');
}

export const ACTIVATION_NAMES: Readonly<Record<LearnerConfig['activation'], string>> = {
  relu: 'ReLU',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
};
