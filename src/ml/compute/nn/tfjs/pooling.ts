// One vector from a sequence's many, on tensors: the first, the mean, or a mean weighted by attention.

import { tf } from '../../tf';
import type { AttentionPoolArgs, Floats, PoolArgs, PoolKind } from '../types';
import type { Workshop } from './backend';
import { realTokens, softmaxOver } from './plain';

export function pool({ buffers }: Workshop, kind: PoolKind, args: PoolArgs, out: Floats): void {
  const { batch, length, hidden } = args;
  const x = buffers.get(args.x, [batch, length, hidden]);
  if (kind === 'first') {
    buffers.put(out, tf.reshape(tf.slice(x, [0, 0, 0], [batch, 1, hidden]), [batch, hidden]));
    return;
  }
  const shares = tf.reshape(meanShares(buffers.getInts(args.lengths, batch), length), [batch, 1, length]);
  buffers.put(out, tf.reshape(tf.matMul(shares, x), [batch, hidden]));
}

export function poolBackward({ buffers }: Workshop, kind: PoolKind, args: PoolArgs, dOut: Floats, dx: Floats): void {
  const { batch, length, hidden } = args;
  const d = buffers.get(dOut, [batch, 1, hidden]);
  if (kind === 'first') {
    buffers.put(
      dx,
      tf.pad(d, [
        [0, 0],
        [0, length - 1],
        [0, 0],
      ]),
    );
    return;
  }
  const shares = meanShares(buffers.getInts(args.lengths, batch), length);
  buffers.put(dx, tf.mul(tf.reshape(shares, [batch, length, 1]), d));
}

/** [batch, length] 1/n for each of n real tokens, 0 for padding. */
function meanShares(lengths: tf.Tensor, length: number): tf.Tensor {
  return tf.div(realTokens(lengths, length), tf.reshape(tf.cast(lengths, 'float32'), [-1, 1]));
}

export function attentionPool({ buffers }: Workshop, args: AttentionPoolArgs, out: Floats, probs: Floats): void {
  const { batch, length, hidden } = args;
  const flat = buffers.get(args.x, [batch * length, hidden]);
  const scores = tf.add(tf.matMul(flat, buffers.get(args.w, [hidden, 1])), buffers.get(args.b, [1]));
  const real = realTokens(buffers.getInts(args.lengths, batch), length);
  const a = tf.mul(softmaxOver(tf.reshape(scores, [batch, length]), real), real);
  const x = tf.reshape(flat, [batch, length, hidden]);
  buffers.put(out, tf.reshape(tf.matMul(tf.reshape(a, [batch, 1, length]), x), [batch, hidden]));
  buffers.put(probs, a);
}

/** With dA_t = dOut·x_t: the scores' gradient is a ∘ (dA − Σ a dA), and dx_t = a_t dOut + dS_t w. */
export function attentionPoolBackward(
  { buffers, kernels }: Workshop,
  args: AttentionPoolArgs,
  dOut: Floats,
  probs: Floats,
  dx: Floats,
  dw: Floats | null,
  db: Floats | null,
): void {
  const { batch, length, hidden } = args;
  const flat = buffers.get(args.x, [batch * length, hidden]);
  const x = tf.reshape(flat, [batch, length, hidden]);
  const d = buffers.get(dOut, [batch, 1, hidden]);
  const a = buffers.get(probs, [batch, length]);
  const dA = tf.reshape(tf.matMul(x, d, false, true), [batch, length]);
  const dScores = kernels.softmaxGradient(a, dA);
  const column = tf.reshape(dScores, [batch * length, 1]);
  if (dw) buffers.add(dw, tf.matMul(column, flat, true, false));
  if (db) buffers.add(db, tf.sum(column, 0));
  const straight = tf.mul(tf.reshape(a, [batch, length, 1]), d);
  const through = tf.mul(tf.reshape(dScores, [batch, length, 1]), buffers.get(args.w, [1, 1, hidden]));
  buffers.put(dx, tf.add(straight, through));
}
