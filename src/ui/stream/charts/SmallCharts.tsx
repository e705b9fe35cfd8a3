// Learning rate, gradient norm, throughput and queue depth, each as a small curve with its latest figure.

import { memo, type ReactNode, useMemo } from 'react';
import type { StreamSeries } from '../../../wire/stream';
import { formatRate } from '../../components/format';
import { Term } from '../../components/Section';
import { TERMS } from '../../components/terms';
import { formatFigure, type Task } from '../words';
import classes from './Charts.module.css';
import { boundsOf, latestOf, xyOf } from './curves';
import { sparkPath } from './spark';
import type { Extent } from './view';

interface SmallChartsProps {
  readonly series: StreamSeries;
  readonly extent: Extent;
  readonly task: Task;
}

type Column = 'learning_rate' | 'grad_norm' | 'rate' | 'queued';

const COLUMNS: readonly {
  readonly column: Column;
  readonly word: string;
  readonly term: string;
  readonly format: (value: number | null) => string;
}[] = [
  { column: 'rate', word: 'Speed', term: 'batches', format: (value) => (value === null ? '–' : formatRate(value)) },
  { column: 'queued', word: 'Waiting', term: 'queue', format: formatFigure },
  { column: 'grad_norm', word: 'Pull', term: 'gradient norm', format: formatFigure },
  { column: 'learning_rate', ...TERMS.learning_rate, format: formatFigure },
];

export function SmallCharts({ series, extent, task }: SmallChartsProps) {
  // Mixtures take no steps: they have no size of them, and nothing that pulls.
  const shown = task === 'density' ? COLUMNS.slice(0, 2) : COLUMNS;
  return (
    <div className={classes.small}>
      {shown.map(({ column, word, term, format }) => (
        <SmallChart
          key={column}
          name={<Term word={word} term={term} />}
          said={`${word} (${term.replace('_', ' ')})`}
          {...{ batch: series.batch, values: series[column], extent, format }}
        />
      ))}
    </div>
  );
}

interface SmallChartProps {
  readonly name: ReactNode;
  readonly said: string;
  readonly batch: Float64Array;
  readonly values: Float64Array;
  readonly extent: Extent;
  readonly format: (value: number | null) => string;
}

const BOX = { width: 200, height: 40 };

const SmallChart = memo(function SmallChart({ name, said, batch, values, extent, format }: SmallChartProps) {
  const xy = useMemo(() => xyOf(batch, values, extent), [batch, values, extent]);
  const bounds = boundsOf(xy);
  const high = bounds ? bounds.high : 1;
  const path = sparkPath(xy, BOX, [extent.from + 1, extent.to], [Math.min(0, bounds?.low ?? 0), high || 1]);
  const latest = format(latestOf(values));
  const label = bounds
    ? `${said}: ${latest} now, between ${format(bounds.low)} and ${format(high)}.`
    : `${said}: not known.`;
  return (
    <figure className={classes.spark}>
      <figcaption>
        <span className={classes.sparkName}>{name}</span>
        <span className={classes.sparkNow}>{latest}</span>
      </figcaption>
      <svg role="img" aria-label={label} viewBox={`0 -2 ${BOX.width} ${BOX.height + 4}`} preserveAspectRatio="none">
        <line x1={0} x2={BOX.width} y1={BOX.height} y2={BOX.height} />
        {xy.length >= 4 && <path d={path} />}
      </svg>
    </figure>
  );
});
