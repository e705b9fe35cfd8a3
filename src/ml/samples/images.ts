// Small grey images to try an image classifier on: digits drawn with an unsteady pen. Drawn by seed: the same seed
// gives the same images, another one others of the same kind.

import { Rng } from '../rng';
import { DIGITS, type Stroke } from './digits';

const SIDE = 28;

export const SAMPLE_IMAGES = {
  name: 'Drawn digits',
  shape: { height: SIDE, width: SIDE, channels: 1 },
  classes: DIGITS.map((_, digit) => String(digit)),
  train: { n: 2000, seed: 1 },
  test: { n: 500, seed: 2 },
} as const;

export interface SampleImages {
  /** [n, 28, 28, 1], white on black. */
  readonly pixels: Uint8Array;
  /** [n] the digits, as many of each. */
  readonly labels: Int32Array;
}

type Point = readonly [number, number];
type Segment = readonly [Point, Point];

/** Of the box that a digit fills, in pixels. */
const BOX = { width: 13, height: 18 } as const;
/** Straight pieces from one point of a curve to the next. */
const PIECES = 5;
/** How far a point strays, in boxes, and how far values do, of 255. */
const [WOBBLE, GRAIN] = [0.035, 6];

export function sampleImages({ n, seed }: { readonly n: number; readonly seed: number }): SampleImages {
  const rng = new Rng(seed);
  const pixels = new Uint8Array(n * SIDE * SIDE);
  const labels = Int32Array.from({ length: n }, (_, i) => i % DIGITS.length);
  labels.forEach((label, i) => {
    draw(label, rng, pixels.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE));
  });
  return { pixels, labels };
}

function draw(digit: number, rng: Rng, pixels: Uint8Array): void {
  const ways = DIGITS[digit];
  const strokes = ways[rng.integer(ways.length)];
  const place = placement(rng);
  const segments = strokes.flatMap((stroke) => segmentsOf(stroke, rng, place));
  const half = between(rng, 0.7, 1.6);
  const ink = between(rng, 190, 255);
  const cover = new Float64Array(pixels.length);
  for (const segment of segments) rub(segment, half, cover);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.min(255, Math.max(0, Math.round(cover[i] * ink + GRAIN * rng.normal())));
  }
}

/** Covers, as far as they lie under it, the pixels around a piece of a stroke; its edge is a pixel wide. */
function rub([[ax, ay], [bx, by]]: Segment, half: number, cover: Float64Array): void {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const reach = half + 1;
  const first = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const last = (a: number, b: number) => Math.min(SIDE - 1, Math.ceil(Math.max(a, b) + reach));
  for (let row = first(ay, by); row <= last(ay, by); row++) {
    for (let column = first(ax, bx); column <= last(ax, bx); column++) {
      const [u, v] = [column + 0.5 - ax, row + 0.5 - ay];
      const t = length === 0 ? 0 : Math.min(1, Math.max(0, (u * dx + v * dy) / length));
      const away = Math.sqrt((u - t * dx) ** 2 + (v - t * dy) ** 2);
      const at = row * SIDE + column;
      cover[at] = Math.max(cover[at], Math.min(1, half + 0.5 - away));
    }
  }
}

/** Where a point of the box lies in the image: slanted, turned, stretched and moved a little. */
function placement(rng: Rng): (point: Point) => Point {
  const [slant, angle] = [between(rng, -0.25, 0.25), between(rng, -0.17, 0.17)];
  const [width, height] = [BOX.width * between(rng, 0.75, 1.15), BOX.height * between(rng, 0.85, 1.1)];
  const [dx, dy] = [between(rng, -2, 2), between(rng, -2, 2)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ([x, y]) => {
    const v = (y - 0.5) * height;
    const u = (x - 0.5) * width - slant * v;
    return [SIDE / 2 + dx + u * cos - v * sin, SIDE / 2 + dy + u * sin + v * cos];
  };
}

function segmentsOf({ curved, points }: Stroke, rng: Rng, place: (point: Point) => Point): Segment[] {
  const placed = points.map(([x, y]) => place([x + WOBBLE * rng.normal(), y + WOBBLE * rng.normal()]));
  const path = curved ? smooth(placed) : placed;
  return path.slice(1).map((point, i): Segment => [path[i], point]);
}

/** A Catmull–Rom spline through the points. */
function smooth(points: readonly Point[]): Point[] {
  const at = (i: number) => points[Math.min(points.length - 1, Math.max(0, i))];
  const path: Point[] = [points[0]];
  for (let i = 0; i + 1 < points.length; i++) {
    const four = [at(i - 1), at(i), at(i + 1), at(i + 2)] as const;
    for (let piece = 1; piece <= PIECES; piece++) path.push(between4(four, piece / PIECES));
  }
  return path;
}

function between4([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const along = (axis: 0 | 1) =>
    0.5 *
    (2 * b[axis] +
      (c[axis] - a[axis]) * t +
      (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t ** 2 +
      (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t ** 3);
  return [along(0), along(1)];
}

function between(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.uniform();
}
