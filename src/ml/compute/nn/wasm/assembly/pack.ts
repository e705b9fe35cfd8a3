// Copies of matrix pieces in the order in which the matrix product reads them. The left factor lies in
// panels of ROWS rows, [k][ROWS]; the right one in panels of COLUMNS columns, [k][COLUMNS]; what is missing
// at an edge is zero. Each can be read from a matrix that has k along its rows ("along") or down its
// columns ("across", that is, transposed for the product).

export const ROWS: i32 = 6;
export const COLUMNS: i32 = 8;
/** Bytes of one k in a panel. */
export const LEFT: usize = 24;
export const RIGHT: usize = 32;

/** Rows a.. of a matrix with `stride` bytes a row: k numbers each, into a left panel. */
export function packLeft(a: usize, stride: usize, across: bool, rows: i32, k: i32, to: usize): void {
  if (across) leftAcross(a, stride, rows, k, to);
  else if (rows < ROWS) edgeAlong(a, stride, rows, k, to, LEFT);
  else leftAlong(a, stride, k, to);
}

export function packRight(b: usize, stride: usize, across: bool, columns: i32, k: i32, to: usize): void {
  if (across) rightAcross(b, stride, columns, k, to);
  else if (columns < COLUMNS) edgeAlong(b, stride, columns, k, to, RIGHT);
  else rightAlong(b, stride, k, to);
}

/** Panels of the right factor from `from` to before `to`, n columns in all. */
export function packRightPanels(
  b: usize,
  stride: usize,
  across: bool,
  n: i32,
  k: i32,
  packed: usize,
  from: i32,
  to: i32,
): void {
  const step = across ? RIGHT : stride * <usize>COLUMNS;
  for (let p = from; p < to; p++) {
    const columns = min(COLUMNS, n - p * COLUMNS);
    packRight(b + <usize>p * step, stride, across, columns, k, packed + <usize>p * <usize>k * RIGHT);
  }
}

function edgeAlong(a: usize, stride: usize, count: i32, k: i32, to: usize, width: usize): void {
  memory.fill(to, 0, <usize>k * width);
  for (let r = 0; r < count; r++) {
    const row = a + <usize>r * stride;
    for (let i = 0; i < k; i++) f32.store(to + <usize>i * width + <usize>(r << 2), f32.load(row + <usize>(i << 2)));
  }
}

function leftAlong(a: usize, stride: usize, k: i32, to: usize): void {
  let a0 = a;
  let a1 = a0 + stride;
  let a2 = a1 + stride;
  let a3 = a2 + stride;
  let a4 = a3 + stride;
  let a5 = a4 + stride;
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const v0 = v128.load(a0);
    const v1 = v128.load(a1);
    const v2 = v128.load(a2);
    const v3 = v128.load(a3);
    const v4 = v128.load(a4);
    const v5 = v128.load(a5);
    const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    const low45 = v128.shuffle<f32>(v4, v5, 0, 4, 1, 5);
    const high45 = v128.shuffle<f32>(v4, v5, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store64_lane(to, low45, 0, 16);
    v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 24);
    v128.store64_lane(to, low45, 1, 40);
    v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 48);
    v128.store64_lane(to, high45, 0, 64);
    v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 72);
    v128.store64_lane(to, high45, 1, 88);
    to += 96;
    a0 += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    a4 += 16;
    a5 += 16;
  }
  if (i < k) edgeAlong(a0, stride, ROWS, k - i, to, LEFT);
}

function rightAlong(b: usize, stride: usize, k: i32, to: usize): void {
  const four = stride << 2;
  let i = 0;
  for (; i + 4 <= k; i += 4) {
    const at = b + <usize>(i << 2);
    transposeFour(at, stride, to);
    transposeFour(at + four, stride, to + 16);
    to += 128;
  }
  if (i < k) edgeAlong(b + <usize>(i << 2), stride, COLUMNS, k - i, to, RIGHT);
}

/** A 4×4 block, transposed, with RIGHT bytes from row to row. */
function transposeFour(from: usize, stride: usize, to: usize): void {
  const v0 = v128.load(from);
  const v1 = v128.load(from + stride);
  const v2 = v128.load(from + stride * 2);
  const v3 = v128.load(from + stride * 3);
  const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
}

function leftAcross(a: usize, stride: usize, rows: i32, k: i32, to: usize): void {
  if (rows < ROWS) {
    edgeAcross(a, stride, rows, k, to, LEFT);
    return;
  }
  for (let i = 0; i < k; i++) {
    v128.store(to, v128.load(a));
    i64.store(to, i64.load(a, 16), 16);
    to += LEFT;
    a += stride;
  }
}

function rightAcross(b: usize, stride: usize, columns: i32, k: i32, to: usize): void {
  if (columns < COLUMNS) {
    edgeAcross(b, stride, columns, k, to, RIGHT);
    return;
  }
  for (let i = 0; i < k; i++) {
    v128.store(to, v128.load(b));
    v128.store(to, v128.load(b, 16), 16);
    to += RIGHT;
    b += stride;
  }
}

function edgeAcross(a: usize, stride: usize, count: i32, k: i32, to: usize, width: usize): void {
  memory.fill(to, 0, <usize>k * width);
  for (let i = 0; i < k; i++) {
    for (let r = 0; r < count; r++) f32.store(to + <usize>(r << 2), f32.load(a + <usize>(r << 2)));
    to += width;
    a += stride;
  }
}
