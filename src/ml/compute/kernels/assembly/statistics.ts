// The second half of a pass over a tile: densities become responsibilities, and these the sums of
// r, r (x - mean) and r (x - mean)(x - mean)', kept as vectors per component until the block ends.

import { offsets } from './density';
import { DENSITIES, MEANS, OFFSETS, ROW, SUMS, TOTALS, VECTOR, WEIGHTED } from './layout';
import { accumulate, horizontal, madd, splat } from './simd';

/** Adds the tile's statistics onto SUMS. TOTALS hold the inverse sums of densities. */
export function addStatistics(data: usize, d: i32, k: i32, full: bool): void {
  let sums = SUMS;
  const scatter = full ? (d * (d + 1)) >> 1 : d;
  for (let c = 0; c < k; c++) {
    const row = DENSITIES + <usize>c * ROW;
    if (full && d === 2) planeStatistics(data, c, row, sums);
    else if (responsibilities(row, sums)) {
      if (full) fullStatistics(data, d, c, row, sums + VECTOR);
      else diagonalStatistics(data, d, c, row, sums + VECTOR);
    }
    sums += <usize>(1 + d + scatter) * VECTOR;
  }
}

/** Responsibilities in place of densities, and their sum; false if all are zero. */
function responsibilities(row: usize, count: usize): bool {
  let a = f64x2.splat(0);
  let b = a;
  for (let i: usize = 0; i < ROW; i += 2 * VECTOR) {
    const r = f64x2.mul(v128.load(row + i), v128.load(TOTALS + i));
    const s = f64x2.mul(v128.load(row + i, VECTOR), v128.load(TOTALS + i, VECTOR));
    v128.store(row + i, r);
    v128.store(row + i, s, VECTOR);
    a = f64x2.add(a, r);
    b = f64x2.add(b, s);
  }
  const sum = f64x2.add(a, b);
  if (!v128.any_true(f64x2.ne(sum, f64x2.splat(0)))) return false;
  accumulate(count, sum);
  return true;
}

function planeStatistics(data: usize, c: i32, row: usize, sums: usize): void {
  const mean = MEANS + <usize>c * 16;
  const mx = splat(mean);
  const my = splat(mean + 8);
  let count = f64x2.splat(0);
  let sx = count;
  let sy = count;
  let sxx = count;
  let sxy = count;
  let syy = count;
  for (let i: usize = 0; i < ROW; i += VECTOR) {
    const r = f64x2.mul(v128.load(row + i), v128.load(TOTALS + i));
    const dx = f64x2.sub(v128.load(data + i), mx);
    const dy = f64x2.sub(v128.load(data + i, ROW), my);
    const wx = f64x2.mul(r, dx);
    const wy = f64x2.mul(r, dy);
    count = f64x2.add(count, r);
    sx = f64x2.add(sx, wx);
    sy = f64x2.add(sy, wy);
    sxx = madd(wx, dx, sxx);
    sxy = madd(wx, dy, sxy);
    syy = madd(wy, dy, syy);
  }
  accumulate(sums, count);
  accumulate(sums + VECTOR, sx);
  accumulate(sums + 2 * VECTOR, sy);
  accumulate(sums + 3 * VECTOR, sxx);
  accumulate(sums + 4 * VECTOR, sxy);
  accumulate(sums + 5 * VECTOR, syy);
}

function diagonalStatistics(data: usize, d: i32, c: i32, row: usize, sums: usize): void {
  for (let j = 0; j < d; j++) {
    const mean = splat(MEANS + <usize>(c * d + j) * 8);
    const from = data + <usize>j * ROW;
    let first = f64x2.splat(0);
    let second = first;
    for (let i: usize = 0; i < ROW; i += VECTOR) {
      const dx = f64x2.sub(v128.load(from + i), mean);
      const weighted = f64x2.mul(v128.load(row + i), dx);
      first = f64x2.add(first, weighted);
      second = madd(weighted, dx, second);
    }
    accumulate(sums + <usize>j * VECTOR, first);
    accumulate(sums + <usize>(d + j) * VECTOR, second);
  }
}

function fullStatistics(data: usize, d: i32, c: i32, row: usize, sums: usize): void {
  offsets(data, d, c);
  for (let j = 0; j < d; j++) {
    const from = OFFSETS + <usize>j * ROW;
    const to = WEIGHTED + <usize>j * ROW;
    let sum = f64x2.splat(0);
    for (let i: usize = 0; i < ROW; i += VECTOR) {
      const weighted = f64x2.mul(v128.load(row + i), v128.load(from + i));
      v128.store(to + i, weighted);
      sum = f64x2.add(sum, weighted);
    }
    accumulate(sums + <usize>j * VECTOR, sum);
  }
  let at = sums + <usize>d * VECTOR;
  for (let i = 0; i < d; i += 2) {
    // Rows i and i + 1 of the upper triangle, four columns at a time. Tiles that stick out compute
    // products that are not stored.
    for (let j = i; j < d; j += 4) scatterTile(i, j, d, at + <usize>(j - i) * VECTOR);
    at += <usize>(2 * (d - i) - 1) * VECTOR;
  }
}

/** Sums over the tile of weighted rows i, i + 1 times offset rows j to j + 3. */
function scatterTile(i: i32, j: i32, d: i32, at: usize): void {
  const w = WEIGHTED + <usize>i * ROW;
  const x = OFFSETS + <usize>j * ROW;
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  for (let p: usize = 0; p < ROW; p += VECTOR) {
    const u = v128.load(w + p);
    const v = v128.load(w + p, ROW);
    const x0 = v128.load(x + p);
    const x1 = v128.load(x + p, ROW);
    const x2 = v128.load(x + p, 2 * ROW);
    const x3 = v128.load(x + p, 3 * ROW);
    a0 = madd(u, x0, a0);
    b0 = madd(v, x0, b0);
    a1 = madd(u, x1, a1);
    b1 = madd(v, x1, b1);
    a2 = madd(u, x2, a2);
    b2 = madd(v, x2, b2);
    a3 = madd(u, x3, a3);
    b3 = madd(v, x3, b3);
  }
  const columns = d - j;
  accumulate(at, a0);
  if (columns > 1) accumulate(at + VECTOR, a1);
  if (columns > 2) accumulate(at + 2 * VECTOR, a2);
  if (columns > 3) accumulate(at + 3 * VECTOR, a3);
  if (i + 1 === d) return;
  // Row i + 1 starts one column later: its entry under the diagonal is not kept.
  const below = at + <usize>(d - i - 1) * VECTOR;
  if (j > i) accumulate(below, b0);
  if (columns > 1) accumulate(below + VECTOR, b1);
  if (columns > 2) accumulate(below + 2 * VECTOR, b2);
  if (columns > 3) accumulate(below + 3 * VECTOR, b3);
}

/** Writes the block's sums, both lanes together: [counts K][sums K, D][scatter K, S]. */
export function writeSums(out: usize, d: i32, k: i32, full: bool): void {
  const scatter = full ? (d * (d + 1)) >> 1 : d;
  let from = SUMS;
  let second = out + <usize>k * 8;
  let third = second + <usize>(k * d) * 8;
  for (let c = 0; c < k; c++) {
    f64.store(out + <usize>c * 8, horizontal(v128.load(from)));
    from += VECTOR;
    for (let j = 0; j < d; j++) {
      f64.store(second, horizontal(v128.load(from)));
      second += 8;
      from += VECTOR;
    }
    for (let j = 0; j < scatter; j++) {
      f64.store(third, horizontal(v128.load(from)));
      third += 8;
      from += VECTOR;
    }
  }
}
