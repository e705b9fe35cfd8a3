// Softmax of a row, in place.

import { exp } from './functions';
import { load, maxLanes, store, sumLanes } from './simd';

/** Largest of n numbers; NaNs may be passed over, as their exponentials are NaN, and so is the sum. */
export function largest(x: usize, n: i32): f32 {
  let best = f32x4.splat(-Infinity);
  let i = 0;
  for (; i + 4 <= n; i += 4) best = f32x4.pmax(best, v128.load(x + ((<usize>i) << 2)));
  let result = maxLanes(best);
  for (; i < n; i++) result = max(result, f32.load(x + ((<usize>i) << 2)));
  return result;
}

/** out ← e^(x - shift), and their sum; up to three numbers past the n-th of `out` are zeroed when `pad`. */
export function exponentials(x: usize, n: i32, shift: f32, out: usize, pad: bool): f32 {
  const s = f32x4.splat(shift);
  let sum = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = (<usize>i) << 2;
    const e = exp(f32x4.sub(v128.load(x + at), s));
    v128.store(out + at, e);
    sum = f32x4.add(sum, e);
  }
  if (i < n) {
    const at = (<usize>i) << 2;
    const raw = exp(f32x4.sub(load(x + at, n - i), s));
    const few = v128.and(raw, i32x4.gt_s(i32x4.splat(n - i), i32x4(0, 1, 2, 3)));
    store(out + at, few, pad ? 4 : n - i);
    sum = f32x4.add(sum, few);
  }
  return sumLanes(sum);
}

export function scaleRow(x: usize, n: i32, scale: f32): void {
  const s = f32x4.splat(scale);
  for (let i = 0; i < n; i += 4) {
    const at = x + ((<usize>i) << 2);
    store(at, f32x4.mul(v128.load(at), s), n - i);
  }
}

/** In place; with `pad`, zeros up to the next multiple of four. */
export function softmax(x: usize, n: i32, pad: bool): void {
  const sum = exponentials(x, n, largest(x, n), x, pad);
  scaleRow(x, n, 1 / sum);
}
