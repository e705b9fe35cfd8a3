// From a sequence's tokens to one row: the first, the mean, or an attention-weighted sum of the real ones.

import { load, madd, store, sumLanes } from './simd';
import { softmax } from './softmax';

/** to += weight · x */
function addWeighted(to: usize, x: usize, weight: f32, n: i32): void {
  const w = f32x4.splat(weight);
  for (let j = 0; j < n; j += 4) {
    const a = (<usize>j) << 2;
    store(to + a, madd(v128.load(x + a), w, v128.load(to + a)), n - j);
  }
}

function dot(x: usize, y: usize, n: i32): f32 {
  let sum = f32x4.splat(0);
  for (let j = 0; j < n; j += 4) {
    const a = (<usize>j) << 2;
    sum = madd(load(x + a, n - j), load(y + a, n - j), sum);
  }
  return sumLanes(sum);
}

/** out [batch, hidden], sequences `from` to before `to`; the first token, or with `mean` the mean of the real ones. */
export function pool(
  x: usize,
  lengths: usize,
  length: i32,
  hidden: i32,
  mean: bool,
  out: usize,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>hidden) << 2;
  for (let b = from; b < to; b++) {
    const first = x + <usize>(b * length) * stride;
    const at = out + <usize>b * stride;
    if (!mean) {
      memory.copy(at, first, stride);
      continue;
    }
    const n = i32.load(lengths + ((<usize>b) << 2));
    const weight: f32 = 1 / <f32>n;
    memory.fill(at, 0, stride);
    for (let t = 0; t < n; t++) addWeighted(at, first + <usize>t * stride, weight, hidden);
  }
}

export function poolBackward(
  lengths: usize,
  length: i32,
  hidden: i32,
  mean: bool,
  dOut: usize,
  dx: usize,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>hidden) << 2;
  for (let b = from; b < to; b++) {
    const first = dx + <usize>(b * length) * stride;
    const d = dOut + <usize>b * stride;
    const n = mean ? i32.load(lengths + ((<usize>b) << 2)) : 1;
    const weight: f32 = 1 / <f32>n;
    memory.fill(first, 0, <usize>length * stride);
    for (let t = 0; t < n; t++) addWeighted(first + <usize>t * stride, d, weight, hidden);
  }
}

/** probs [batch, length], zeros past the end; out = Σ probs x. */
export function attentionPool(
  x: usize,
  lengths: usize,
  w: usize,
  b: usize,
  length: i32,
  hidden: i32,
  out: usize,
  probs: usize,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>hidden) << 2;
  const bias = f32.load(b);
  for (let s = from; s < to; s++) {
    const first = x + <usize>(s * length) * stride;
    const p = probs + ((<usize>(s * length)) << 2);
    const at = out + <usize>s * stride;
    const n = i32.load(lengths + ((<usize>s) << 2));
    memory.fill(p, 0, (<usize>length) << 2);
    for (let t = 0; t < n; t++) f32.store(p + ((<usize>t) << 2), dot(first + <usize>t * stride, w, hidden) + bias);
    softmax(p, n, false);
    memory.fill(at, 0, stride);
    for (let t = 0; t < n; t++) addWeighted(at, first + <usize>t * stride, f32.load(p + ((<usize>t) << 2)), hidden);
  }
}

/**
 * dx overwritten. dLogits [batch, length] receives the gradients of the scores x·w + b, from which the caller
 * has dw and db summed (attentionPoolGradients).
 */
export function attentionPoolBackward(
  x: usize,
  lengths: usize,
  w: usize,
  length: i32,
  hidden: i32,
  dOut: usize,
  probs: usize,
  dx: usize,
  dLogits: usize,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>hidden) << 2;
  for (let s = from; s < to; s++) {
    const first = <usize>(s * length) * stride;
    const p = probs + ((<usize>(s * length)) << 2);
    const dl = dLogits + ((<usize>(s * length)) << 2);
    const d = dOut + <usize>s * stride;
    const n = i32.load(lengths + ((<usize>s) << 2));
    memory.fill(dl, 0, (<usize>length) << 2);
    memory.fill(dx + first, 0, <usize>length * stride);
    let mean: f32 = 0;
    for (let t = 0; t < n; t++) {
      const a = (<usize>t) << 2;
      const dp = dot(x + first + <usize>t * stride, d, hidden);
      f32.store(dl + a, dp);
      mean += f32.load(p + a) * dp;
    }
    for (let t = 0; t < n; t++) {
      const a = (<usize>t) << 2;
      const weight = f32.load(p + a);
      const slope: f32 = weight * (f32.load(dl + a) - mean);
      f32.store(dl + a, slope);
      addWeighted(dx + first + <usize>t * stride, d, weight, hidden);
      addWeighted(dx + first + <usize>t * stride, w, slope, hidden);
    }
  }
}

/** dw += Σ dLogits x, db += Σ dLogits (0: not wanted). */
export function attentionPoolGradients(x: usize, dLogits: usize, rows: i32, hidden: i32, dw: usize, db: usize): void {
  let sum: f32 = 0;
  for (let i = 0; i < rows; i++) {
    const slope = f32.load(dLogits + ((<usize>i) << 2));
    sum += slope;
    if (dw && slope !== 0) addWeighted(dw, x + ((<usize>(i * hidden)) << 2), slope, hidden);
  }
  if (db) f32.store(db, f32.load(db) + sum);
}
