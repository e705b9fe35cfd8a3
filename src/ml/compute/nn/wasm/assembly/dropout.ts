// The dropout mask of ../../dropout.ts, four elements at a time.

import { store } from './simd';

/**
 * The factor of elements index, index + 1, …: `scale` where kept, 0 where dropped. `threshold` is the rate in
 * units of 2^-24, rounded up: the hash's upper 24 bits keep an element iff they reach it.
 */
export function dropoutFactor(index: i32, seed: i32, threshold: i32, scale: f32): v128 {
  const s = i32x4.splat(seed);
  const i = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));
  let h = v128.xor(i32x4.mul(v128.xor(i, s), i32x4.splat(0x9e3779b1)), s);
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(0x85ebca6b));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(0xc2b2ae35));
  h = i32x4.shr_u(v128.xor(h, i32x4.shr_u(h, 16)), 8);
  return v128.and(i32x4.ge_s(h, i32x4.splat(threshold)), f32x4.splat(scale));
}

/** In place, elements `from` (a multiple of four) to before `to`. */
export function dropout(x: usize, seed: i32, threshold: i32, scale: f32, from: i32, to: i32): void {
  for (let i = from; i < to; i += 4) {
    const at = x + ((<usize>i) << 2);
    store(at, f32x4.mul(v128.load(at), dropoutFactor(i, seed, threshold, scale)), to - i);
  }
}
