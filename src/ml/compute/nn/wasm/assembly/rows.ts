// Whole rows and plain arrays: gather, scatter, embeddings, sums.

import { madd, store } from './simd';

/** to[0..n) += scale · x[0..n) */
export function addRow(to: usize, x: usize, n: i32): void {
  for (let j = 0; j < n; j += 4) {
    const a = (<usize>j) << 2;
    store(to + a, f32x4.add(v128.load(to + a), v128.load(x + a)), n - j);
  }
}

/** out ← out + scale·x, elements `from` (a multiple of four) to before `to`. */
export function addScaled(out: usize, x: usize, scale: f32, from: i32, to: i32): void {
  const s = f32x4.splat(scale);
  for (let i = from; i < to; i += 4) {
    const a = (<usize>i) << 2;
    store(out + a, madd(v128.load(x + a), s, v128.load(out + a)), to - i);
  }
}

export function gatherRows(x: usize, index: usize, out: usize, width: i32, from: i32, to: i32): void {
  const stride = (<usize>width) << 2;
  for (let i = from; i < to; i++) {
    memory.copy(out + <usize>i * stride, x + <usize>i32.load(index + ((<usize>i) << 2)) * stride, stride);
  }
}

/** Columns `from` (a multiple of four) to before `to` of out[index[i]] += x[i]. */
export function scatterAddRows(x: usize, index: usize, out: usize, count: i32, width: i32, from: i32, to: i32): void {
  const stride = (<usize>width) << 2;
  const offset = (<usize>from) << 2;
  for (let i = 0; i < count; i++) {
    const row = <usize>i32.load(index + ((<usize>i) << 2));
    addRow(out + row * stride + offset, x + <usize>i * stride + offset, to - from);
  }
}

/** Sums of word, position (0: none) and segment (0: none) embeddings, rows `from` to before `to`. */
export function embeddings(
  ids: usize,
  words: usize,
  positions: usize,
  segment: usize,
  length: i32,
  hidden: i32,
  out: usize,
  from: i32,
  to: i32,
): void {
  const stride = (<usize>hidden) << 2;
  for (let i = from; i < to; i++) {
    const at = out + <usize>i * stride;
    memory.copy(at, words + <usize>i32.load(ids + ((<usize>i) << 2)) * stride, stride);
    if (positions) addRow(at, positions + <usize>(i % length) * stride, hidden);
    if (segment) addRow(at, segment, hidden);
  }
}

/** out[i mod length] += x[i], columns `from` (a multiple of four) to before `to`. */
export function addByPosition(x: usize, out: usize, rows: i32, length: i32, hidden: i32, from: i32, to: i32): void {
  const stride = (<usize>hidden) << 2;
  const offset = (<usize>from) << 2;
  for (let i = 0; i < rows; i++) {
    addRow(out + <usize>(i % length) * stride + offset, x + <usize>i * stride + offset, to - from);
  }
}
