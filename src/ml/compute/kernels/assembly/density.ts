// The first half of a pass over a tile: for every component and point
//   t = norm - |(x - mean) P|^2   (base-2 logarithm of the weighted density; factors are scaled for it)
// and 2^t, with the sum over the components. Densities are taken directly, without the detour by
// their largest: norms are shifted to at most 0, so nothing overflows, and the rare tile in which a
// sum is too small to be accurate is done again around each point's largest term.

import { exp2 } from './exp2';
import { DENSITIES, FACTORS, MEANS, NORMS, OFFSETS, ROW, SHIFTS, TOTALS, VECTOR } from './layout';
import { madd, nmadd, splat } from './simd';

/** Sums below this are done again: terms lost under 2^-1022 could count beside them. */
const SMALLEST: f64 = 1.1830521861667747e-271; // 2^-900
const STEP: usize = 2 * VECTOR;

/** Densities and totals of a tile; `full` says which factors. */
export function densities(data: usize, d: i32, k: i32, full: bool): void {
  memory.fill(TOTALS, 0, 2 * ROW); // totals and shifts
  for (let c = 0; c < k; c++) {
    powers(data, d, c, full);
    exponentials(DENSITIES + <usize>c * ROW, false);
  }
  if (tooSmall()) densitiesAroundLargest(data, d, k, full);
}

function tooSmall(): bool {
  let least = f64x2.splat(Infinity);
  for (let i: usize = 0; i < ROW; i += VECTOR) least = f64x2.pmin(least, v128.load(TOTALS + i));
  return !(f64x2.extract_lane(least, 0) >= SMALLEST && f64x2.extract_lane(least, 1) >= SMALLEST);
}

function densitiesAroundLargest(data: usize, d: i32, k: i32, full: bool): void {
  const lowest = f64x2.splat(-Infinity);
  for (let i: usize = 0; i < ROW; i += VECTOR) v128.store(SHIFTS + i, lowest);
  for (let c = 0; c < k; c++) {
    powers(data, d, c, full);
    for (let i: usize = 0; i < ROW; i += VECTOR) {
      const t = v128.load(DENSITIES + <usize>c * ROW + i);
      v128.store(SHIFTS + i, f64x2.pmax(v128.load(SHIFTS + i), t));
    }
  }
  memory.fill(TOTALS, 0, ROW);
  for (let c = 0; c < k; c++) exponentials(DENSITIES + <usize>c * ROW, true);
}

/** t of component c for the tile's points, into its row of DENSITIES. */
function powers(data: usize, d: i32, c: i32, full: bool): void {
  const out = DENSITIES + <usize>c * ROW;
  if (!full) diagonalPowers(data, d, c, out);
  else if (d === 2) planePowers(data, c, out);
  else fullPowers(data, d, c, out);
}

/** Densities from powers, in place, and onto the totals. */
function exponentials(row: usize, shifted: bool): void {
  for (let i: usize = 0; i < ROW; i += STEP) {
    let a = v128.load(row + i);
    let b = v128.load(row + i, VECTOR);
    if (shifted) {
      a = f64x2.sub(a, v128.load(SHIFTS + i));
      b = f64x2.sub(b, v128.load(SHIFTS + i, VECTOR));
    }
    a = exp2(a);
    b = exp2(b);
    v128.store(row + i, a);
    v128.store(row + i, b, VECTOR);
    v128.store(TOTALS + i, f64x2.add(v128.load(TOTALS + i), a));
    v128.store(TOTALS + i, f64x2.add(v128.load(TOTALS + i, VECTOR), b), VECTOR);
  }
}

function planePowers(data: usize, c: i32, out: usize): void {
  const mean = MEANS + <usize>c * 16;
  const factor = FACTORS + <usize>c * 24;
  const mx = splat(mean);
  const my = splat(mean + 8);
  const p00 = splat(factor);
  const p01 = splat(factor + 8);
  const p11 = splat(factor + 16);
  const norm = splat(NORMS + <usize>c * 8);
  for (let i: usize = 0; i < ROW; i += VECTOR) {
    const dx = f64x2.sub(v128.load(data + i), mx);
    const dy = f64x2.sub(v128.load(data + i, ROW), my);
    const y0 = f64x2.mul(dx, p00);
    const y1 = madd(dy, p11, f64x2.mul(dx, p01));
    v128.store(out + i, nmadd(y1, y1, nmadd(y0, y0, norm)));
  }
}

function diagonalPowers(data: usize, d: i32, c: i32, out: usize): void {
  const norm = splat(NORMS + <usize>c * 8);
  for (let i: usize = 0; i < ROW; i += STEP) {
    let a = norm;
    let b = norm;
    for (let j = 0; j < d; j++) {
      const at = <usize>(c * d + j) * 8;
      const mean = splat(MEANS + at);
      const factor = splat(FACTORS + at);
      const row = data + <usize>j * ROW + i;
      const y = f64x2.mul(f64x2.sub(v128.load(row), mean), factor);
      const z = f64x2.mul(f64x2.sub(v128.load(row, VECTOR), mean), factor);
      a = nmadd(y, y, a);
      b = nmadd(z, z, b);
    }
    v128.store(out + i, a);
    v128.store(out + i, b, VECTOR);
  }
}

/** The tile's points minus the mean of component c, into OFFSETS. */
export function offsets(data: usize, d: i32, c: i32): void {
  for (let j = 0; j < d; j++) {
    const mean = splat(MEANS + <usize>(c * d + j) * 8);
    const from = data + <usize>j * ROW;
    const to = OFFSETS + <usize>j * ROW;
    for (let i: usize = 0; i < ROW; i += STEP) {
      v128.store(to + i, f64x2.sub(v128.load(from + i), mean));
      v128.store(to + i, f64x2.sub(v128.load(from + i, VECTOR), mean), VECTOR);
    }
  }
}

/** Any number of dimensions: a triangular product in register tiles of 8 points by 2 columns. */
function fullPowers(data: usize, d: i32, c: i32, out: usize): void {
  offsets(data, d, c);
  const norm = splat(NORMS + <usize>c * 8);
  for (let i: usize = 0; i < ROW; i += VECTOR) v128.store(out + i, norm);
  let column = FACTORS + <usize>(c * d * (d + 1)) * 4;
  for (let j = 0; j < d; j += 2) {
    const next = column + <usize>(j + 1) * 8;
    if (j + 1 < d) twoColumns(column, next, j, out);
    else oneColumn(column, j, out);
    column = next + <usize>(j + 2) * 8;
  }
}

/** Subtracts the squares of columns j and j + 1 of (x - mean) P. */
function twoColumns(column: usize, next: usize, j: i32, out: usize): void {
  for (let i: usize = 0; i < ROW; i += 4 * VECTOR) {
    let x = OFFSETS + i;
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b0 = a0;
    let b1 = a0;
    let b2 = a0;
    let b3 = a0;
    for (let row = 0; row <= j; row++) {
      const p = splat(column + <usize>row * 8);
      const q = splat(next + <usize>row * 8);
      const x0 = v128.load(x);
      const x1 = v128.load(x, VECTOR);
      const x2 = v128.load(x, 2 * VECTOR);
      const x3 = v128.load(x, 3 * VECTOR);
      a0 = madd(x0, p, a0);
      b0 = madd(x0, q, b0);
      a1 = madd(x1, p, a1);
      b1 = madd(x1, q, b1);
      a2 = madd(x2, p, a2);
      b2 = madd(x2, q, b2);
      a3 = madd(x3, p, a3);
      b3 = madd(x3, q, b3);
      x += ROW;
    }
    const last = splat(next + <usize>(j + 1) * 8);
    b0 = madd(v128.load(x), last, b0);
    b1 = madd(v128.load(x, VECTOR), last, b1);
    b2 = madd(v128.load(x, 2 * VECTOR), last, b2);
    b3 = madd(v128.load(x, 3 * VECTOR), last, b3);
    const to = out + i;
    v128.store(to, nmadd(b0, b0, nmadd(a0, a0, v128.load(to))));
    v128.store(to, nmadd(b1, b1, nmadd(a1, a1, v128.load(to, VECTOR))), VECTOR);
    v128.store(to, nmadd(b2, b2, nmadd(a2, a2, v128.load(to, 2 * VECTOR))), 2 * VECTOR);
    v128.store(to, nmadd(b3, b3, nmadd(a3, a3, v128.load(to, 3 * VECTOR))), 3 * VECTOR);
  }
}

/** Subtracts the square of column j, the last of an odd number. */
function oneColumn(column: usize, j: i32, out: usize): void {
  for (let i: usize = 0; i < ROW; i += STEP) {
    let x = OFFSETS + i;
    let a = f64x2.splat(0);
    let b = a;
    for (let row = 0; row <= j; row++) {
      const p = splat(column + <usize>row * 8);
      a = madd(v128.load(x), p, a);
      b = madd(v128.load(x, VECTOR), p, b);
      x += ROW;
    }
    v128.store(out + i, nmadd(a, a, v128.load(out + i)));
    v128.store(out + i, nmadd(b, b, v128.load(out + i, VECTOR)), VECTOR);
  }
}
