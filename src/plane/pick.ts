// Which points are meant: the nearest to the pointer, those under a brush, inside a rectangle or a loop.
// Plain scans: a million points take a few milliseconds in the worker, less than an index would cost to keep.

import type { Box, View } from './viewport';

/** Index of the point nearest to data (x, y), at most `reach` CSS pixels away in this view; -1 without one. */
export function nearestTo(
  xy: Float64Array,
  hidden: Uint8Array | null,
  view: View,
  x: number,
  y: number,
  reach: number,
): number {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < xy.length / 2; i++) {
    const dx = (xy[2 * i]! - x) / view.ux;
    const dy = (xy[2 * i + 1]! - y) / view.uy;
    const distance = dx * dx + dy * dy;
    // Of points in one place the last is on top.
    if (distance <= least && (hidden === null || hidden[i] === 0)) {
      best = i;
      least = distance;
    }
  }
  return best;
}

/** Marks the points within `radius` CSS pixels of the stroke x0, y0, x1, y1 … (data units); returns how many are new. */
export function brushOver(
  xy: Float64Array,
  hidden: Uint8Array,
  view: View,
  path: Float64Array,
  radius: number,
): number {
  let found = 0;
  const last = Math.max(1, path.length / 2 - 1);
  for (let s = 0; s < last; s++) {
    const e = Math.min(s + 1, path.length / 2 - 1);
    found += brushSegment(xy, hidden, view, [path[2 * s]!, path[2 * s + 1]!, path[2 * e]!, path[2 * e + 1]!], radius);
  }
  return found;
}

function brushSegment(
  xy: Float64Array,
  hidden: Uint8Array,
  view: View,
  [ax, ay, bx, by]: readonly [number, number, number, number],
  radius: number,
): number {
  const dx = (bx - ax) / view.ux;
  const dy = (by - ay) / view.uy;
  const length2 = dx * dx + dy * dy;
  let found = 0;
  for (let i = 0; i < hidden.length; i++) {
    const px = (xy[2 * i]! - ax) / view.ux;
    const py = (xy[2 * i + 1]! - ay) / view.uy;
    const t = length2 > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length2)) : 0;
    const ex = px - t * dx;
    const ey = py - t * dy;
    if (ex * ex + ey * ey <= radius * radius && hidden[i] === 0) {
      hidden[i] = 1;
      found++;
    }
  }
  return found;
}

/** Indices where `marked` is 1, ascending. */
export function markedIndices(marked: Uint8Array): Uint32Array {
  const out: number[] = [];
  for (let i = 0; i < marked.length; i++) if (marked[i] === 1) out.push(i);
  return Uint32Array.from(out);
}

export function insideBox(xy: Float64Array, box: Box): Uint32Array {
  const out: number[] = [];
  for (let i = 0; i < xy.length / 2; i++) {
    const x = xy[2 * i]!;
    const y = xy[2 * i + 1]!;
    if (x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1) out.push(i);
  }
  return Uint32Array.from(out);
}

/** Points inside a loop x0, y0, x1, y1 … in data units (even-odd rule). */
export function insideLoop(xy: Float64Array, loop: Float64Array): Uint32Array {
  const out: number[] = [];
  for (let i = 0; i < xy.length / 2; i++) if (inLoop(loop, xy[2 * i]!, xy[2 * i + 1]!)) out.push(i);
  return Uint32Array.from(out);
}

function inLoop(loop: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = loop.length - 2; i < loop.length; j = i, i += 2) {
    const yi = loop[i + 1]!;
    const yj = loop[j + 1]!;
    if (yi > y !== yj > y && x < ((loop[j]! - loop[i]!) * (y - yi)) / (yj - yi) + loop[i]!) inside = !inside;
  }
  return inside;
}

/** The box around some of the points; null for none. */
export function boundsOf(xy: Float64Array, indices: Uint32Array): Box | null {
  if (indices.length === 0) return null;
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const i of indices) {
    x0 = Math.min(x0, xy[2 * i]!);
    x1 = Math.max(x1, xy[2 * i]!);
    y0 = Math.min(y0, xy[2 * i + 1]!);
    y1 = Math.max(y1, xy[2 * i + 1]!);
  }
  return { x0, y0, x1, y1 };
}
