// Where things lie in a chart: its ranges, its ticks, and pixels for values.

import { niceTicks, type Ticks } from '../../../plane/ticks';
import type { Axis, Points } from './lines';

export interface Scale {
  readonly left: number;
  readonly top: number;
  /** Of the part that is drawn in. */
  readonly width: number;
  readonly height: number;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly across: Ticks;
  readonly up: Ticks;
  /** "s", "min" or "h" over time, '' otherwise; a tick of 1 is so many units of the data. */
  readonly unit: { readonly word: string; readonly of: number };
}

const TOP = 8;
const RIGHT = 12;
const FOOT = 22;
/** Pixels a digit of a label is wide, near enough. */
const DIGIT = 6.8;
/** Pixels a label across wants for itself. */
const ACROSS = 68;
/** Letters that labels of the upright axis have room for: charts above each other begin in one line. */
const LEAST_LABEL = 5;
/** Beyond it differences are no longer numbers. */
const LARGEST = Number.MAX_VALUE / 4;

/** Null where there is nothing to draw. */
export function scaleOf(
  lines: readonly Points[],
  axis: Axis,
  { width, height }: { readonly width: number; readonly height: number },
  range?: readonly [number, number],
): Scale | null {
  const [x0, x1] = range ?? rangeOf(lines.map(({ x }) => x));
  const [low, high] = rangeOf(lines.map(({ y }) => y));
  if (x0 > x1 || low > high) return null;
  // A level line lies in the middle.
  const room = high > low ? 0.04 * (high - low) : Math.max(Math.abs(high) * 0.05, 1e-9);
  const [y0, y1] = [low - room, high + room];
  const unit = unitOf(axis, x1);
  const up = niceTicks(y0, y1, Math.max(2, height / 34));
  const left = 10 + DIGIT * Math.max(LEAST_LABEL, ...up.labels.map((label) => label.length));
  const end = x1 > x0 ? x1 : x0 + 1;
  const inside = Math.max(1, width - left - RIGHT);
  const across = niceTicks(x0 / unit.of, end / unit.of, Math.max(2, inside / ACROSS));
  return { left, top: TOP, width: inside, height: height - TOP - FOOT, x0, x1: end, y0, y1, across, up, unit };
}

export const xOf = ({ left, width, x0, x1 }: Scale, value: number) => left + ((value - x0) / (x1 - x0)) * width;
export const yOf = ({ top, height, y0, y1 }: Scale, value: number) =>
  top + height - ((drawable(value) - y0) / (y1 - y0)) * height;
export const valueAt = ({ left, width, x0, x1 }: Scale, x: number) => x0 + ((x - left) / width) * (x1 - x0);

function drawable(value: number): number {
  return Math.max(-LARGEST, Math.min(value, LARGEST));
}

function unitOf(axis: Axis, longest: number): Scale['unit'] {
  if (axis !== 'time') return { word: '', of: 1 };
  if (longest > 3 * 3600) return { word: 'h', of: 3600 };
  return longest > 300 ? { word: 'min', of: 60 } : { word: 's', of: 1 };
}

/** Of finite values, as far as can be drawn; the wrong way round where there are none. */
function rangeOf(arrays: readonly Float64Array[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const array of arrays) {
    for (const value of array) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, drawable(value));
      high = Math.max(high, drawable(value));
    }
  }
  return [low, high];
}

/** A path through the points; what is no number is a gap. */
export function pathOf({ x, y }: Points, scale: Scale): string {
  let path = '';
  let drawing = false;
  for (let i = 0; i < x.length; i++) {
    const finite = Number.isFinite(y[i]!);
    if (finite) path += `${drawing ? 'L' : 'M'}${xOf(scale, x[i]!).toFixed(1)} ${yOf(scale, y[i]!).toFixed(1)}`;
    drawing = finite;
  }
  return path;
}

/** Pixels between two markers of a line. */
const SPACING = 96;

/** Indices of points that carry a marker: well apart, the last always; each line begins a little further along. */
export function markedOf({ x, y }: Points, scale: Scale, style: number): readonly number[] {
  const marked: number[] = [];
  let next = scale.left + 14 + ((style * 29) % SPACING);
  for (let i = 0; i < x.length - 1; i++) {
    const at = xOf(scale, x[i]!);
    if (at < next || !Number.isFinite(y[i]!)) continue;
    marked.push(i);
    next = at + SPACING;
  }
  const last = y.findLastIndex((value) => Number.isFinite(value));
  if (last >= 0) marked.push(last);
  return marked;
}
