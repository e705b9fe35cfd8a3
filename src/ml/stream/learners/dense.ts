// A multilayer network's loss and gradient on typed arrays. Numbers are float64: JavaScript computes in doubles, so that
// float32 arrays would round at every store and save nothing at sizes that fit the cache anyway; and gradients can be
// held against finite differences. Buffers are made once for the largest batch seen, and sums run in one fixed order,
// so that the same batches give the same bits.

import type { Activation } from './config';
import type { Layer, NetworkShape } from './shape';

export class DenseNetwork {
  readonly gradient: Float64Array;
  /** Of each layer: its outputs, after activation; and the gradient of the loss by what goes into the activation. */
  private outputs: Float64Array[] = [];
  private deltas: Float64Array[] = [];
  private rows = 0;

  constructor(
    readonly shape: NetworkShape,
    readonly parameters: Float64Array,
  ) {
    this.gradient = new Float64Array(shape.length);
  }

  /** Outputs [n, outputs] for X [n, d]: probabilities (of class 1 alone for logistic), or numbers; overwritten by the next call. */
  forward(X: Float64Array, n: number): Float64Array {
    this.reserve(n);
    const { layers, activation, loss } = this.shape;
    let input = X;
    for (const [index, layer] of layers.entries()) {
      const output = this.outputs[index];
      affine(this.parameters, layer, input, n, output);
      if (index + 1 < layers.length) activate(activation, output, n * layer.outputs);
      input = output;
    }
    if (loss === 'softmax') softmax(input, n, layers[layers.length - 1].outputs);
    else if (loss === 'logistic') activate('sigmoid', input, n);
    return input;
  }

  /** Mean loss over n rows, and its gradient in `gradient`. */
  evaluate(X: Float64Array, y: Float64Array, n: number): number {
    const { layers } = this.shape;
    const output = this.forward(X, n);
    const last = layers.length - 1;
    const loss = this.lossAndDelta(output, y, n, this.deltas[last]);
    for (let index = last; index >= 0; index--) {
      const layer = layers[index];
      const delta = this.deltas[index];
      const input = index === 0 ? X : this.outputs[index - 1];
      layerGradient(layer, input, delta, n, this.gradient);
      if (index === 0) break;
      backward(this.parameters, layer, delta, n, this.deltas[index - 1]);
      slope(this.shape.activation, input, this.deltas[index - 1], n * layer.inputs);
    }
    return loss;
  }

  /** Euclidean norm of the gradient. */
  gradientNorm(): number {
    const { gradient } = this;
    let sum = 0;
    for (let i = 0; i < gradient.length; i++) sum += gradient[i] * gradient[i];
    return Math.sqrt(sum);
  }

  private reserve(n: number): void {
    if (n <= this.rows) return;
    this.rows = n;
    this.outputs = this.shape.layers.map(({ outputs }) => new Float64Array(n * outputs));
    this.deltas = this.shape.layers.map(({ outputs }) => new Float64Array(n * outputs));
  }

  private lossAndDelta(output: Float64Array, y: Float64Array, n: number, delta: Float64Array): number {
    const { loss, layers } = this.shape;
    const width = layers[layers.length - 1].outputs;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if (loss === 'softmax') {
        for (let j = 0; j < width; j++) delta[i * width + j] = output[i * width + j] / n;
        delta[i * width + y[i]] -= 1 / n;
        sum -= logOf(output[i * width + y[i]]);
      } else {
        const error = output[i] - y[i];
        delta[i] = error / n;
        sum += loss === 'squared' ? 0.5 * error * error : -logOf(y[i] === 1 ? output[i] : 1 - output[i]);
      }
    }
    return sum / n;
  }
}

/** Natural logarithm, finite where a probability has become 0. */
export function logOf(probability: number): number {
  return Math.log(Math.max(probability, Number.MIN_VALUE));
}

/** output[n, o] = input[n, i] W + b, four inputs a pass over the outputs. */
function affine(parameters: Float64Array, layer: Layer, input: Float64Array, n: number, output: Float64Array): void {
  const { inputs, outputs, weightsAt, biasesAt } = layer;
  for (let row = 0; row < n; row++) {
    const from = row * inputs;
    const to = row * outputs;
    for (let j = 0; j < outputs; j++) output[to + j] = parameters[biasesAt + j];
    let k = 0;
    for (; k + 3 < inputs; k += 4) {
      const a = input[from + k];
      const b = input[from + k + 1];
      const c = input[from + k + 2];
      const d = input[from + k + 3];
      const w = weightsAt + k * outputs;
      const w1 = w + outputs;
      const w2 = w1 + outputs;
      const w3 = w2 + outputs;
      for (let j = 0; j < outputs; j++) {
        output[to + j] +=
          a * parameters[w + j] + b * parameters[w1 + j] + c * parameters[w2 + j] + d * parameters[w3 + j];
      }
    }
    for (; k < inputs; k++) {
      const a = input[from + k];
      const w = weightsAt + k * outputs;
      for (let j = 0; j < outputs; j++) output[to + j] += a * parameters[w + j];
    }
  }
}

/** gradient of W = input' delta and of b = column sums of delta, four rows a pass. */
function layerGradient(
  layer: Layer,
  input: Float64Array,
  delta: Float64Array,
  n: number,
  gradient: Float64Array,
): void {
  const { inputs, outputs, weightsAt, biasesAt } = layer;
  gradient.fill(0, weightsAt, biasesAt + outputs);
  for (let row = 0; row < n; row++) {
    for (let j = 0; j < outputs; j++) gradient[biasesAt + j] += delta[row * outputs + j];
  }
  let row = 0;
  for (; row + 3 < n; row += 4) {
    const at = row * outputs;
    const at1 = at + outputs;
    const at2 = at1 + outputs;
    const at3 = at2 + outputs;
    for (let k = 0; k < inputs; k++) {
      const from = row * inputs + k;
      const a = input[from];
      const b = input[from + inputs];
      const c = input[from + 2 * inputs];
      const d = input[from + 3 * inputs];
      const w = weightsAt + k * outputs;
      for (let j = 0; j < outputs; j++) {
        gradient[w + j] += a * delta[at + j] + b * delta[at1 + j] + c * delta[at2 + j] + d * delta[at3 + j];
      }
    }
  }
  for (; row < n; row++) {
    for (let k = 0; k < inputs; k++) {
      const a = input[row * inputs + k];
      const w = weightsAt + k * outputs;
      for (let j = 0; j < outputs; j++) gradient[w + j] += a * delta[row * outputs + j];
    }
  }
}

/** before[n, i] = delta[n, o] W'. */
function backward(parameters: Float64Array, layer: Layer, delta: Float64Array, n: number, before: Float64Array): void {
  const { inputs, outputs, weightsAt } = layer;
  for (let row = 0; row < n; row++) {
    const at = row * outputs;
    for (let k = 0; k < inputs; k++) {
      const w = weightsAt + k * outputs;
      let sum = 0;
      for (let j = 0; j < outputs; j++) sum += delta[at + j] * parameters[w + j];
      before[row * inputs + k] = sum;
    }
  }
}

function activate(activation: Activation, values: Float64Array, length: number): void {
  if (activation === 'relu') for (let i = 0; i < length; i++) values[i] = Math.max(values[i], 0);
  else if (activation === 'tanh') for (let i = 0; i < length; i++) values[i] = Math.tanh(values[i]);
  else for (let i = 0; i < length; i++) values[i] = 1 / (1 + Math.exp(-values[i]));
}

/** Multiplies deltas by the activation's slope, which its output tells. */
function slope(activation: Activation, outputs: Float64Array, deltas: Float64Array, length: number): void {
  if (activation === 'relu') for (let i = 0; i < length; i++) deltas[i] = outputs[i] > 0 ? deltas[i] : 0;
  else if (activation === 'tanh') for (let i = 0; i < length; i++) deltas[i] *= 1 - outputs[i] * outputs[i];
  else for (let i = 0; i < length; i++) deltas[i] *= outputs[i] * (1 - outputs[i]);
}

function softmax(values: Float64Array, n: number, width: number): void {
  for (let at = 0; at < n * width; at += width) {
    let largest = values[at];
    for (let j = 1; j < width; j++) if (values[at + j] > largest) largest = values[at + j];
    let sum = 0;
    for (let j = 0; j < width; j++) {
      values[at + j] = Math.exp(values[at + j] - largest);
      sum += values[at + j];
    }
    for (let j = 0; j < width; j++) values[at + j] /= sum;
  }
}
