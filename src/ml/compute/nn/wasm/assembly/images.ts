// Images [batch, height, width, channels]: patches for convolutions, pooling by the maximum, and their gradients.

import { addRow } from './rows';
import { load, store } from './simd';

/** to[0..n) ← x[0..n): rows of patches are short, and memory.copy is a call. */
function copyRow(to: usize, x: usize, n: i32): void {
  for (let j = 0; j < n; j += 4) {
    const a = (<usize>j) << 2;
    store(to + a, v128.load(x + a), n - j);
  }
}

function clearRow(to: usize, n: i32): void {
  for (let j = 0; j < n; j += 4) store(to + ((<usize>j) << 2), f32x4.splat(0), n - j);
}

/** Patches of pixels `from` to before `to`. A row of a patch is a row of the image: one copy, with zeros at its ends. */
export function patches(
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  side: i32,
  out: usize,
  from: i32,
  to: i32,
): void {
  const margin = side >> 1;
  const line = side * channels;
  let at = out + ((<usize>from * line * side) << 2);
  for (let pixel = from; pixel < to; pixel++) {
    const column = pixel % width;
    const row = (pixel / width) % height;
    const before = max(0, margin - column) * channels;
    const after = max(0, column + margin + 1 - width) * channels;
    for (let dy = -margin; dy <= margin; dy++) {
      if (row + dy < 0 || row + dy >= height) clearRow(at, line);
      else {
        const start = x + ((<usize>(pixel + dy * width - margin) * channels + before) << 2);
        if (before > 0) clearRow(at, before);
        copyRow(at + ((<usize>before) << 2), start, line - before - after);
        if (after > 0) clearRow(at + ((<usize>(line - after)) << 2), after);
      }
      at += (<usize>line) << 2;
    }
  }
}

/** Gradients of images `from` to before `to`. */
export function patchesBackward(
  d: usize,
  height: i32,
  width: i32,
  channels: i32,
  side: i32,
  dx: usize,
  from: i32,
  to: i32,
): void {
  const margin = side >> 1;
  const line = side * channels;
  const area = height * width;
  const bytes = (<usize>(area * channels)) << 2;
  memory.fill(dx + <usize>from * bytes, 0, <usize>(to - from) * bytes);
  let at = d + ((<usize>(from * area) * line * side) << 2);
  for (let pixel = from * area; pixel < to * area; pixel++) {
    const column = pixel % width;
    const row = (pixel / width) % height;
    const before = max(0, margin - column) * channels;
    const after = max(0, column + margin + 1 - width) * channels;
    for (let dy = -margin; dy <= margin; dy++) {
      if (row + dy >= 0 && row + dy < height) {
        const start = dx + ((<usize>(pixel + dy * width - margin) * channels + before) << 2);
        addRow(start, at + ((<usize>before) << 2), line - before - after);
      }
      at += (<usize>line) << 2;
    }
  }
}

/** Images `from` to before `to`. */
export function maxPool(x: usize, height: i32, width: i32, channels: i32, out: usize, from: i32, to: i32): void {
  const rows = height >> 1;
  const columns = width >> 1;
  const pixel = (<usize>channels) << 2;
  const line = <usize>width * pixel;
  let at = out + <usize>(from * rows * columns) * pixel;
  for (let i = from * rows; i < to * rows; i++) {
    let corner = x + <usize>((i / rows) * height + (i % rows) * 2) * line;
    for (let column = 0; column < columns; column++) {
      for (let j = 0; j < channels; j += 4) {
        const a = corner + ((<usize>j) << 2);
        const upper = f32x4.max(v128.load(a), v128.load(a + pixel));
        const lower = f32x4.max(v128.load(a + line), v128.load(a + line + pixel));
        store(at + ((<usize>j) << 2), f32x4.max(upper, lower), channels - j);
      }
      at += pixel;
      corner += 2 * pixel;
    }
  }
}

/** Gradients of images `from` to before `to`: to the first of the largest. */
export function maxPoolBackward(
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  d: usize,
  dx: usize,
  from: i32,
  to: i32,
): void {
  const rows = height >> 1;
  const columns = width >> 1;
  const pixel = (<usize>channels) << 2;
  const line = <usize>width * pixel;
  const bytes = <usize>height * line;
  memory.fill(dx + <usize>from * bytes, 0, <usize>(to - from) * bytes);
  let at = d + <usize>(from * rows * columns) * pixel;
  for (let i = from * rows; i < to * rows; i++) {
    let offset = <usize>((i / rows) * height + (i % rows) * 2) * line;
    for (let column = 0; column < columns; column++) {
      for (let j = 0; j < channels; j += 4) {
        const a = offset + ((<usize>j) << 2);
        giveToFirst(x + a, dx + a, line, pixel, load(at + ((<usize>j) << 2), channels - j), channels - j);
      }
      at += pixel;
      offset += 2 * pixel;
    }
  }
}

function giveToFirst(x: usize, dx: usize, line: usize, pixel: usize, d: v128, left: i32): void {
  const a = v128.load(x);
  const b = v128.load(x + pixel);
  const c = v128.load(x + line);
  const e = v128.load(x + line + pixel);
  const top = f32x4.max(f32x4.max(a, b), f32x4.max(c, e));
  let taken = f32x4.eq(a, top);
  store(dx, v128.and(d, taken), left);
  let first = v128.andnot(f32x4.eq(b, top), taken);
  store(dx + pixel, v128.and(d, first), left);
  taken = v128.or(taken, first);
  first = v128.andnot(f32x4.eq(c, top), taken);
  store(dx + line, v128.and(d, first), left);
  taken = v128.or(taken, first);
  store(dx + line + pixel, v128.and(d, v128.andnot(f32x4.eq(e, top), taken)), left);
}
