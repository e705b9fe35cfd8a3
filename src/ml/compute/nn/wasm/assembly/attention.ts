// Attention within a sequence, one (sequence, head) after the other: scores, softmax and the weighted sum of
// values stay in scratch, and padded queries and keys cost nothing.

import { dropoutFactor } from './dropout';
import { product, productScratch } from './multiply';
import { scratch } from './scratch';
import { madd, padded, store } from './simd';
import { softmax } from './softmax';

/**
 * Scratch of one (sequence, head) of n tokens: two [n, n] matrices with padded rows, 2n numbers for relative
 * positions, and room for the products.
 */
export function attentionScratch(n: i32, headSize: i32): usize {
  const products = max(productScratch(n, headSize), productScratch(headSize, n));
  return padded(n) * <usize>n * 2 + padded(2 * n) + products;
}

/** bias[clip(r - (n - 1), ±maxDistance) + maxDistance, head] for r in 0 .. 2n - 2, into a row of its own. */
export function relativeBias(bias: usize, maxDistance: i32, heads: i32, head: i32, n: i32, to: usize): void {
  for (let r = 0; r < 2 * n - 1; r++) {
    const distance = min(max(r - (n - 1), -maxDistance), maxDistance) + maxDistance;
    f32.store(to + ((<usize>r) << 2), f32.load(bias + ((<usize>(distance * heads + head)) << 2)));
  }
}

/**
 * (sequence, head) pairs `from` to before `to`. out [rows, hidden]; probs [batch, heads, length, length] before
 * dropout, 0: not wanted. threshold 0 is no dropout.
 */
export function attention(
  qkv: usize,
  lengths: usize,
  bias: usize,
  maxDistance: i32,
  length: i32,
  heads: i32,
  headSize: i32,
  seed: i32,
  threshold: i32,
  keptScale: f32,
  out: usize,
  probs: usize,
  from: i32,
  to: i32,
): void {
  const width = (<usize>(heads * headSize)) << 2;
  const wide = width * 3;
  const area = (<usize>(length * length)) << 2;
  const scale: f32 = 1 / sqrt(<f32>headSize);
  for (let pair = from; pair < to; pair++) {
    const sequence = pair / heads;
    const head = pair % heads;
    const n = i32.load(lengths + ((<usize>sequence) << 2));
    const q = qkv + <usize>(sequence * length) * wide + ((<usize>(head * headSize)) << 2);
    const o = out + <usize>(sequence * length) * width + ((<usize>(head * headSize)) << 2);
    const row = padded(n);
    const scores = scratch();
    const relative = scores + row * <usize>n * 2;
    const work = relative + padded(2 * n);
    product(q, wide, false, q + width, wide, false, n, n, headSize, scores, row, work);
    if (bias) relativeBias(bias, maxDistance, heads, head, n, relative);
    probabilities(scores, row, n, scale, bias ? relative : 0);
    if (probs) keep(scores, row, n, length, probs + <usize>pair * area);
    if (threshold) dropRows(scores, row, n, length, pair, seed, threshold, keptScale);
    product(scores, row, false, q + width * 2, wide, true, n, headSize, n, o, width, work);
    for (let i = n; i < length; i++) memory.fill(o + <usize>i * width, 0, (<usize>headSize) << 2);
  }
}

/** Softmax of scale·scores + relative positions, row by row in place, zeros behind. */
function probabilities(scores: usize, row: usize, n: i32, scale: f32, relative: usize): void {
  const s = f32x4.splat(scale);
  for (let i = 0; i < n; i++) {
    const x = scores + <usize>i * row;
    const r = relative + ((<usize>(n - 1 - i)) << 2);
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      const value = v128.load(x + at);
      v128.store(x + at, relative ? madd(value, s, v128.load(r + at)) : f32x4.mul(value, s));
    }
    softmax(x, n, true);
  }
}

/** Copies probabilities to where the backward pass finds them, zeros for what is padded. */
function keep(scores: usize, row: usize, n: i32, length: i32, probs: usize): void {
  const bytes = (<usize>n) << 2;
  const stride = (<usize>length) << 2;
  for (let i = 0; i < n; i++) {
    const to = probs + <usize>i * stride;
    memory.copy(to, scores + <usize>i * row, bytes);
    memory.fill(to + bytes, 0, stride - bytes);
  }
  memory.fill(probs + <usize>n * stride, 0, <usize>(length - n) * stride);
}

/** Dropout on the [n, n] part of a pair's [length, length] probabilities, whose rows lie `row` bytes apart. */
export function dropRows(
  x: usize,
  row: usize,
  n: i32,
  length: i32,
  pair: i32,
  seed: i32,
  threshold: i32,
  keptScale: f32,
): void {
  for (let i = 0; i < n; i++) {
    const index = (pair * length + i) * length;
    const at = x + <usize>i * row;
    for (let j = 0; j < n; j += 4) {
      const factor = dropoutFactor(index + j, seed, threshold, keptScale);
      const to = at + ((<usize>j) << 2);
      store(to, f32x4.mul(v128.load(to), factor), n - j);
    }
  }
}
