// One vector from a sequence's many: the first, the mean, or a mean weighted by attention; with gradients.

import type { AttentionPoolArgs, Floats, PoolArgs, PoolKind } from '../types';
import { type Memory, softmax } from './math';

export function pool(memory: Memory, kind: PoolKind, args: PoolArgs, out: Floats): void {
  const { batch, length, hidden } = args;
  const x = memory.values(args.x);
  const lengths = memory.integers(args.lengths);
  const to = memory.values(out);
  for (let b = 0; b < batch; b++) {
    const n = kind === 'first' ? 1 : lengths[b];
    for (let j = 0; j < hidden; j++) {
      let sum = 0;
      for (let t = 0; t < n; t++) sum += x[(b * length + t) * hidden + j];
      to[b * hidden + j] = sum / n;
    }
  }
}

export function poolBackward(memory: Memory, kind: PoolKind, args: PoolArgs, dOut: Floats, dx: Floats): void {
  const { batch, length, hidden } = args;
  const lengths = memory.integers(args.lengths);
  const d = memory.values(dOut);
  const to = memory.values(dx);
  to.fill(0, 0, batch * length * hidden);
  for (let b = 0; b < batch; b++) {
    const n = kind === 'first' ? 1 : lengths[b];
    for (let t = 0; t < n; t++) {
      for (let j = 0; j < hidden; j++) to[(b * length + t) * hidden + j] = d[b * hidden + j] / n;
    }
  }
}

export function attentionPool(memory: Memory, args: AttentionPoolArgs, out: Floats, probs: Floats): void {
  const { batch, length, hidden } = args;
  const x = memory.values(args.x);
  const w = memory.values(args.w);
  const b = memory.values(args.b)[0];
  const lengths = memory.integers(args.lengths);
  const to = memory.values(out);
  const kept = memory.values(probs);
  to.fill(0, 0, batch * hidden);
  kept.fill(0, 0, batch * length);
  for (let s = 0; s < batch; s++) {
    const a = new Float64Array(lengths[s]).fill(b);
    for (let t = 0; t < a.length; t++) {
      for (let j = 0; j < hidden; j++) a[t] += x[(s * length + t) * hidden + j] * w[j];
    }
    softmax(a);
    kept.set(a, s * length);
    for (let t = 0; t < a.length; t++) {
      for (let j = 0; j < hidden; j++) to[s * hidden + j] += a[t] * x[(s * length + t) * hidden + j];
    }
  }
}

export function attentionPoolBackward(
  memory: Memory,
  args: AttentionPoolArgs,
  dOut: Floats,
  probs: Floats,
  dx: Floats,
  dw: Floats | null,
  db: Floats | null,
): void {
  const { batch, length, hidden } = args;
  const x = memory.values(args.x);
  const w = memory.values(args.w);
  const lengths = memory.integers(args.lengths);
  const a = memory.values(probs);
  const d = memory.values(dOut);
  const to = memory.values(dx);
  const toW = dw && memory.values(dw);
  const toB = db && memory.values(db);
  to.fill(0, 0, batch * length * hidden);
  for (let s = 0; s < batch; s++) {
    const n = lengths[s];
    const dA = new Float64Array(n);
    let mean = 0;
    for (let t = 0; t < n; t++) {
      for (let j = 0; j < hidden; j++) dA[t] += d[s * hidden + j] * x[(s * length + t) * hidden + j];
      mean += a[s * length + t] * dA[t];
    }
    for (let t = 0; t < n; t++) {
      const share = a[s * length + t];
      const dS = share * (dA[t] - mean);
      if (toB) toB[0] += dS;
      for (let j = 0; j < hidden; j++) {
        const at = (s * length + t) * hidden + j;
        to[at] = share * d[s * hidden + j] + dS * w[j];
        if (toW) toW[j] += dS * x[at];
      }
    }
  }
}
