// A multilayer network on a device, through TensorFlow.js's operations, in single precision: passes, gradients and
// optimiser steps that leave everything there, and one vector of what the host wants to know. Everything here is to be
// called inside `withTf`.
//
// The gradient is written out, not taken by automatic differentiation: no tape, a third of the operations, and no
// transposing products, which are slow in WASM. Parameters and the optimiser's moments are one flat vector each
// (shape.ts), so that an optimiser's step is a dozen operations however many layers there are; and as a layer's biases
// follow its weights, the product [inputs | 1]' delta is its whole stretch of the gradient.

import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { tf } from '../../compute/tf';
import type { LearnerConfig } from './config';
import { ADAM, MOMENTUM } from './optimizer';
import type { NetworkShape } from './shape';

/** One float32 vector each, of the parameters' length; empty where the optimiser has no such moments. */
export interface Vectors {
  readonly parameters: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** A batch as it goes to the device, padded with rows whose share is 0. */
export interface Rows {
  readonly rows: number;
  /** [rows, d] */
  readonly X: Float32Array;
  /** [rows, outputs]: 1 for the class, or the number. */
  readonly targets: Float32Array;
  /** [rows]: of the mean. */
  readonly shares: Float32Array;
}

/** Adam's step of a pass: rate / (1 − beta1^t), and 1 / √(1 − beta2^t). */
export interface StepSize {
  readonly rate: number;
  readonly root: number;
}

/** `Vectors` on the device. */
type Held = { readonly [name in keyof Vectors]: Tensor1D };
type Options = Pick<LearnerConfig, 'optimizer' | 'learning_rate'>;

export class DeviceNetwork {
  private held: Held;

  constructor(
    private readonly shape: NetworkShape,
    private readonly options: Options,
    { parameters, first, second }: Vectors,
  ) {
    this.held = { parameters: tf.tensor1d(parameters), first: tf.tensor1d(first), second: tf.tensor1d(second) };
  }

  /** Scores [rows, outputs] before softmax, for X [rows, d]. */
  async forward(X: Float32Array, rows: number): Promise<Float32Array> {
    const scores = tf.tidy(() => {
      const { parameters } = this.held;
      const input = tf.tensor2d(X, [rows, X.length / rows]);
      return last(this.activations(input, this.matrices(parameters), parameters));
    });
    return read(scores);
  }

  /**
   * A step of the optimiser for each of `steps`. Gives the scores [rows, outputs] and the squared norm of the gradient, both
   * of the first pass, and, if wanted, all parameters after the last, in one vector.
   */
  async learn(batch: Rows, steps: readonly StepSize[], withParameters: boolean): Promise<Float32Array> {
    const { rows, X, targets, shares } = batch;
    const d = X.length / rows;
    const known: Tensor1D[] = [];
    const constants = tf.tidy(() => {
      const input = tf.tensor2d(X, [rows, d]);
      const ones = tf.ones([1, rows]) as Tensor2D;
      return {
        ...{ input, ones, inputT: tf.concat([tf.transpose(input), ones], 0) as Tensor2D },
        ...{ targets: tf.tensor2d(targets, [rows, targets.length / rows]), shares: tf.tensor2d(shares, [rows, 1]) },
      };
    });
    try {
      for (const step of steps) {
        const next = tf.tidy(() => {
          const { scores, gradient } = this.gradient(constants);
          if (known.length === 0) known.push(tf.keep(tf.concat([flat(scores), flat(tf.sum(tf.square(gradient)))])));
          return this.update(gradient, step);
        });
        this.replace(next);
      }
      if (withParameters) known.push(tf.clone(this.held.parameters));
      return await read(tf.concat(known));
    } finally {
      tf.dispose([constants, known]);
    }
  }

  /** All there is, in one read. */
  async vectors(): Promise<Vectors> {
    const { parameters, first, second } = this.held;
    const all = await read(tf.concat([parameters, first, second]));
    const [a, b] = [parameters.size, parameters.size + first.size];
    return { parameters: all.slice(0, a), first: all.slice(a, b), second: all.slice(b) };
  }

  dispose(): void {
    tf.dispose(this.held);
  }

  private replace(next: Held): void {
    const { parameters, first, second } = this.held;
    this.held = next;
    for (const tensor of [parameters, first, second]) {
      if (!Object.values(next).includes(tensor)) tensor.dispose();
    }
  }

  private matrices(parameters: Tensor1D): Tensor2D[] {
    return this.shape.layers.map(({ inputs, outputs, weightsAt }) => {
      return tf.reshape(tf.slice(parameters, weightsAt, inputs * outputs), [inputs, outputs]) as Tensor2D;
    });
  }

  /** Of each layer its outputs, [rows, outputs], after activation; those of the last are scores. */
  private activations(input: Tensor2D, matrices: readonly Tensor2D[], parameters: Tensor1D): Tensor2D[] {
    const { layers, activation } = this.shape;
    const outputs: Tensor2D[] = [];
    for (const [index, layer] of layers.entries()) {
      const hidden = index + 1 < layers.length;
      const sum = tf.fused.matMul({
        ...{ a: last(outputs) ?? input, b: matrices[index] },
        bias: tf.slice(parameters, layer.biasesAt, layer.outputs),
        activation: hidden && activation === 'relu' ? 'relu' : 'linear',
      }) as Tensor2D;
      if (!hidden || activation === 'relu') outputs.push(sum);
      else outputs.push(activation === 'tanh' ? tf.tanh(sum) : tf.sigmoid(sum));
    }
    return outputs;
  }

  private gradient({ input, inputT, ones, targets, shares }: Constants): { scores: Tensor2D; gradient: Tensor1D } {
    const { layers, loss } = this.shape;
    const { parameters } = this.held;
    const matrices = this.matrices(parameters);
    const outputs = this.activations(input, matrices, parameters);
    const scores = last(outputs);
    const predicted = loss === 'softmax' ? tf.softmax(scores) : scores;
    let delta = tf.mul(tf.sub(predicted, targets), shares) as Tensor2D;
    const parts: Tensor1D[] = [];
    for (let index = layers.length - 1; index >= 0; index--) {
      const before = index === 0 ? null : outputs[index - 1];
      const given = before ? tf.concat([tf.transpose(before), ones], 0) : inputT;
      parts.unshift(flat(tf.matMul(given as Tensor2D, delta)));
      if (!before) break;
      const back = tf.matMul(delta, tf.transpose(matrices[index]));
      delta = tf.mul(back, this.slope(before)) as Tensor2D;
    }
    return { scores, gradient: parts.length === 1 ? parts[0] : tf.concat(parts) };
  }

  /** Of the activation, which its output tells. */
  private slope(output: Tensor2D): Tensor {
    const { activation } = this.shape;
    if (activation === 'relu') return tf.step(output);
    if (activation === 'tanh') return tf.sub(1, tf.square(output));
    return tf.mul(output, tf.sub(1, output));
  }

  /** The recurrences of ./optimizer.ts. */
  private update(gradient: Tensor1D, { rate, root }: StepSize): Held {
    const { parameters, first, second } = this.held;
    const { optimizer, learning_rate } = this.options;
    const moved = (by: Tensor) => tf.sub(parameters, by) as Tensor1D;
    if (optimizer === 'sgd') return { ...this.held, parameters: moved(tf.mul(gradient, learning_rate)) };
    if (optimizer === 'momentum') {
      const velocity = tf.add(tf.mul(first, MOMENTUM), gradient) as Tensor1D;
      return { ...this.held, first: velocity, parameters: moved(tf.mul(velocity, learning_rate)) };
    }
    // As recurrences of differences, and with the scales of numerator and divisor drawn together: fewer operations.
    const { beta1, beta2, epsilon } = ADAM;
    const m = tf.add(first, tf.mul(tf.sub(gradient, first), 1 - beta1)) as Tensor1D;
    const v = tf.add(second, tf.mul(tf.sub(tf.square(gradient), second), 1 - beta2)) as Tensor1D;
    const direction = tf.div(m, tf.add(tf.sqrt(v), epsilon / root));
    return { first: m, second: v, parameters: moved(tf.mul(direction, rate / root)) };
  }
}

interface Constants {
  readonly input: Tensor2D;
  /** [d + 1, rows], the last row ones. */
  readonly inputT: Tensor2D;
  readonly ones: Tensor2D;
  readonly targets: Tensor2D;
  readonly shares: Tensor2D;
}

function flat(tensor: Tensor): Tensor1D {
  return tf.reshape(tensor, [-1]) as Tensor1D;
}

function last<T>(items: readonly T[]): T {
  return items[items.length - 1];
}

async function read(tensor: Tensor): Promise<Float32Array> {
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}
