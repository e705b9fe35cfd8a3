// The curves of several runs over each other: a chart a column, a line a run.

import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { RunSeries, RunSummary } from '../../../wire/runs';
import {
  AXIS_WORDS,
  type Axis,
  type ChartLine,
  pointsOf,
  quantitiesOf,
  rangeOfAll,
} from '../../components/metrics/lines';
import { MetricChart } from '../../components/metrics/MetricChart';
import { Controls } from '../charts/Controls';
import curves from '../charts/Curves.module.css';
import { useSeriesOf } from '../series';
import { useRuns } from '../store';
import classes from './Compare.module.css';

const PLACES = 500;
const ALL = '';

interface OverlaidProps {
  readonly runs: readonly RunSummary[];
  readonly highlighted: string | null;
}

export function Overlaid({ runs, highlighted }: OverlaidProps) {
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  useSeriesOf(ids, PLACES);
  const series = useRuns((ui) => ui.series);
  const axis = useRuns((ui) => ui.axis);
  const smoothing = useRuns((ui) => ui.smoothing);
  const [only, setOnly] = useState(ALL);
  const names = useMemo(() => new Map(runs.map(({ id, name }) => [id, name])), [runs]);
  const charts = useMemo(() => overlaid(ids, names, series, axis), [ids, names, series, axis]);
  const range = useMemo(() => rangeOfAll(charts.values()), [charts]);
  const columns = [...charts.keys()];
  const known = ids.some((id) => series[id]?.columns.some(({ value }) => value.length > 1));
  const shown = charts.has(only) ? [only] : columns;
  return (
    <section className={curves.curves} aria-label="Curves">
      <div className={classes.controls}>
        <Controls />
        {columns.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label="Metric"
            data={[{ value: ALL, label: 'All metrics' }, ...columns]}
            value={charts.has(only) ? only : ALL}
            onChange={({ currentTarget: { value } }) => setOnly(value)}
          />
        )}
      </div>
      {columns.length === 0 && (
        <p className={curves.none}>
          {known ? `The rows of these runs have no ${AXIS_WORDS[axis].toLowerCase()}.` : 'No metrics yet.'}
        </p>
      )}
      <div className={shown.length === 1 ? classes.single : curves.charts}>
        {shown.map((column) => (
          <MetricChart
            key={column}
            title={column}
            lines={charts.get(column)!}
            axis={axis}
            smoothing={smoothing}
            range={range}
            highlighted={highlighted}
            height={shown.length === 1 ? 420 : 240}
          />
        ))}
      </div>
    </section>
  );
}

/** Lines by column: those that most runs have first, then what was judged, then in the order of charts. */
function overlaid(
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
  series: Readonly<Record<string, RunSeries>>,
  axis: Axis,
): ReadonlyMap<string, readonly ChartLine[]> {
  const lines = new Map<string, ChartLine[]>();
  ids.forEach((id, style) => {
    for (const column of series[id]?.columns ?? []) {
      const points = pointsOf(column, axis);
      if (points.x.length === 0) continue;
      const line = { id, name: names.get(id) ?? id, style, ...points };
      const known = lines.get(column.name);
      if (known) known.push(line);
      else lines.set(column.name, [line]);
    }
  });
  // One value makes no curve: it stands in the table of results.
  const curved = [...lines.keys()].filter((name) => lines.get(name)!.some(({ x }) => x.length > 1));
  const columns = quantitiesOf(curved).flatMap((quantity) => quantity.columns);
  const rank = (name: string) => (name.startsWith('val') ? 0 : 1);
  const ordered = [...columns].sort((a, b) => lines.get(b)!.length - lines.get(a)!.length || rank(a) - rank(b));
  return new Map(ordered.map((column) => [column, lines.get(column)!]));
}
