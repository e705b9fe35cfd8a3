// AdamW and momentum over one parameter, and the sum of squares its clipping needs.

import { load, madd, nmadd, store } from './simd';

/** Numbers summed into one partial sum: fixed, so that the norm does not depend on threads. */
export const SQUARES: i32 = 16384;

/** partial[c] ← sum of squares of x[c·SQUARES …], in double precision, for chunks `from` to before `to`. */
export function sumSquares(x: usize, size: i32, partial: usize, from: i32, to: i32): void {
  for (let c = from; c < to; c++) {
    const end = min(size, (c + 1) * SQUARES);
    let low = f64x2.splat(0);
    let high = low;
    for (let i = c * SQUARES; i < end; i += 4) {
      const v = load(x + ((<usize>i) << 2), end - i);
      const a = f64x2.promote_low_f32x4(v);
      const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
    const all = f64x2.add(low, high);
    f64.store(partial + ((<usize>c) << 3), f64x2.extract_lane(all, 0) + f64x2.extract_lane(all, 1));
  }
}

/**
 * Elements `from` (a multiple of four) to before `to`. `clip` scales the gradient first; `keep` is
 * 1 − lr·weightDecay (or 1); `rate` is lr/(1 − beta1^t); `vScale` is 1/√(1 − beta2^t). Gradients become zero.
 */
export function adamW(
  value: usize,
  gradient: usize,
  m: usize,
  v: usize,
  clip: f32,
  keep: f32,
  rate: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  vScale: f32,
  eps: f32,
  from: i32,
  to: i32,
): void {
  const c = f32x4.splat(clip);
  const zero = f32x4.splat(0);
  for (let i = from; i < to; i += 4) {
    const a = (<usize>i) << 2;
    const left = to - i;
    const g = f32x4.mul(v128.load(gradient + a), c);
    const first = madd(v128.load(m + a), f32x4.splat(beta1), f32x4.mul(g, f32x4.splat(rest1)));
    const square = f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest2));
    const second = madd(v128.load(v + a), f32x4.splat(beta2), square);
    const down = madd(f32x4.sqrt(second), f32x4.splat(vScale), f32x4.splat(eps));
    const step = f32x4.mul(f32x4.div(first, down), f32x4.splat(rate));
    store(m + a, first, left);
    store(v + a, second, left);
    store(value + a, f32x4.sub(f32x4.mul(v128.load(value + a), f32x4.splat(keep)), step), left);
    store(gradient + a, zero, left);
  }
}

/** Elements `from` (a multiple of four) to before `to`; `decay` is the weight decay (or 0). Gradients become zero. */
export function momentum(
  value: usize,
  gradient: usize,
  m: usize,
  clip: f32,
  decay: f32,
  keep: f32,
  rate: f32,
  from: i32,
  to: i32,
): void {
  for (let i = from; i < to; i += 4) {
    const a = (<usize>i) << 2;
    const left = to - i;
    const before = v128.load(value + a);
    const own = f32x4.mul(v128.load(gradient + a), f32x4.splat(clip));
    const velocity = madd(v128.load(m + a), f32x4.splat(keep), madd(before, f32x4.splat(decay), own));
    store(m + a, velocity, left);
    store(value + a, nmadd(velocity, f32x4.splat(rate), before), left);
    store(gradient + a, f32x4.splat(0), left);
  }
}
