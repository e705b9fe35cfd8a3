// Points into pixels, in plain typed arrays: blended markers while they can be told apart, counts per
// pixel on a logarithmic scale when they cannot. No canvas is involved, so it runs in any thread.

import { type Masks, PHASES } from './masks';
import type { Rgb } from './palette';

/** What is seen of the points, in device pixels. */
export interface Projected {
  count: number;
  /** Index of each seen point. */
  readonly index: Uint32Array;
  readonly px: Float32Array;
  readonly py: Float32Array;
}

export interface Projection {
  /** px = (x - cx) * sx + ox; py = (y - cy) * sy + oy. Centred first: float64 keeps the digits of far-off data. */
  readonly cx: number;
  readonly cy: number;
  readonly sx: number;
  readonly sy: number;
  readonly ox: number;
  readonly oy: number;
}

/** Projects points [n, 2] and keeps those within `margin` pixels of a width × height picture. */
export function project(
  xy: Float64Array,
  hidden: Uint8Array | null,
  p: Projection,
  width: number,
  height: number,
  margin: number,
  out: Projected,
): void {
  const n = xy.length >> 1;
  const right = width + margin;
  const bottom = height + margin;
  let count = 0;
  for (let i = 0; i < n; i++) {
    const px = (xy[2 * i]! - p.cx) * p.sx + p.ox;
    const py = (xy[2 * i + 1]! - p.cy) * p.sy + p.oy;
    if (px < -margin || py < -margin || px >= right || py >= bottom || (hidden !== null && hidden[i] === 1)) continue;
    out.index[count] = i;
    out.px[count] = px;
    out.py[count] = py;
    count++;
  }
  out.count = count;
}

/** RGBA, not premultiplied: an ImageData's own bytes. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Blends marker `shape` in colour 0xRRGGBB over the picture at (px, py). `opacity` 0..256. */
export function stamp(
  picture: Picture,
  masks: Masks,
  shape: number,
  px: number,
  py: number,
  colour: number,
  halo: Rgb,
  opacity: number,
): void {
  const { width, height, data } = picture;
  const ix = Math.floor(px);
  const iy = Math.floor(py);
  const { size, origin, alpha, fill } = masks.at(shape, ((px - ix) * PHASES) | 0, ((py - iy) * PHASES) | 0);
  const left = ix - origin;
  const top = iy - origin;
  const x0 = Math.max(0, -left);
  const x1 = Math.min(size, width - left);
  const y1 = Math.min(size, height - top);
  const hr = halo[0];
  const hg = halo[1];
  const hb = halo[2];
  const r = (colour >> 16) - hr;
  const g = ((colour >> 8) & 255) - hg;
  const b = (colour & 255) - hb;
  for (let y = Math.max(0, -top); y < y1; y++) {
    let m = y * size + x0;
    let at = 4 * ((top + y) * width + left + x0);
    for (let x = x0; x < x1; x++, m++, at += 4) {
      if (alpha[m] === 0) continue;
      const a = (alpha[m]! * opacity) >> 8;
      const f = fill[m]! / 255;
      blend(data, at, hr + r * f, hg + g * f, hb + b * f, a);
    }
  }
}

/** Source-over on a picture that is not premultiplied. a is 0..255. */
function blend(data: Uint8ClampedArray, at: number, r: number, g: number, b: number, a: number): void {
  const under = data[at + 3]!;
  if (under === 0 || a === 255) {
    data[at] = r;
    data[at + 1] = g;
    data[at + 2] = b;
    data[at + 3] = a;
    return;
  }
  const kept = (under * (255 - a)) / 255;
  const total = a + kept;
  const share = total > 0 ? a / total : 0;
  data[at] = data[at]! + (r - data[at]!) * share;
  data[at + 1] = data[at + 1]! + (g - data[at + 1]!) * share;
  data[at + 2] = data[at + 2]! + (b - data[at + 2]!) * share;
  data[at + 3] = total;
}

/** Markers of all projected points. `colour` (0xRRGGBB) and `shape` go by point. */
export function stampAll(
  picture: Picture,
  points: Projected,
  masks: Masks,
  colour: Uint32Array,
  shape: Uint8Array,
  halo: Rgb,
  opacity: number,
): void {
  for (let j = 0; j < points.count; j++) {
    const i = points.index[j]!;
    stamp(picture, masks, shape[i]!, points.px[j]!, points.py[j]!, colour[i]!, halo, opacity);
  }
}

/** Sums per pixel: [count, red, green, blue] of the points on it. */
export type Tally = Uint32Array;

/** Counts every point on a square of `reach` × `reach` pixels. */
export function tally(
  points: Projected,
  colour: Uint32Array,
  width: number,
  height: number,
  reach: number,
  into: Tally,
): void {
  into.fill(0, 0, 4 * width * height);
  const shift = (reach - 1) / 2;
  for (let j = 0; j < points.count; j++) {
    const x0 = Math.floor(points.px[j]! - shift);
    const y0 = Math.floor(points.py[j]! - shift);
    const c = colour[points.index[j]!]!;
    const r = c >> 16;
    const g = (c >> 8) & 255;
    const b = c & 255;
    for (let y = y0; y < y0 + reach; y++) {
      for (let x = x0; x < x0 + reach; x++) {
        // The projection keeps a margin for markers; a count belongs to its own pixels only.
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const at = 4 * (y * width + x);
        into[at]!++;
        into[at + 1]! += r;
        into[at + 2]! += g;
        into[at + 3]! += b;
      }
    }
  }
}

/** Opacity of a pixel with a single point. */
const FAINTEST = 0.34;

/** Turns counts into colours: hue by the mean of the points' colours, opacity by the log of their number. */
export function shade(counts: Tally, picture: Picture): void {
  const { data, width, height } = picture;
  const pixels = width * height;
  const top = shadeTop(counts, pixels);
  const opacity = new Uint8Array(1024);
  const scale = top > 1 ? (1 - FAINTEST) / Math.log(top) : 0;
  for (let c = 1; c < opacity.length; c++) opacity[c] = 255 * Math.min(1, FAINTEST + scale * Math.log(c));
  for (let i = 0, at = 0; i < pixels; i++, at += 4) {
    const c = counts[at]!;
    if (c === 0) continue;
    data[at] = counts[at + 1]! / c;
    data[at + 1] = counts[at + 2]! / c;
    data[at + 2] = counts[at + 3]! / c;
    data[at + 3] = c < opacity.length ? opacity[c]! : 255 * Math.min(1, FAINTEST + scale * Math.log(c));
  }
}

/** The count shown at full strength: nearly the highest, so that one crowded pixel does not pale the rest. */
function shadeTop(counts: Tally, pixels: number): number {
  const histogram = new Uint32Array(256);
  let used = 0;
  for (let i = 0, at = 0; i < pixels; i++, at += 4) {
    const c = counts[at]!;
    if (c === 0) continue;
    used++;
    histogram[Math.min(255, Math.floor(12 * Math.log2(c)))]!++;
  }
  let left = used * 0.002;
  for (let bin = 255; bin > 0; bin--) {
    left -= histogram[bin]!;
    if (left < 0) return Math.max(3, 2 ** ((bin + 1) / 12));
  }
  return 3;
}
