// Metrics for charts: each column's rows, at most so many, its best and last always among them.

import { bestPlaces } from '../../ml/logs';
import type { RunSeries, RunSeriesRequest } from '../../wire/runs';
import { invalid } from '../errors';
import type { RunLog } from './log';
import type { LogRow } from './rows';

const MOST_PLACES = 4096;

/** Throws ServiceError 'invalid' for a number of places that is none; columns that are not there are left out. */
export function seriesOf(log: RunLog, { id, columns, places }: RunSeriesRequest): RunSeries {
  if (!Number.isInteger(places) || places < 1) throw invalid('places', 'There must be at least one place.');
  const table = log.table();
  const best = bestPlaces(table);
  const wanted = columns ?? table.columns;
  const most = Math.min(places, MOST_PLACES);
  const shown = wanted.flatMap((name) => {
    const rows = log.all().filter(({ values }) => values.has(name));
    return rows.length > 0 ? [columnOf(name, chosen(rows, name, best.get(name)?.value, most))] : [];
  });
  return { id, columns: shown, total_rows: log.length };
}

/** Evenly, but for the best and the last. */
function chosen(rows: readonly LogRow[], name: string, best: number | undefined, most: number): readonly LogRow[] {
  if (rows.length <= most) return rows;
  const fixed = new Set([rows.length - 1]);
  const at = best === undefined ? -1 : rows.findIndex(({ values }) => values.get(name) === best);
  if (at >= 0 && most > 1) fixed.add(at);
  const room = most - fixed.size;
  const places = new Set(fixed);
  for (let i = 0; i < room; i++) places.add(Math.floor((i * rows.length) / room));
  return rows.filter((_, i) => places.has(i));
}

function columnOf(name: string, rows: readonly LogRow[]): RunSeries['columns'][number] {
  const numbers = (pick: (row: LogRow) => number | null | undefined) =>
    Float64Array.from(rows, (row) => pick(row) ?? Number.NaN);
  return {
    name,
    step: numbers(({ step }) => step),
    epoch: numbers(({ epoch }) => epoch),
    time: numbers(({ time }) => time),
    value: numbers(({ values }) => values.get(name)),
  };
}
