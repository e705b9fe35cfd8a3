// What a chart says, in a sentence, for those who do not see it.

import type { StreamSeries } from '../../../wire/stream';
import { formatCount } from '../../components/format';
import { DETECTORS, formatScore, type Naming, type Task } from '../words';
import { thinned } from './curves';
import type { Extent } from './view';

interface Spoken {
  readonly naming: Naming;
  /** Null: not a share. */
  readonly task: Task | null;
  readonly latest: number | null;
  readonly mean: Float64Array;
  readonly series: StreamSeries;
  readonly extent: Extent;
  readonly window: number;
  /** The run beside it, by its name, and what it came to over the same batches. */
  readonly other?: { readonly name: string; readonly latest: number | null } | null;
}

/** Places named at most. */
const NAMED = 3;

export function chartWords({ naming, task, latest, mean, series, extent, window, other }: Spoken): string {
  const known = mean.filter(Number.isFinite);
  const least = known.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = known.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  return [
    `${naming.word}, batches ${formatCount(extent.from + 1)} to ${formatCount(extent.to)}:`,
    `${formatScore(latest, task)} over the latest ${formatCount(window)},`,
    `between ${formatScore(least, task)} and ${formatScore(most, task)}.`,
    ...(other ? [`“${other.name}” beside it: ${formatScore(other.latest, task)}.`] : []),
    ...eventWords(series, extent, window),
  ].join(' ');
}

/** The latest known changes, detections and notes within what is on show. */
export function eventWords({ drifts, detections, notes }: StreamSeries, extent: Extent, window: number): string[] {
  const inside = (batch: number) => batch >= extent.from && batch < extent.to;
  const said = (batches: readonly number[]) =>
    `${batches.length > NAMED ? 'latest ' : ''}batch ${batches
      .slice(-NAMED)
      .map((batch) => formatCount(batch + 1))
      .join(', ')}`;
  const changes = drifts.filter(inside);
  const found = DETECTORS.flatMap(({ id, name }) => {
    const batches = detections.filter(({ detector, batch }) => detector === id && inside(batch));
    const apart = thinned(
      batches.map(({ batch }) => batch),
      window,
    );
    return apart.length > 0 ? [`${name} found drift: ${said(apart)}.`] : [];
  });
  // They stand between two batches, the newest perhaps after the last.
  const words = notes.filter(({ batch }) => batch >= extent.from && batch <= extent.to).slice(-NAMED);
  const noted = words.map(({ text, batch }) => `“${text}” after batch ${formatCount(batch)}.`);
  return [...(changes.length > 0 ? [`The stream changed: ${said(changes)}.`] : []), ...found, ...noted];
}
