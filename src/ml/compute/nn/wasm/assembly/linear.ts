// Linear layers: the product over one block of k, with bias and activation after the last; activations
// on their own and their backward; sums of columns for the biases' gradients.

import { gelu, geluSlope, tanh } from './functions';
import { GROUP, multiply, packLeftPanels, TILE } from './multiply';
import { ROWS } from './pack';
import { scratch } from './scratch';
import { firstLanes, load, store } from './simd';

// Activations by number, as ../module.ts has them.
const RELU: i32 = 1;
const GELU: i32 = 2;
const TANH: i32 = 3;

/**
 * Panels of six rows, from `from` to before `to`, of C [m, n] (+)= left · right over one block of k. After the
 * last block the bias (0: none) is added, the sum kept in `pre` (0: not wanted), and the activation applied.
 */
export function matmul(
  a: usize,
  aStride: usize,
  aAcross: bool,
  right: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  fresh: bool,
  finish: bool,
  bias: usize,
  activation: i32,
  pre: usize,
  from: i32,
  to: i32,
): void {
  const spare = scratch();
  const left = spare + TILE;
  const stride = (<usize>n) << 2;
  for (let p = from; p < to; p += GROUP) {
    const first = p * ROWS;
    const rows = min(min(GROUP, to - p) * ROWS, m - first);
    const at = <usize>first * stride;
    packLeftPanels(a, aStride, aAcross, first, rows, k, left);
    multiply(left, right, rows, n, k, c + at, stride, fresh, spare);
    if (finish) finishRows(c + at, rows, n, bias, activation, pre ? pre + at : 0);
  }
}

/** Scratch bytes of `matmul` for blocks of k. */
export function matmulScratch(k: i32): usize {
  return TILE + <usize>(GROUP * ROWS) * ((<usize>k) << 2);
}

function finishRows(c: usize, rows: i32, n: i32, bias: usize, activation: i32, pre: usize): void {
  for (let i = 0; i < rows; i++) {
    if (bias) addRow(c, bias, n);
    if (pre) memory.copy(pre, c, (<usize>n) << 2);
    if (activation) activate(c, n, activation);
    c += (<usize>n) << 2;
    if (pre) pre += (<usize>n) << 2;
  }
}

function addRow(c: usize, bias: usize, n: i32): void {
  for (let j = 0; j < n; j += 4) {
    const at = (<usize>j) << 2;
    store(c + at, f32x4.add(v128.load(c + at), v128.load(bias + at)), n - j);
  }
}

function activate(x: usize, n: i32, activation: i32): void {
  if (activation === GELU) {
    for (let j = 0; j < n; j += 4) {
      store(x, gelu(load(x, n - j)), n - j);
      x += 16;
    }
  } else if (activation === TANH) {
    for (let j = 0; j < n; j += 4) {
      store(x, tanh(load(x, n - j)), n - j);
      x += 16;
    }
  } else {
    const zero = f32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      store(x, f32x4.max(zero, v128.load(x)), n - j);
      x += 16;
    }
  }
}

/** dPre ← dOut · activation′(pre) for elements `from` to before `to`; `from` is a multiple of four. */
export function activationBackward(activation: i32, pre: usize, dOut: usize, dPre: usize, from: i32, to: i32): void {
  const one = f32x4.splat(1);
  for (let i = from; i < to; i += 4) {
    const at = (<usize>i) << 2;
    const x = load(pre + at, to - i);
    let d = v128.load(dOut + at);
    if (activation === GELU) d = f32x4.mul(d, geluSlope(x));
    else if (activation === RELU) d = v128.and(d, f32x4.gt(x, f32x4.splat(0)));
    else if (activation === TANH) {
      const t = tanh(x);
      d = f32x4.mul(d, f32x4.sub(one, f32x4.mul(t, t)));
    }
    store(dPre + at, d, to - i);
  }
}

/** out[j] += sum of column j of x [rows, width], for columns `from` to before `to`. */
export function addColumnSums(x: usize, out: usize, rows: i32, width: i32, from: i32, to: i32): void {
  const stride = (<usize>width) << 2;
  let j = from;
  for (; j + 16 <= to; j += 16) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let at = x + ((<usize>j) << 2);
    for (let i = 0; i < rows; i++) {
      a = f32x4.add(a, v128.load(at));
      b = f32x4.add(b, v128.load(at, 16));
      c = f32x4.add(c, v128.load(at, 32));
      d = f32x4.add(d, v128.load(at, 48));
      at += stride;
    }
    const o = out + ((<usize>j) << 2);
    v128.store(o, f32x4.add(v128.load(o), a));
    v128.store(o, f32x4.add(v128.load(o, 16), b), 16);
    v128.store(o, f32x4.add(v128.load(o, 32), c), 32);
    v128.store(o, f32x4.add(v128.load(o, 48), d), 48);
  }
  for (; j < to; j += 4) {
    let sum = f32x4.splat(0);
    let at = x + ((<usize>j) << 2);
    for (let i = 0; i < rows; i++) {
      sum = f32x4.add(sum, v128.load(at));
      at += stride;
    }
    const o = out + ((<usize>j) << 2);
    store(o, f32x4.add(v128.load(o), v128.and(sum, firstLanes(to - j))), to - j);
  }
}
