// Embeddings, linear layers and LayerNorm on tensors, forward and backward.

import { tf } from '../../tf';
import type { Activation, EmbeddingsArgs, Floats, LayerNormArgs, LinearArgs } from '../types';
import type { Workshop } from './backend';

export function embeddings({ buffers }: Workshop, args: EmbeddingsArgs, out: Floats): void {
  const { batch, length, hidden, words, positions, segments } = args;
  const ids = buffers.getInts(args.ids, batch * length);
  const table = buffers.get(words, [words.size / hidden, hidden]);
  let sum = tf.reshape(tf.gather(table, ids), [batch, length, hidden]);
  if (positions) sum = tf.add(sum, buffers.get(positions, [length, hidden]));
  if (segments) sum = tf.add(sum, buffers.get(segments, [hidden]));
  buffers.put(out, sum);
}

export function embeddingsBackward(
  { buffers, kernels }: Workshop,
  args: EmbeddingsArgs,
  dOut: Floats,
  grads: { words: Floats | null; positions: Floats | null; segments: Floats | null },
): void {
  const { batch, length, hidden, ids } = args;
  const rows = batch * length;
  const d = buffers.get(dOut, [rows, hidden]);
  if (grads.words) {
    const segments = buffers.segments(ids, rows, grads.words.size / hidden);
    buffers.add(grads.words, kernels.sumSegments(d, segments));
  }
  if (grads.positions) buffers.add(grads.positions, tf.sum(tf.reshape(d, [batch, length, hidden]), 0));
  if (grads.segments) buffers.add(grads.segments, tf.sum(d, 0));
}

export function linear(
  { buffers, kernels }: Workshop,
  args: LinearArgs,
  activation: Activation,
  out: Floats,
  pre: Floats | null,
): void {
  const { rows, inputs, outputs } = args;
  const a = buffers.get(args.x, [rows, inputs]);
  const b = buffers.get(args.w, [outputs, inputs]);
  // TensorFlow.js fuses the bias and relu, but not gelu.
  const fused = activation === 'relu' && !pre;
  const bias = args.b ? { bias: buffers.get(args.b, [outputs]) } : {};
  const sum = tf.fused.matMul({ a, b, transposeB: true, activation: fused ? 'relu' : 'linear', ...bias });
  if (pre) buffers.put(pre, sum);
  buffers.put(out, fused || activation === 'none' ? sum : kernels.activate(activation, sum));
}

export function linearBackward(
  { buffers }: Workshop,
  args: LinearArgs,
  dOut: Floats,
  dx: Floats | null,
  dw: Floats | null,
  db: Floats | null,
): void {
  const { rows, inputs, outputs } = args;
  const d = buffers.get(dOut, [rows, outputs]);
  if (dw) buffers.add(dw, tf.matMul(d, buffers.get(args.x, [rows, inputs]), true, false));
  if (db) buffers.add(db, tf.sum(d, 0));
  if (dx) buffers.put(dx, tf.matMul(d, buffers.get(args.w, [outputs, inputs])));
}

export function layerNorm(
  { buffers, kernels }: Workshop,
  args: LayerNormArgs,
  residual: Floats | null,
  sum: Floats | null,
  out: Floats,
  stats: Floats,
): void {
  const { rows, hidden, eps } = args;
  if (residual && !sum) throw new TypeError('A residual needs a place for the sum.');
  let x = buffers.get(args.x, [rows, hidden]);
  if (residual && sum) {
    x = tf.add(x, buffers.get(residual, [rows, hidden]));
    buffers.put(sum, x);
  }
  const moments = kernels.normStats(x, eps);
  const [gamma, beta] = [buffers.get(args.gamma, [hidden]), buffers.get(args.beta, [hidden])];
  buffers.put(out, kernels.normalise(x, moments, gamma, beta));
  buffers.put(stats, moments);
}

export function layerNormBackward(
  { buffers, kernels }: Workshop,
  args: LayerNormArgs,
  dOut: Floats,
  stats: Floats,
  dx: Floats,
  accumulate: boolean,
  dGamma: Floats | null,
  dBeta: Floats | null,
): void {
  const { rows, hidden } = args;
  const x = buffers.get(args.x, [rows, hidden]);
  const d = buffers.get(dOut, [rows, hidden]);
  const moments = buffers.get(stats, [rows, 2]);
  if (dGamma || dBeta) {
    const [gammas, betas] = tf.unstack(kernels.normParameterGradients(x, moments, d));
    if (dGamma) buffers.add(dGamma, gammas);
    if (dBeta) buffers.add(dBeta, betas);
  }
  const gradient = kernels.normGradient(x, moments, buffers.get(args.gamma, [hidden]), d);
  if (accumulate) buffers.add(dx, gradient);
  else buffers.put(dx, gradient);
}
