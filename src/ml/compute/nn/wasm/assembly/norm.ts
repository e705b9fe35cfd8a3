// Layer normalisation (Ba et al. 2016), with the residual sum in the same pass, and its gradient.

import { firstLanes, load, madd, store, sumLanes } from './simd';

/** Rows `from` to before `to`. residual 0: none, then nothing is written to `sum`. */
export function layerNorm(
  x: usize,
  residual: usize,
  sum: usize,
  gamma: usize,
  beta: usize,
  hidden: i32,
  eps: f32,
  out: usize,
  stats: usize,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>hidden) << 2;
  for (let i = from; i < to; i++) {
    const offset = <usize>i * stride;
    let row = x + offset;
    if (residual) {
      addInto(row, residual + offset, sum + offset, hidden);
      row = sum + offset;
    }
    const mean = meanOf(row, hidden);
    const scale: f32 = 1 / sqrt(varianceOf(row, hidden, mean) + eps);
    const at = stats + ((<usize>i) << 3);
    f32.store(at, mean);
    f32.store(at, scale, 4);
    const m = f32x4.splat(mean);
    const s = f32x4.splat(scale);
    for (let j = 0; j < hidden; j += 4) {
      const a = (<usize>j) << 2;
      const normal = f32x4.mul(f32x4.sub(v128.load(row + a), m), s);
      store(out + offset + a, madd(normal, v128.load(gamma + a), v128.load(beta + a)), hidden - j);
    }
  }
}

function addInto(x: usize, y: usize, to: usize, n: i32): void {
  for (let j = 0; j < n; j += 4) {
    const a = (<usize>j) << 2;
    store(to + a, f32x4.add(v128.load(x + a), v128.load(y + a)), n - j);
  }
}

function meanOf(x: usize, n: i32): f32 {
  let sum = f32x4.splat(0);
  for (let j = 0; j < n; j += 4) sum = f32x4.add(sum, load(x + ((<usize>j) << 2), n - j));
  return sumLanes(sum) / <f32>n;
}

function varianceOf(x: usize, n: i32, mean: f32): f32 {
  const m = f32x4.splat(mean);
  let sum = f32x4.splat(0);
  for (let j = 0; j < n; j += 4) {
    let d = f32x4.sub(v128.load(x + ((<usize>j) << 2)), m);
    if (n - j < 4) d = v128.and(d, firstLanes(n - j));
    sum = madd(d, d, sum);
  }
  return sumLanes(sum) / <f32>n;
}

/** dx, overwritten or added to, for rows `from` to before `to`. */
export function layerNormBackward(
  x: usize,
  gamma: usize,
  hidden: i32,
  dOut: usize,
  stats: usize,
  dx: usize,
  accumulate: bool,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>hidden) << 2;
  for (let i = from; i < to; i++) {
    const offset = <usize>i * stride;
    const m = v128.load32_splat(stats + ((<usize>i) << 3));
    const s = v128.load32_splat(stats + ((<usize>i) << 3), 4);
    let plain = f32x4.splat(0);
    let along = plain;
    for (let j = 0; j < hidden; j += 4) {
      const a = (<usize>j) << 2;
      const d = f32x4.mul(load(dOut + offset + a, hidden - j), load(gamma + a, hidden - j));
      const normal = f32x4.mul(f32x4.sub(load(x + offset + a, hidden - j), m), s);
      plain = f32x4.add(plain, d);
      along = madd(d, normal, along);
    }
    const meanPlain = f32x4.splat(sumLanes(plain) / <f32>hidden);
    const meanAlong = f32x4.splat(sumLanes(along) / <f32>hidden);
    for (let j = 0; j < hidden; j += 4) {
      const a = (<usize>j) << 2;
      const d = f32x4.mul(v128.load(dOut + offset + a), v128.load(gamma + a));
      const normal = f32x4.mul(f32x4.sub(v128.load(x + offset + a), m), s);
      let result = f32x4.mul(s, f32x4.sub(f32x4.sub(d, meanPlain), f32x4.mul(normal, meanAlong)));
      if (accumulate) result = f32x4.add(result, v128.load(dx + offset + a));
      store(dx + offset + a, result, hidden - j);
    }
  }
}

/** dGamma and dBeta (0: not wanted), added to, for columns `from` (a multiple of four) to before `to`. */
export function layerNormGradients(
  x: usize,
  hidden: i32,
  rows: i32,
  dOut: usize,
  stats: usize,
  dGamma: usize,
  dBeta: usize,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>hidden) << 2;
  for (let j = from; j < to; j += 8) {
    const offset = (<usize>j) << 2;
    const two = to - j > 4;
    let g0 = f32x4.splat(0);
    let g1 = g0;
    let b0 = g0;
    let b1 = g0;
    let at = offset;
    for (let i = 0; i < rows; i++) {
      const m = v128.load32_splat(stats + ((<usize>i) << 3));
      const s = v128.load32_splat(stats + ((<usize>i) << 3), 4);
      const d0 = v128.load(dOut + at);
      g0 = madd(d0, f32x4.mul(f32x4.sub(v128.load(x + at), m), s), g0);
      b0 = f32x4.add(b0, d0);
      if (two) {
        const d1 = v128.load(dOut + at, 16);
        g1 = madd(d1, f32x4.mul(f32x4.sub(v128.load(x + at, 16), m), s), g1);
        b1 = f32x4.add(b1, d1);
      }
      at += stride;
    }
    if (dGamma) addTo(dGamma + offset, g0, g1, to - j);
    if (dBeta) addTo(dBeta + offset, b0, b1, to - j);
  }
}

function addTo(at: usize, first: v128, second: v128, left: i32): void {
  store(at, f32x4.add(v128.load(at), first), left);
  if (left > 4) store(at + 16, f32x4.add(v128.load(at, 16), second), left - 4);
}
