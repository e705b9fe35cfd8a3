// The kernels in TensorFlow.js's own operations: for the plain JavaScript backend, and what the others are built on.

import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../tf';
import { uniform } from '../dropout';
import type { Activation, Dropout } from '../types';
import type { AdamNumbers, AdamState, HeadShape, Kernels, SoftmaxInput, TargetTensors } from './kernels';
import { distanceIndex, type Segments, segmentsOf } from './segments';

/** Added to the scores of keys that are padding: their exponentials become exactly 0. */
const FAR_BELOW = 1e9;

export const plainKernels: Kernels = {
  dropout,
  sumSegments,
  activate,
  activationGradient,
  normStats,
  normalise,
  normGradient,
  normParameterGradients,
  splitHeads,
  mergeHeads,
  maskedSoftmax,
  softmaxGradient,
  sumDistances(x, maxDistance, shape) {
    return distanceSums(this, x, maxDistance, shape);
  },
  crossEntropy,
  norm,
  adam,
};

function dropout(x: Tensor, { rate, seed }: Dropout): Tensor {
  const factor = 1 / (1 - rate);
  const mask = Float32Array.from({ length: x.size }, (_, i) => (uniform(seed, i) >= rate ? factor : 0));
  return tf.mul(x, tf.tensor(mask, x.shape));
}

function sumSegments(x: Tensor, { rows, index }: Segments): Tensor {
  return tf.scatterND(tf.tensor2d(index, [index.length, 1], 'int32'), x, [rows, x.shape[1]!]);
}

function activate(activation: Activation, x: Tensor): Tensor {
  switch (activation) {
    case 'none':
      return tf.clone(x);
    case 'relu':
      return tf.relu(x);
    case 'gelu':
      return tf.mul(x, normalShare(x));
    case 'tanh':
      return tf.tanh(x);
  }
}

function activationGradient(activation: Activation, pre: Tensor, dOut: Tensor): Tensor {
  switch (activation) {
    case 'none':
      return tf.clone(dOut);
    case 'relu':
      return tf.mul(dOut, tf.cast(tf.greater(pre, 0), 'float32'));
    case 'gelu': {
      const density = tf.mul(tf.exp(tf.mul(tf.square(pre), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.mul(dOut, tf.add(normalShare(pre), tf.mul(pre, density)));
    }
    case 'tanh':
      return tf.mul(dOut, tf.sub(1, tf.square(tf.tanh(pre))));
  }
}

/** Φ(x), the normal distribution's share below x. */
function normalShare(x: Tensor): Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}

function normStats(x: Tensor, eps: number): Tensor {
  const mean = tf.mean(x, 1, true);
  const variance = tf.mean(tf.square(tf.sub(x, mean)), 1, true);
  return tf.concat([mean, tf.rsqrt(tf.add(variance, eps))], 1);
}

/** (x − mean)/σ */
function standardise(x: Tensor, stats: Tensor): Tensor {
  const [mean, rstd] = tf.split(stats, 2, 1);
  return tf.mul(tf.sub(x, mean), rstd);
}

function normalise(x: Tensor, stats: Tensor, gamma: Tensor, beta: Tensor): Tensor {
  return tf.add(tf.mul(standardise(x, stats), gamma), beta);
}

/** With x̂ = (x − mean)/σ and g = dOut·γ: (g − mean(g) − x̂·mean(g·x̂))/σ. */
function normGradient(x: Tensor, stats: Tensor, gamma: Tensor, dOut: Tensor): Tensor {
  const normal = standardise(x, stats);
  const g = tf.mul(dOut, gamma);
  const along = tf.mul(normal, tf.mean(tf.mul(g, normal), 1, true));
  const rstd = tf.slice(stats, [0, 1], [-1, 1]);
  return tf.mul(tf.sub(tf.sub(g, tf.mean(g, 1, true)), along), rstd);
}

function normParameterGradients(x: Tensor, stats: Tensor, dOut: Tensor): Tensor {
  return tf.stack([tf.sum(tf.mul(dOut, standardise(x, stats)), 0), tf.sum(dOut, 0)]);
}

function splitHeads(x: Tensor, parts: number, { batch, length, heads, headSize }: HeadShape): Tensor[] {
  return tf.split(x, parts, 1).map((part) => {
    const apart = tf.transpose(tf.reshape(part, [batch, length, heads, headSize]), [0, 2, 1, 3]);
    return tf.reshape(apart, [batch * heads, length, headSize]);
  });
}

function mergeHeads(parts: readonly Tensor[], { batch, length, heads, headSize }: HeadShape): Tensor {
  const merged = parts.map((part) => {
    const together = tf.transpose(tf.reshape(part, [batch, heads, length, headSize]), [0, 2, 1, 3]);
    return tf.reshape(together, [batch * length, heads * headSize]);
  });
  return merged.length === 1 ? merged[0] : tf.concat(merged, 1);
}

/** [batch, length] 1 for real tokens, 0 for padding. */
export function realTokens(lengths: Tensor, length: number): Tensor {
  const places = tf.reshape(tf.range(0, length, 1, 'int32'), [1, length]);
  return tf.cast(tf.less(places, tf.reshape(lengths, [-1, 1])), 'float32');
}

/** Over the last axis, where `real` is 1. */
export function softmaxOver(x: Tensor, real: Tensor): Tensor {
  const masked = tf.add(x, tf.mul(tf.sub(real, 1), FAR_BELOW));
  const e = tf.exp(tf.sub(masked, tf.max(masked, -1, true)));
  return tf.div(e, tf.sum(e, -1, true));
}

function maskedSoftmax(input: SoftmaxInput, { batch, length, heads }: HeadShape): Tensor {
  const scaled = tf.mul(tf.reshape(input.scores, [batch, heads, length, length]), input.scale);
  const real = realTokens(input.lengths, length);
  const shifted = input.bias ? tf.add(scaled, biases(input.bias, input.maxDistance, length, heads)) : scaled;
  const p = softmaxOver(shifted, tf.reshape(real, [batch, 1, 1, length]));
  return tf.reshape(tf.mul(p, tf.reshape(real, [batch, 1, length, 1])), [batch * heads, length, length]);
}

/** [1, heads, length, length] from the table of relative biases. */
function biases(table: Tensor, maxDistance: number, length: number, heads: number): Tensor {
  const pairs = tf.gather(table, tf.tensor1d(distanceIndex(length, maxDistance), 'int32'));
  return tf.reshape(tf.transpose(pairs, [1, 0]), [1, heads, length, length]);
}

function softmaxGradient(probs: Tensor, dProbs: Tensor): Tensor {
  return tf.mul(probs, tf.sub(dProbs, tf.sum(tf.mul(probs, dProbs), -1, true)));
}

function distanceSums(kernels: Kernels, x: Tensor, maxDistance: number, { batch, length, heads }: HeadShape): Tensor {
  const summed = tf.sum(tf.reshape(x, [batch, heads, length * length]), 0);
  const segments = segmentsOf(distanceIndex(length, maxDistance), 2 * maxDistance + 1);
  return kernels.sumSegments(tf.transpose(summed, [1, 0]), segments);
}

function crossEntropy(logits: Tensor, target: TargetTensors, weights: Tensor, wanted: boolean) {
  const [rows, classes] = logits.shape;
  const weight = tf.reshape(weights, [rows, 1]);
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const e = tf.exp(shifted);
  const sum = tf.sum(e, 1, true);
  const t = targetRows(target, classes);
  const crossed = tf.sum(tf.mul(t, tf.sub(tf.log(sum), shifted)), 1);
  const dLogits = wanted ? tf.mul(tf.sub(tf.div(e, sum), t), weight) : null;
  return { loss: tf.mul(crossed, weights), dLogits };
}

function targetRows(target: TargetTensors, classes: number): Tensor {
  if (target.kind === 'soft') return target.probabilities;
  const classNumbers = tf.reshape(tf.range(0, classes, 1, 'int32'), [1, classes]);
  const chosen = tf.cast(tf.equal(tf.reshape(target.labels, [-1, 1]), classNumbers), 'float32');
  return tf.add(tf.mul(chosen, 1 - target.smoothing), target.smoothing / classes);
}

function norm(gradients: readonly Tensor[]): Tensor {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  return tf.reshape(tf.sqrt(tf.sum(tf.stack(squares))), [1]);
}

function adam({ value, gradient, m, v }: AdamState, scale: Tensor, numbers: AdamNumbers) {
  const { beta1, beta2, eps, keep, rate, correction } = numbers;
  const g = tf.mul(gradient, scale);
  const first = tf.add(tf.mul(m, beta1), tf.mul(g, 1 - beta1));
  const second = tf.add(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2));
  const step = tf.div(tf.mul(first, rate), tf.add(tf.mul(tf.sqrt(second), correction), eps));
  return { value: tf.sub(tf.mul(value, keep), step), m: first, v: second };
}
