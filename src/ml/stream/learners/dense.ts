// A multilayer network's loss and gradient on typed arrays. Numbers are float64: JavaScript computes in doubles, so that
// float32 arrays would round at every store and save nothing at sizes that fit the cache anyway; and gradients can be
// held against finite differences. Buffers are made once for the largest batch seen, and sums run in one fixed order,
// so that the same batches give the same bits.

import type { Activation } from './config';
import type { Layer, Loss, NetworkShape } from './shape';

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

  /**
   * Outputs [n, outputs] for n rows of X [·, d] from row `start`: probabilities (of class 1 alone for logistic), or
   * numbers; overwritten by the next call.
   */
  forward(X: Float64Array, n: number, start = 0): Float64Array {
    this.reserve(n);
    const { layers, activation, loss } = this.shape;
    const last = layers.length - 1;
    for (let index = 0; index <= last; index++) {
      const output = this.outputs[index];
      affine(
        this.parameters,
        layers[index],
        index === 0 ? X : this.outputs[index - 1],
        index === 0 ? start : 0,
        n,
        output,
      );
      if (index < last) activate(activation, output, n * layers[index].outputs);
      else toOutputs(loss, output, n, layers[index].outputs);
    }
    return this.outputs[last];
  }

  /** Mean loss over n rows from row `start`, and its gradient in `gradient`. */
  evaluate(X: Float64Array, y: Float64Array, n: number, start = 0): number {
    const { layers, loss, activation } = this.shape;
    const output = this.forward(X, n, start);
    const last = layers.length - 1;
    const width = layers[last].outputs;
    differences(loss, output, width, y, n, start, this.deltas[last]);
    for (let index = last; index > 0; index--) {
      const input = this.outputs[index - 1];
      layerGradient(layers[index], input, 0, this.deltas[index], n, this.gradient);
      backward(this.parameters, layers[index], this.deltas[index], n, this.deltas[index - 1]);
      slope(activation, input, this.deltas[index - 1], n * layers[index].inputs);
    }
    layerGradient(layers[0], X, start, this.deltas[0], n, this.gradient);
    return meanLoss(loss, output, width, y, n, start);
  }

  /** Of the latest pass. */
  get output(): Float64Array {
    return this.outputs[this.outputs.length - 1];
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
}

/** Mean loss of n rows of outputs (`DenseNetwork.forward`), `width` each; their y begins at `start`. */
export function meanLoss(
  loss: Loss,
  output: Float64Array,
  width: number,
  y: Float64Array,
  n: number,
  start = 0,
): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const target = y[start + i];
    if (loss === 'softmax') sum -= logOf(output[i * width + target]);
    else if (loss === 'squared') sum += 0.5 * (output[i] - target) ** 2;
    else sum -= logOf(target === 1 ? output[i] : 1 - output[i]);
  }
  return sum / n;
}

/** Natural logarithm, finite where a probability has become 0. */
function logOf(probability: number): number {
  return Math.log(Math.max(probability, Number.MIN_VALUE));
}

/** Gradient of the mean loss by what goes into the last layer's softmax or sigmoid, in `delta`. */
export function differences(
  loss: Loss,
  output: Float64Array,
  width: number,
  y: Float64Array,
  n: number,
  start: number,
  delta: Float64Array,
): void {
  if (loss !== 'softmax') {
    for (let i = 0; i < n; i++) delta[i] = (output[i] - y[start + i]) / n;
    return;
  }
  for (let at = 0; at < n * width; at++) delta[at] = output[at] / n;
  for (let i = 0; i < n; i++) delta[i * width + y[start + i]] -= 1 / n;
}

/** output[n, o] = input[n, i] W + b for n rows of input from row `start`, four inputs a pass over the outputs. */
function affine(
  parameters: Float64Array,
  layer: Layer,
  input: Float64Array,
  start: number,
  n: number,
  output: Float64Array,
): void {
  const { inputs, outputs, weightsAt, biasesAt } = layer;
  for (let row = 0; row < n; row++) {
    const from = (start + row) * inputs;
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

/** From row `start` of input: gradient of W = input' delta and of b = column sums of delta, four rows a pass. */
function layerGradient(
  layer: Layer,
  input: Float64Array,
  start: number,
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
      const from = (start + row) * inputs + k;
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
      const a = input[(start + row) * inputs + k];
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

/** In place, scores of n rows, `width` each, to what `DenseNetwork.forward` gives. */
export function toOutputs(loss: Loss, scores: Float64Array, n: number, width: number): void {
  if (loss === 'softmax') softmax(scores, n, width);
  else if (loss === 'logistic') activate('sigmoid', scores, n);
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

/** In place, over rows of `width`. */
export function softmax(values: Float64Array, n: number, width: number): void {
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
