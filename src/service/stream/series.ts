// The metrics of a run for the charts: of the present one, or of one that was kept.

import { Series, type SeriesState } from '../../ml/stream/series';
import { type Detection, SERIES_COLUMNS, type SeriesName } from '../../ml/stream/session';
import type { Task } from '../../ml/stream/types';
import type { SeriesRequest, StreamSeries } from '../../wire/stream';
import { invalid } from '../errors';
import type { Learning } from './learning';
import type { RunAbout } from './record';

export interface RunMetrics {
  readonly series: Series<SeriesName>;
  readonly total: number;
  readonly task: Task['kind'] | null;
  readonly detections: readonly Detection[];
  readonly drifts: readonly number[];
  readonly notes: RunAbout['notes'];
}

/** As it is stored. */
export interface KeptMetrics extends Omit<RunMetrics, 'series'> {
  readonly series: SeriesState;
}

const MOST_PLACES = 4096;

export function presentRun(learning: Learning | null): RunMetrics {
  const { session = null, latest = null, changes = [], notes = [] } = learning ?? {};
  const memento = latest?.memento;
  const series =
    session?.series ?? (memento ? Series.restore(SERIES_COLUMNS, memento.series) : new Series(SERIES_COLUMNS));
  const detections = session?.detections ?? memento?.detections ?? [];
  const task = learning?.info?.task.kind ?? latest?.task.kind ?? null;
  return { series, total: series.length, task, detections, drifts: changes, notes };
}

/** ServiceError 'invalid' for a range that is none. */
export function seriesOf(run: RunMetrics, { from, to, places }: SeriesRequest): StreamSeries {
  if (!(from >= 0)) throw invalid('from', 'The first batch must be 0 or more.');
  if (to !== null && !(to >= from)) throw invalid('to', 'The last batch must not come before the first.');
  if (!(places >= 1)) throw invalid('places', 'There must be at least one place.');
  const { batch, columns, total } = run.series.window(from, to ?? run.total, Math.min(places, MOST_PLACES));
  const { loss, score, learning_rate, grad_norm, rate, queued } = columns;
  return {
    ...{ batch, total, loss: loss.mean, score: score.mean, learning_rate: learning_rate.mean },
    ...{ grad_norm: grad_norm.mean, rate: rate.mean, queued: queued.mean },
    detections: run.detections,
    drifts: run.drifts,
    notes: run.notes,
  };
}
