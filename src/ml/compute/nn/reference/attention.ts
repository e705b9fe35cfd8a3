// Multi-head attention within each sequence, forward and backward, in plain float64 loops.

import type { AttentionArgs, Floats } from '../types';
import { dropoutFactor, type Memory, softmax } from './math';

/** Where things stand for one head of one sequence. */
interface Head {
  /** Real tokens. */
  readonly n: number;
  readonly head: number;
  /** Offset of query, key or value `part` (0, 1, 2) of token i in qkv. */
  qkv(part: number, i: number): number;
  /** Offset of token i's output. */
  out(i: number): number;
  /** Offset of query i's probabilities over all keys. */
  probs(i: number): number;
}

function* eachHead(memory: Memory, args: AttentionArgs): Generator<Head> {
  const { batch, length, heads, headSize } = args;
  const lengths = memory.integers(args.lengths);
  const hidden = heads * headSize;
  for (let b = 0; b < batch; b++) {
    for (let head = 0; head < heads; head++) {
      yield {
        n: lengths[b],
        head,
        qkv: (part, i) => (b * length + i) * 3 * hidden + part * hidden + head * headSize,
        out: (i) => (b * length + i) * hidden + head * headSize,
        probs: (i) => ((b * heads + head) * length + i) * length,
      };
    }
  }
}

/** The row of `bias` for a key `distance` tokens after its query, times heads. */
function biasAt(args: AttentionArgs, head: number, distance: number): number {
  const clipped = Math.max(-args.maxDistance, Math.min(args.maxDistance, distance));
  return (clipped + args.maxDistance) * args.heads + head;
}

function dot(a: Float64Array, from: number, b: Float64Array, to: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[from + i] * b[to + i];
  return sum;
}

/** y ← y + scale·x on stretches of n. */
function axpy(scale: number, x: Float64Array, from: number, y: Float64Array, to: number, n: number): void {
  for (let i = 0; i < n; i++) y[to + i] += scale * x[from + i];
}

export function attention(memory: Memory, args: AttentionArgs, out: Floats, probs: Floats | null): void {
  const { headSize, length } = args;
  const qkv = memory.values(args.qkv);
  const bias = args.bias && memory.values(args.bias);
  const to = memory.values(out);
  const kept = probs && memory.values(probs);
  to.fill(0, 0, args.batch * length * args.heads * headSize);
  kept?.fill(0, 0, args.batch * args.heads * length * length);
  for (const at of eachHead(memory, args)) {
    const p = new Float64Array(at.n);
    for (let i = 0; i < at.n; i++) {
      for (let j = 0; j < at.n; j++) {
        p[j] = dot(qkv, at.qkv(0, i), qkv, at.qkv(1, j), headSize) / Math.sqrt(headSize);
        if (bias) p[j] += bias[biasAt(args, at.head, j - i)];
      }
      softmax(p);
      kept?.set(p, at.probs(i));
      for (let j = 0; j < at.n; j++) {
        const share = p[j] * dropoutFactor(args.dropout, at.probs(i) + j);
        axpy(share, qkv, at.qkv(2, j), to, at.out(i), headSize);
      }
    }
  }
}

/** With dP the gradient of the probabilities: dS = P ∘ (dP − Σ_j P_j dP_j), then dq = dS k/√d, dk = dSᵀ q/√d. */
export function attentionBackward(
  memory: Memory,
  args: AttentionArgs,
  dOut: Floats,
  probs: Floats,
  dQkv: Floats,
  dBias: Floats | null,
): void {
  const { headSize, length } = args;
  const qkv = memory.values(args.qkv);
  const p = memory.values(probs);
  const d = memory.values(dOut);
  const to = memory.values(dQkv);
  const toBias = dBias && memory.values(dBias);
  to.fill(0, 0, args.batch * length * 3 * args.heads * headSize);
  for (const at of eachHead(memory, args)) {
    const dP = new Float64Array(at.n);
    for (let i = 0; i < at.n; i++) {
      let mean = 0;
      for (let j = 0; j < at.n; j++) {
        const index = at.probs(i) + j;
        const factor = dropoutFactor(args.dropout, index);
        dP[j] = factor * dot(d, at.out(i), qkv, at.qkv(2, j), headSize);
        mean += p[index] * dP[j];
        axpy(factor * p[index], d, at.out(i), to, at.qkv(2, j), headSize);
      }
      for (let j = 0; j < at.n; j++) {
        const dS = p[at.probs(i) + j] * (dP[j] - mean);
        if (toBias) toBias[biasAt(args, at.head, j - i)] += dS;
        axpy(dS / Math.sqrt(headSize), qkv, at.qkv(1, j), to, at.qkv(0, i), headSize);
        axpy(dS / Math.sqrt(headSize), qkv, at.qkv(0, i), to, at.qkv(1, j), headSize);
      }
    }
  }
}
