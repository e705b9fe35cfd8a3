// What the caller (../../em/wasm.ts) calls. It writes the model to MEANS, FACTORS and NORMS and the
// points, in tiles, somewhere from DATA on; the last tile is filled up with copies of a point.

import { densities } from './density';
import { exp2 } from './exp2';
import { DATA, DENSITIES, FACTORS, MEANS, NORMS, OUT, ROW, SHIFTS, SUMS, TILE, TOTALS, VECTOR } from './layout';
import { addStatistics, writeSums } from './statistics';

const LN2: f64 = Math.LN2;
const MANTISSA: i64 = 0x000fffffffffffff;
const ONE: i64 = 0x3ff0000000000000;

export function tile(): i32 {
  return TILE;
}
export function means(): usize {
  return MEANS;
}
export function factors(): usize {
  return FACTORS;
}
export function norms(): usize {
  return NORMS;
}
export function out(): usize {
  return OUT;
}
export function data(): usize {
  return DATA;
}

/** 2^t of `count` numbers (even) at `pointer`, in place: for the tests of its accuracy. */
export function powersOfTwo(pointer: usize, count: i32): void {
  for (let i = 0; i < count; i += 2) {
    const at = pointer + <usize>i * 8;
    v128.store(at, exp2(v128.load(at)));
  }
}

/**
 * Statistics of `count` points at `points` into OUT: [log-likelihood][counts][sums][scatter]. The
 * log-likelihood leaves out what the caller took off the norms.
 */
export function pass(points: usize, count: i32, d: i32, k: i32, full: bool): void {
  const scatter = full ? (d * (d + 1)) >> 1 : d;
  memory.fill(SUMS, 0, <usize>(k * (1 + d + scatter)) * VECTOR);
  let total: f64 = 0;
  const stride = <usize>d * ROW;
  for (let done = 0; done < count; done += TILE) {
    densities(points, d, k, full);
    if (count - done < TILE) blank(count - done, k);
    total += takeLogarithms();
    addStatistics(points, d, k, full);
    points += stride;
  }
  f64.store(OUT, total);
  writeSums(OUT + 8, d, k, full);
}

/** Takes the copies that fill up the last tile out of all sums. */
function blank(used: i32, k: i32): void {
  for (let i = used; i < TILE; i++) {
    const at = <usize>i * 8;
    for (let c = 0; c < k; c++) f64.store(DENSITIES + <usize>c * ROW + at, 0);
    f64.store(TOTALS + at, 1);
    f64.store(SHIFTS + at, 0);
  }
}

/**
 * Sum over the tile of the logarithms of the totals, and the totals' inverses in their place. One
 * logarithm a tile: mantissas are multiplied (64 numbers below 2), exponents and shifts are added.
 */
function takeLogarithms(): f64 {
  let product = f64x2.splat(1);
  let exponents = i64x2.splat(0);
  let shifts = f64x2.splat(0);
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  for (let i: usize = 0; i < ROW; i += VECTOR) {
    const sum = v128.load(TOTALS + i);
    shifts = f64x2.add(shifts, v128.load(SHIFTS + i));
    product = f64x2.mul(product, v128.or(v128.and(sum, i64x2.splat(MANTISSA)), i64x2.splat(ONE)));
    exponents = i64x2.add(exponents, i64x2.shr_u(sum, 52));
    // No density at all (beyond all doubles even as a logarithm): no component answers for the point.
    v128.store(TOTALS + i, v128.and(f64x2.div(one, sum), f64x2.gt(sum, zero)));
  }
  const powers = i64x2.extract_lane(exponents, 0) + i64x2.extract_lane(exponents, 1) - 1023 * TILE;
  const mantissa = f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1);
  const shift = f64x2.extract_lane(shifts, 0) + f64x2.extract_lane(shifts, 1);
  return Math.log(mantissa) + (<f64>powers + shift) * LN2;
}

/** Log density of each of `count` points into doubles at `to`, less what the caller took off the norms. */
export function score(points: usize, count: i32, d: i32, k: i32, full: bool, to: usize): void {
  const stride = <usize>d * ROW;
  for (let done = 0; done < count; done += TILE) {
    densities(points, d, k, full);
    const used = min(TILE, count - done);
    for (let i = 0; i < used; i++) {
      const at = <usize>i * 8;
      f64.store(to, Math.log(f64.load(TOTALS + at)) + f64.load(SHIFTS + at) * LN2);
      to += 8;
    }
    points += stride;
  }
}

/** The component with the most of each point, a byte at `labels`, and the shares in 255ths, [k] bytes at `shares`. */
export function assign(points: usize, count: i32, d: i32, k: i32, full: bool, labels: usize, shares: usize): void {
  const stride = <usize>d * ROW;
  for (let done = 0; done < count; done += TILE) {
    densities(points, d, k, full);
    const used = min(TILE, count - done);
    for (let i = 0; i < used; i++) {
      const scale = 255 / f64.load(TOTALS + <usize>i * 8);
      let best = 0;
      let most: f64 = 0;
      for (let c = 0; c < k; c++) {
        const density = f64.load(DENSITIES + <usize>c * ROW + <usize>i * 8);
        if (density > most) {
          most = density;
          best = c;
        }
        const share = most > 0 ? density * scale + 0.5 : 0;
        store<u8>(shares, <u8>(<i32>share));
        shares++;
      }
      store<u8>(labels, <u8>best);
      labels++;
    }
    points += stride;
  }
}
