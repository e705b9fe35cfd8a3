// Softmax cross-entropy and its gradient.

import { scratch } from './scratch';
import { load, madd, nmadd, store, sumLanes } from './simd';
import { exponentials, largest } from './softmax';

/**
 * Rows `from` to before `to`. Targets are `labels` with smoothing, or (labels 0) the distributions `soft`
 * [rows, classes]. dLogits 0: not wanted. Scratch holds a row.
 */
export function softmaxCrossEntropy(
  logits: usize,
  labels: usize,
  smoothing: f32,
  soft: usize,
  classes: i32,
  weights: usize,
  loss: usize,
  dLogits: usize,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>classes) << 2;
  for (let i = from; i < to; i++) {
    const offset = <usize>i * stride;
    const at = (<usize>i) << 2;
    const weight = f32.load(weights + at);
    if (weight === 0) {
      f32.store(loss + at, 0);
      if (dLogits) memory.fill(dLogits + offset, 0, stride);
      continue;
    }
    const x = logits + offset;
    const e = scratch();
    const shift = largest(x, classes);
    const sum = exponentials(x, classes, shift, e, true);
    const logSum = shift + <f32>Math.log(<f64>sum);
    const label = labels ? i32.load(labels + at) : -1;
    const target = soft ? soft + offset : 0;
    f32.store(loss + at, weight * rowLoss(x, target, label, smoothing, classes, logSum));
    if (dLogits) gradient(e, target, label, smoothing, classes, sum, weight, dLogits + offset);
  }
}

/** −Σ target · (x − logSum). */
function rowLoss(x: usize, target: usize, label: i32, smoothing: f32, classes: i32, logSum: f32): f32 {
  if (!target && smoothing === 0) return logSum - f32.load(x + ((<usize>label) << 2));
  const top = f32x4.splat(logSum);
  let sum = f32x4.splat(0);
  for (let j = 0; j < classes; j += 4) {
    const a = (<usize>j) << 2;
    const left = classes - j;
    const part = left < 4 ? load(x + a, left) : v128.load(x + a);
    const t = target ? load(target + a, left) : load1(left);
    sum = madd(t, f32x4.sub(top, part), sum);
  }
  const all = sumLanes(sum);
  if (target) return all;
  return (1 - smoothing) * (logSum - f32.load(x + ((<usize>label) << 2))) + (smoothing / <f32>classes) * all;
}

/** Ones in the first `left` lanes. */
function load1(left: i32): v128 {
  return v128.and(f32x4.splat(1), i32x4.gt_s(i32x4.splat(left), i32x4(0, 1, 2, 3)));
}

function gradient(
  e: usize,
  target: usize,
  label: i32,
  smoothing: f32,
  classes: i32,
  sum: f32,
  weight: f32,
  out: usize,
): void {
  const scale = f32x4.splat(weight / sum);
  const w = f32x4.splat(weight);
  const even = f32x4.splat((weight * smoothing) / <f32>classes);
  for (let j = 0; j < classes; j += 4) {
    const a = (<usize>j) << 2;
    const share = f32x4.mul(v128.load(e + a), scale);
    const d = target ? nmadd(w, v128.load(target + a), share) : f32x4.sub(share, even);
    store(out + a, d, classes - j);
  }
  if (target) return;
  const at = out + ((<usize>label) << 2);
  f32.store(at, f32.load(at) - weight * (1 - smoothing));
}
