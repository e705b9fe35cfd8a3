// From rows of metrics to lines of charts: which columns share a chart, and what a point stands over.

import { better } from '../../../ml/logs/better';
import type { RunSeries } from '../../../wire/runs';

export const AXES = ['step', 'epoch', 'time'] as const;
export type Axis = (typeof AXES)[number];

export const AXIS_WORDS: Readonly<Record<Axis, string>> = { step: 'Step', epoch: 'Epoch', time: 'Time' };

export type SeriesColumn = RunSeries['columns'][number];

/** Of one length; x grows, y may have gaps (NaN, infinities). */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface ChartLine extends Points {
  /** Its own among the lines of a chart. */
  readonly id: string;
  readonly name: string;
  /** Which colour, dash and marker it has (style.ts). */
  readonly style: number;
}

/** A line as it is drawn: smoothed, with the values themselves beside it. */
export interface Drawn extends ChartLine {
  readonly raw: Float64Array;
}

/** What a column measures, and of which part: "val_loss" is the loss of "val". */
export function measured(column: string): { readonly quantity: string; readonly part: string } {
  const found = /^(train|val|valid|validation|test)[_/](.+)$/.exec(column);
  const [name, part] = found ? [found[2]!, found[1]!] : [column, ''];
  const detail = /^(.+)_(step|epoch)$/.exec(name);
  return detail ? { quantity: detail[1]!, part: `${part} ${detail[2]}`.trim() } : { quantity: name, part };
}

/** Points of a column over an axis. Over epochs a point is the mean of the epoch's rows, and the first epoch is 1. */
export function pointsOf(column: SeriesColumn, axis: Axis): Points {
  if (axis === 'epoch') return byEpoch(column);
  const across = axis === 'step' ? column.step : column.time;
  return sorted({ x: across, y: column.value });
}

function byEpoch({ epoch, value }: SeriesColumn): Points {
  const sums = new Map<number, { sum: number; count: number }>();
  epoch.forEach((at, i) => {
    if (!Number.isFinite(at)) return;
    const held = sums.get(at) ?? { sum: 0, count: 0 };
    sums.set(at, { sum: held.sum + value[i]!, count: held.count + 1 });
  });
  const rows = [...sums].sort(([a], [b]) => a - b);
  return {
    x: Float64Array.from(rows, ([at]) => at + 1),
    y: Float64Array.from(rows, ([, { sum, count }]) => sum / count),
  };
}

/** Rows of files from elsewhere may stand in any order, or lack their place. */
function sorted({ x, y }: Points): Points {
  const grows = x.every((value, i) => Number.isFinite(value) && (i === 0 || value >= x[i - 1]!));
  if (grows) return { x, y };
  const order = [...x.keys()].filter((i) => Number.isFinite(x[i]!)).sort((a, b) => x[a]! - x[b]!);
  return { x: Float64Array.from(order, (i) => x[i]!), y: Float64Array.from(order, (i) => y[i]!) };
}

/** Columns by what they measure, in the order in which people ask for them: losses, scores, the rest. */
export function quantitiesOf(columns: readonly string[]): readonly { quantity: string; columns: readonly string[] }[] {
  const found = new Map<string, string[]>();
  for (const column of columns) {
    if (PLACES.has(column)) continue;
    const { quantity } = measured(column);
    found.set(quantity, [...(found.get(quantity) ?? []), column]);
  }
  return [...found]
    .map(([quantity, members]) => ({ quantity, columns: members }))
    .sort((a, b) => rankOf(a.quantity) - rankOf(b.quantity));
}

/** They say where a row stands; they are no metrics. */
const PLACES = new Set(['epoch', 'step', 'time', 'wall_time']);

function rankOf(quantity: string): number {
  if (quantity === 'loss') return 0;
  if (/^acc(uracy)?$/.test(quantity)) return 1;
  const way = better(quantity);
  return way === null ? 4 : way === 'higher' ? 2 : 3;
}

/** The point nearest to a place across; −1 where there is none. */
export function nearest(x: Float64Array, at: number): number {
  if (x.length === 0) return -1;
  let [low, high] = [0, x.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - x[low - 1]! <= x[low]! - at ? low - 1 : low;
}

/** The value at the cursor; the newest where it points at nothing. */
export function shownAt({ x, y }: Points, at: number | null): number | null {
  const i = at === null ? y.length - 1 : nearest(x, at);
  return i < 0 ? null : y[i]!;
}

/** How far lines of several charts go across together, so that a place is in the same spot in all of them. */
export function rangeOfAll(charts: Iterable<readonly Points[]>): readonly [number, number] | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const lines of charts) {
    for (const { x } of lines) {
      if (x.length === 0) continue;
      low = Math.min(low, x[0]!);
      high = Math.max(high, x.at(-1)!);
    }
  }
  return low <= high ? [low, high] : undefined;
}
