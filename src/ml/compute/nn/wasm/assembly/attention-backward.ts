// The gradient of attention: with P the probabilities and D the dropout factors,
//   dV = (P∘D)ᵀ dO · dS = P ∘ (D∘(dO Vᵀ) − rowsum) · dQ = dS K / √d · dK = dSᵀ Q / √d.

import { dropRows } from './attention';
import { product } from './multiply';
import { scratch } from './scratch';
import { load, madd, padded, store, sumLanes } from './simd';

/**
 * Pairs `from` to before `to`. dQkv overwritten. `dRelative`, where not 0, holds [2 maxDistance + 1] for every
 * pair, overwritten: the biases' gradients before they are summed over sequences.
 */
export function attentionBackward(
  qkv: usize,
  lengths: usize,
  maxDistance: i32,
  length: i32,
  heads: i32,
  headSize: i32,
  seed: i32,
  threshold: i32,
  keptScale: f32,
  dOut: usize,
  probs: usize,
  dQkv: usize,
  dRelative: usize,
  from: i32,
  to: i32,
): void {
  const width = (<usize>(heads * headSize)) << 2;
  const wide = width * 3;
  const scale: f32 = 1 / sqrt(<f32>headSize);
  for (let pair = from; pair < to; pair++) {
    const sequence = pair / heads;
    const offset = (<usize>((pair % heads) * headSize)) << 2;
    const n = i32.load(lengths + ((<usize>sequence) << 2));
    const q = qkv + <usize>(sequence * length) * wide + offset;
    const dq = dQkv + <usize>(sequence * length) * wide + offset;
    const o = dOut + <usize>(sequence * length) * width + offset;
    const p = probs + ((<usize>(pair * length * length)) << 2);
    const row = padded(n);
    const kept = scratch();
    const ds = kept + row * <usize>n;
    const relative = ds + row * <usize>n;
    const work = relative + padded(2 * n);

    copyRows(p, length, n, kept, row);
    if (threshold) dropRows(kept, row, n, length, pair, seed, threshold, keptScale);
    product(kept, row, true, o, width, true, n, headSize, n, dq + width * 2, wide, work);

    product(o, width, false, q + width * 2, wide, false, n, n, headSize, ds, row, work);
    if (threshold) dropRows(ds, row, n, length, pair, seed, threshold, keptScale);
    softmaxBackward(p, length, n, ds, row);
    if (dRelative) {
      sumDiagonals(ds, row, n, relative);
      collapse(relative, n, maxDistance, dRelative + ((<usize>(pair * (2 * maxDistance + 1))) << 2));
    }
    scaleRows(ds, row, n, scale);
    product(ds, row, false, q + width, wide, true, n, headSize, n, dq, wide, work);
    product(ds, row, true, q, wide, true, n, headSize, n, dq + width, wide, work);
    zeroPadding(dq, width, n, length, headSize);
  }
}

function copyRows(p: usize, length: i32, n: i32, to: usize, row: usize): void {
  for (let i = 0; i < n; i++) {
    memory.copy(to + <usize>i * row, p + ((<usize>(i * length)) << 2), (<usize>n) << 2);
  }
}

/** ds ← p ∘ (ds − Σ p ds), row by row. */
function softmaxBackward(p: usize, length: i32, n: i32, ds: usize, row: usize): void {
  for (let i = 0; i < n; i++) {
    const from = p + ((<usize>(i * length)) << 2);
    const x = ds + <usize>i * row;
    let sum = f32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      sum = madd(load(from + at, n - j), load(x + at, n - j), sum);
    }
    const mean = f32x4.splat(sumLanes(sum));
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      store(x + at, f32x4.mul(v128.load(from + at), f32x4.sub(v128.load(x + at), mean)), n - j);
    }
  }
}

function scaleRows(x: usize, row: usize, n: i32, scale: f32): void {
  const s = f32x4.splat(scale);
  for (const end = x + row * <usize>n; x < end; x += 16) v128.store(x, f32x4.mul(v128.load(x), s));
}

/** out[j − i + n − 1] ← sums over a [n, n] matrix's diagonals. */
function sumDiagonals(ds: usize, row: usize, n: i32, out: usize): void {
  memory.fill(out, 0, padded(2 * n));
  for (let i = 0; i < n; i++) {
    const x = ds + <usize>i * row;
    const r = out + ((<usize>(n - 1 - i)) << 2);
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      store(r + at, f32x4.add(v128.load(r + at), v128.load(x + at)), n - j);
    }
  }
}

/** Diagonals past ±maxDistance count for the last place. */
function collapse(diagonals: usize, n: i32, maxDistance: i32, out: usize): void {
  memory.fill(out, 0, (<usize>(2 * maxDistance + 1)) << 2);
  for (let r = 0; r < 2 * n - 1; r++) {
    const distance = min(max(r - (n - 1), -maxDistance), maxDistance) + maxDistance;
    const at = out + ((<usize>distance) << 2);
    f32.store(at, f32.load(at) + f32.load(diagonals + ((<usize>r) << 2)));
  }
}

function zeroPadding(dq: usize, width: usize, n: i32, length: i32, headSize: i32): void {
  const bytes = (<usize>headSize) << 2;
  for (let i = n; i < length; i++) {
    const at = dq + <usize>i * width * 3;
    memory.fill(at, 0, bytes);
    memory.fill(at + width, 0, bytes);
    memory.fill(at + width * 2, 0, bytes);
  }
}

/** dBias[distance, head] += the sequences' sums in order, for distances `from` to before `to`. */
export function addRelative(
  dRelative: usize,
  batch: i32,
  heads: i32,
  maxDistance: i32,
  dBias: usize,
  from: i32,
  to: i32,
): void {
  const distances = 2 * maxDistance + 1;
  for (let distance = from; distance < to; distance++) {
    for (let head = 0; head < heads; head++) {
      let sum: f32 = 0;
      for (let sequence = 0; sequence < batch; sequence++) {
        sum += f32.load(dRelative + ((<usize>((sequence * heads + head) * distances + distance)) << 2));
      }
      const at = dBias + ((<usize>(distance * heads + head)) << 2);
      f32.store(at, f32.load(at) + sum);
    }
  }
}
