// From the service's series to what charts draw: sliding means, pairs of x and y, and marks. Batches, counted from 0
// there, are counted from 1 on the charts, as people do.

import type { StreamSeries } from '../../../wire/stream';
import type { ChartMark } from '../../components/LineChart';
import { DETECTORS } from '../words';
import type { Extent } from './view';

/** Marks of a kind closer than this share of what is on show are one. */
const TELL_APART = 1 / 90;

/**
 * At each place the mean of the values in the `window` batches up to it; NaN where there is none. Places that sum up
 * several batches count once each, as all of them sum up equally many.
 */
export function slidingMean(batch: Float64Array, values: Float64Array, window: number): Float64Array {
  const means = new Float64Array(values.length);
  let [first, sum, count] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      sum += value;
      count += 1;
    }
    for (; first < i && batch[first]! <= batch[i]! - window; first++) {
      if (!Number.isFinite(values[first]!)) continue;
      sum -= values[first]!;
      count -= 1;
    }
    means[i] = count > 0 ? sum / count : Number.NaN;
  }
  return means;
}

/** x0, y0, x1, y1 …, of the batches on show whose value is known. */
export function xyOf(batch: Float64Array, values: Float64Array, { from, to }: Extent): number[] {
  const xy: number[] = [];
  for (let i = 0; i < batch.length; i++) {
    const value = values[i]!;
    if (batch[i]! >= from && batch[i]! < to && Number.isFinite(value)) xy.push(batch[i]! + 1, value);
  }
  return xy;
}

export function marksOf({ drifts, detections, notes }: StreamSeries, extent: Extent): ChartMark[] {
  const gap = (extent.to - extent.from) * TELL_APART;
  const known = thinned(drifts, gap).map((batch) => mark('triangle', batch, 'change'));
  const words = notes.map(({ batch, text }, i) => ({ ...mark('flag', batch, text), id: `note ${i}` }));
  const found = DETECTORS.flatMap(({ id, name, shape }) => {
    const batches = detections.filter(({ detector }) => detector === id).map(({ batch }) => batch);
    return thinned(batches, gap).map((batch) => mark(shape, batch, name));
  });
  return [...known, ...words, ...found];
}

function mark(shape: ChartMark['shape'], batch: number, label: string): ChartMark {
  return { id: `${shape} ${batch}`, x: batch + 1, shape, label };
}

/** Without those nearer than `gap` to the one kept before. */
export function thinned(batches: readonly number[], gap: number): number[] {
  const kept: number[] = [];
  for (const batch of batches) {
    const last = kept[kept.length - 1];
    if (last === undefined || (batch !== last && batch - last >= gap)) kept.push(batch);
  }
  return kept;
}

/** The latest value that is known. */
export function latestOf(values: Float64Array): number | null {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i]!)) return values[i]!;
  return null;
}

/** Least and most of what is known; null where nothing is. */
export function boundsOf(xy: readonly number[]): { readonly low: number; readonly high: number } | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 1; i < xy.length; i += 2) {
    low = Math.min(low, xy[i]!);
    high = Math.max(high, xy[i]!);
  }
  return low <= high ? { low, high } : null;
}

/** The value that a share of all values lies below. */
export function quantile(xy: readonly number[], share: number): number {
  const values = xy.filter((_, i) => i % 2 === 1).sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
}
