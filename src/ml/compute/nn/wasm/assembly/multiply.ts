// The matrix product: a tile of 6 × 8 results stays in twelve registers while k runs; left panels come
// from the second-level cache, a right panel stays in the first (Goto & van de Geijn 2008). Every result
// is summed over k in order, whatever tile it falls in, so results do not depend on how rows are shared out.

import { COLUMNS, LEFT, packLeft, packRightPanels, RIGHT, ROWS } from './pack';
import { madd } from './simd';

/** Left panels packed at a time. */
export const GROUP: i32 = 16;
/** Rows of the lesser tile: texts are short, and a third of a whole one would be multiplied for nothing. */
const FEW: i32 = 4;
/** Bytes of the place for a tile at an edge. */
export const TILE: usize = 192;

/**
 * C[rows, n] from packed panels of left and right, or added to what is there unless `fresh`.
 * `spare` holds TILE bytes for tiles that reach over the edge.
 */
export function multiply(
  left: usize,
  right: usize,
  rows: i32,
  n: i32,
  k: i32,
  c: usize,
  stride: usize,
  fresh: bool,
  spare: usize,
): void {
  const leftStep = <usize>k * LEFT;
  const rightStep = <usize>k * RIGHT;
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    let panel = left;
    for (let i = 0; i < rows; i += ROWS) {
      const at = c + <usize>i * stride + <usize>(j << 2);
      if (columns === COLUMNS && rows - i >= ROWS) tile(panel, right, k, at, stride, fresh);
      else if (columns === COLUMNS && rows - i === FEW) fewRows(panel, right, k, at, stride, fresh);
      else edgeTile(panel, right, k, at, stride, fresh, min(ROWS, rows - i), columns, spare);
      panel += leftStep;
    }
    right += rightStep;
  }
}

/** A whole product of unpacked factors, packing both into scratch: for the small ones inside attention. */
export function product(
  a: usize,
  aStride: usize,
  aAcross: bool,
  b: usize,
  bStride: usize,
  bAcross: bool,
  rows: i32,
  n: i32,
  k: i32,
  c: usize,
  cStride: usize,
  scratch: usize,
): void {
  const right = scratch + TILE;
  const panels = (n + COLUMNS - 1) / COLUMNS;
  packRightPanels(b, bStride, bAcross, n, k, right, 0, panels);
  const left = right + <usize>panels * <usize>k * RIGHT;
  for (let i = 0; i < rows; i += GROUP * ROWS) {
    const some = min(GROUP * ROWS, rows - i);
    packLeftPanels(a, aStride, aAcross, i, some, k, left);
    multiply(left, right, some, n, k, c + <usize>i * cStride, cStride, true, scratch);
  }
}

/** Scratch bytes that `product` needs. */
export function productScratch(n: i32, k: i32): usize {
  return TILE + <usize>((n + COLUMNS - 1) / COLUMNS) * <usize>k * RIGHT + <usize>GROUP * <usize>k * LEFT;
}

/** `rows` rows from row `first` on, as left panels. */
export function packLeftPanels(a: usize, stride: usize, across: bool, first: i32, rows: i32, k: i32, to: usize): void {
  for (let i = 0; i < rows; i += ROWS) {
    const from = a + (across ? <usize>((first + i) << 2) : <usize>(first + i) * stride);
    packLeft(from, stride, across, min(ROWS, rows - i), k, to);
    to += <usize>k * LEFT;
  }
}

function edgeTile(
  left: usize,
  right: usize,
  k: i32,
  c: usize,
  stride: usize,
  fresh: bool,
  rows: i32,
  columns: i32,
  spare: usize,
): void {
  if (!fresh) copyTile(c, stride, spare, RIGHT, rows, columns);
  if (rows > FEW) tile(left, right, k, spare, RIGHT, fresh);
  else fewRows(left, right, k, spare, RIGHT, fresh);
  copyTile(spare, RIGHT, c, stride, rows, columns);
}

function copyTile(from: usize, fromStride: usize, to: usize, toStride: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    if (columns === COLUMNS) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    } else {
      memory.copy(to, from, <usize>(columns << 2));
    }
    from += fromStride;
    to += toStride;
  }
}

function tile(a: usize, b: usize, k: i32, c: usize, stride: usize, fresh: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  let c50 = c00;
  let c51 = c00;
  const r1 = c + stride;
  const r2 = r1 + stride;
  const r3 = r2 + stride;
  const r4 = r3 + stride;
  const r5 = r4 + stride;
  if (!fresh) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(r1);
    c11 = v128.load(r1, 16);
    c20 = v128.load(r2);
    c21 = v128.load(r2, 16);
    c30 = v128.load(r3);
    c31 = v128.load(r3, 16);
    c40 = v128.load(r4);
    c41 = v128.load(r4, 16);
    c50 = v128.load(r5);
    c51 = v128.load(r5, 16);
  }
  for (const end = a + <usize>k * LEFT; a < end; a += LEFT) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    b += RIGHT;
    const x0 = v128.load32_splat(a);
    c00 = madd(x0, b0, c00);
    c01 = madd(x0, b1, c01);
    const x1 = v128.load32_splat(a, 4);
    c10 = madd(x1, b0, c10);
    c11 = madd(x1, b1, c11);
    const x2 = v128.load32_splat(a, 8);
    c20 = madd(x2, b0, c20);
    c21 = madd(x2, b1, c21);
    const x3 = v128.load32_splat(a, 12);
    c30 = madd(x3, b0, c30);
    c31 = madd(x3, b1, c31);
    const x4 = v128.load32_splat(a, 16);
    c40 = madd(x4, b0, c40);
    c41 = madd(x4, b1, c41);
    const x5 = v128.load32_splat(a, 20);
    c50 = madd(x5, b0, c50);
    c51 = madd(x5, b1, c51);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(r1, c10);
  v128.store(r1, c11, 16);
  v128.store(r2, c20);
  v128.store(r2, c21, 16);
  v128.store(r3, c30);
  v128.store(r3, c31, 16);
  v128.store(r4, c40);
  v128.store(r4, c41, 16);
  v128.store(r5, c50);
  v128.store(r5, c51, 16);
}

/** The upper FEW rows of a tile. */
function fewRows(a: usize, b: usize, k: i32, c: usize, stride: usize, fresh: bool): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const r1 = c + stride;
  const r2 = r1 + stride;
  const r3 = r2 + stride;
  if (!fresh) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(r1);
    c11 = v128.load(r1, 16);
    c20 = v128.load(r2);
    c21 = v128.load(r2, 16);
    c30 = v128.load(r3);
    c31 = v128.load(r3, 16);
  }
  for (const end = a + <usize>k * LEFT; a < end; a += LEFT) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    b += RIGHT;
    const x0 = v128.load32_splat(a);
    c00 = madd(x0, b0, c00);
    c01 = madd(x0, b1, c01);
    const x1 = v128.load32_splat(a, 4);
    c10 = madd(x1, b0, c10);
    c11 = madd(x1, b1, c11);
    const x2 = v128.load32_splat(a, 8);
    c20 = madd(x2, b0, c20);
    c21 = madd(x2, b1, c21);
    const x3 = v128.load32_splat(a, 12);
    c30 = madd(x3, b0, c30);
    c31 = madd(x3, b1, c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(r1, c10);
  v128.store(r1, c11, 16);
  v128.store(r2, c20);
  v128.store(r2, c21, 16);
  v128.store(r3, c30);
  v128.store(r3, c31, 16);
}
