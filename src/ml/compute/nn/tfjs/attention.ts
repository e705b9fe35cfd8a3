// Multi-head attention on tensors, forward and backward: products of matrices a head, and kernels between them.

import { tf } from '../../tf';
import type { AttentionArgs, Floats } from '../types';
import type { Workshop } from './backend';
import type { HeadShape } from './kernels';

function headsOf({ batch, length, heads, headSize }: AttentionArgs): HeadShape {
  return { batch, length, heads, headSize };
}

export function attention(
  { buffers, kernels }: Workshop,
  args: AttentionArgs,
  out: Floats,
  probs: Floats | null,
): void {
  const { batch, length, heads, headSize, maxDistance, bias, dropout } = args;
  const shape = headsOf(args);
  const qkv = buffers.get(args.qkv, [batch * length, 3 * heads * headSize]);
  const [q, k, v] = kernels.splitHeads(qkv, 3, shape);
  const input = {
    scores: tf.matMul(q, k, false, true),
    scale: 1 / Math.sqrt(headSize),
    lengths: buffers.getInts(args.lengths, batch),
    bias: bias && buffers.get(bias, [2 * maxDistance + 1, heads]),
    maxDistance,
  };
  const p = kernels.maskedSoftmax(input, shape);
  const kept = dropout && dropout.rate > 0 ? kernels.dropout(p, dropout) : p;
  buffers.put(out, kernels.mergeHeads([tf.matMul(kept, v)], shape));
  if (probs) buffers.put(probs, p);
}

/** With dP the gradient of the probabilities P: dS = P ∘ (dP − Σ_j P_j dP_j), dq = dS k/√d, dk = dSᵀ q/√d. */
export function attentionBackward(
  { buffers, kernels }: Workshop,
  args: AttentionArgs,
  dOut: Floats,
  probs: Floats,
  dQkv: Floats,
  dBias: Floats | null,
): void {
  const { batch, length, heads, headSize, maxDistance, dropout } = args;
  const shape = headsOf(args);
  const hidden = heads * headSize;
  const drop = (x: tf.Tensor) => (dropout && dropout.rate > 0 ? kernels.dropout(x, dropout) : x);
  const [q, k, v] = kernels.splitHeads(buffers.get(args.qkv, [batch * length, 3 * hidden]), 3, shape);
  const [d] = kernels.splitHeads(buffers.get(dOut, [batch * length, hidden]), 1, shape);
  const p = buffers.get(probs, [batch * heads, length, length]);
  const dV = tf.matMul(drop(p), d, true, false);
  const dScores = kernels.softmaxGradient(p, drop(tf.matMul(d, v, false, true)));
  if (dBias) buffers.add(dBias, kernels.sumDistances(dScores, maxDistance, shape));
  const scaled = tf.mul(dScores, 1 / Math.sqrt(headSize));
  const dQ = tf.matMul(scaled, k);
  const dK = tf.matMul(scaled, q, true, false);
  buffers.put(dQkv, kernels.mergeHeads([dQ, dK, dV], shape));
}
