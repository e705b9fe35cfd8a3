// What the operations (./layers.ts, ./attention.ts, ./learning.ts) are made of besides matrix products: pure
// functions from tensors to tensors. `plain.ts` has them all in TensorFlow.js's operations; WebGL and WebGPU
// replace those that are faster, or only exact, as shaders of their own. All results are new tensors.

import type { Tensor } from '@tensorflow/tfjs-core';
import type { Activation, Dropout } from '../types';
import type { Segments } from './segments';

export interface HeadShape {
  readonly batch: number;
  readonly length: number;
  readonly heads: number;
  readonly headSize: number;
}

export interface SoftmaxInput {
  /** [batch · heads, length, length] products of queries and keys, not yet scaled. */
  readonly scores: Tensor;
  readonly scale: number;
  /** [batch] real tokens, int32. */
  readonly lengths: Tensor;
  /** [2 · maxDistance + 1, heads]; null for none. */
  readonly bias: Tensor | null;
  readonly maxDistance: number;
}

/** A row's target: a class, or a distribution. */
export type TargetTensors =
  | { readonly kind: 'labels'; readonly labels: Tensor; readonly smoothing: number }
  | { readonly kind: 'soft'; readonly probabilities: Tensor };

/** One parameter's tensors, all flat and of one size. */
export interface AdamState {
  readonly value: Tensor;
  readonly gradient: Tensor;
  readonly m: Tensor;
  readonly v: Tensor;
}

export interface AdamNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** 1 − lr·weightDecay, or 1 for parameters that do not decay. */
  readonly keep: number;
  /** lr / (1 − beta1^t) */
  readonly rate: number;
  /** 1 / √(1 − beta2^t) */
  readonly correction: number;
}

export interface Kernels {
  /** x ∘ mask / (1 − rate), by the flat index of each element. */
  dropout(x: Tensor, dropout: Dropout): Tensor;
  /** [count, width] → [segments.rows, width]: the sum of each segment's rows, always in the same order. */
  sumSegments(x: Tensor, segments: Segments): Tensor;
  activate(activation: Activation, x: Tensor): Tensor;
  /** dOut · activation′(pre) */
  activationGradient(activation: Activation, pre: Tensor, dOut: Tensor): Tensor;
  /** [rows, hidden] → [rows, 2]: mean and 1/√(variance + eps). */
  normStats(x: Tensor, eps: number): Tensor;
  normalise(x: Tensor, stats: Tensor, gamma: Tensor, beta: Tensor): Tensor;
  /** Gradient of x. */
  normGradient(x: Tensor, stats: Tensor, gamma: Tensor, dOut: Tensor): Tensor;
  /** [2, hidden]: gradients of gamma and of beta. */
  normParameterGradients(x: Tensor, stats: Tensor, dOut: Tensor): Tensor;
  /** [rows, 3 · hidden] → queries, keys and values, each [batch · heads, length, headSize]. */
  splitHeads(x: Tensor, parts: number, shape: HeadShape): Tensor[];
  /** The reverse: [rows, parts · hidden]. */
  mergeHeads(parts: readonly Tensor[], shape: HeadShape): Tensor;
  /** Softmax over the real keys; zeros for keys and queries that are padding. */
  maskedSoftmax(input: SoftmaxInput, shape: HeadShape): Tensor;
  /** P ∘ (dP − Σ_j P_j dP_j) over the last axis. */
  softmaxGradient(probs: Tensor, dProbs: Tensor): Tensor;
  /** [batch · heads, length, length] → [2 · maxDistance + 1, heads]: the sum over pairs of each clipped distance. */
  sumDistances(x: Tensor, maxDistance: number, shape: HeadShape): Tensor;
  /** loss [rows] and dLogits [rows, classes], or null where not wanted. */
  crossEntropy(
    logits: Tensor,
    target: TargetTensors,
    weights: Tensor,
    wanted: boolean,
  ): { loss: Tensor; dLogits: Tensor | null };
  /** [1] √ of the sum of all squares. */
  norm(gradients: readonly Tensor[]): Tensor;
  /** `scale` [1] multiplies the gradient. */
  adam(state: AdamState, scale: Tensor, numbers: AdamNumbers): { value: Tensor; m: Tensor; v: Tensor };
}
