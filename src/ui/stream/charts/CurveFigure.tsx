// One large chart: the sliding mean of a column, batch by batch behind it, the compared run beside it, and the marks.

import { useMemo } from 'react';
import type { StreamSeries } from '../../../wire/stream';
import { type Curve, LineChart } from '../../components/LineChart';
import { Term } from '../../components/Section';
import { useStream } from '../store';
import { formatScore, type Naming, type Task } from '../words';
import classes from './Charts.module.css';
import { boundsOf, latestOf, marksOf, quantile, slidingMean, xyOf } from './curves';
import { chartWords } from './spoken';
import { type Extent, rangeOf } from './view';

interface CurveFigureProps {
  readonly column: 'score' | 'loss';
  readonly naming: Naming;
  readonly task: Task;
  readonly height: number;
  readonly series: StreamSeries;
  readonly extent: Extent;
}

export function CurveFigure({ column, naming, task, height, series, extent }: CurveFigureProps) {
  const window = useStream((ui) => ui.state?.config.window ?? 1);
  const other = useStream((ui) => ui.other);
  const figures = task === 'classification' && column === 'score' ? task : null;
  const mean = useMemo(() => slidingMean(series.batch, series[column], window), [series, column, window]);
  const curves = useMemo(() => {
    const drawn: Curve[] = [{ id: 'batches', xy: xyOf(series.batch, series[column], extent), faint: true }];
    if (other) {
      const means = slidingMean(other.batch, other[column], window);
      drawn.push({ id: 'other', xy: xyOf(other.batch, means, extent), quiet: true });
    }
    return [...drawn, { id: 'mean', xy: xyOf(series.batch, mean, extent) }];
  }, [series, other, column, window, extent, mean]);
  const marks = useMemo(() => marksOf(series, extent), [series, extent]);
  const { floor, ceiling } = useMemo(() => axisOf(curves, figures), [curves, figures]);
  const latest = latestOf(mean);
  const known = curves.some(({ xy }) => xy.length >= 4);
  return (
    <figure className={classes.figure} data-testid={`chart-${column}`}>
      <figcaption className={classes.caption}>
        <span className={classes.name}>
          <Term word={naming.word} {...(naming.term ? { term: naming.term } : {})} />
        </span>
        <output className={classes.now}>{formatScore(latest, figures)}</output>
        <span className={classes.about}>
          mean of {window === 1 ? 'each batch' : `the latest ${window} batches`}; {naming.about.toLowerCase()}
        </span>
      </figcaption>
      {known ? (
        <LineChart
          label={chartWords({ naming, task: figures, latest, mean, series, extent, window })}
          height={height}
          curves={curves}
          floor={floor}
          ceiling={ceiling}
          across={[extent.from + 1, Math.max(extent.from + 2, extent.to)]}
          marks={marks}
          onStretch={(from, to) => useStream.setState({ view: rangeOf(from - 1, to - 1, series.total) })}
        />
      ) : (
        <p className={classes.none} style={{ height }}>
          Two batches make a curve.
        </p>
      )}
    </figure>
  );
}

/** Ends of the upright axis that stand still while the curve moves a little; a few wild batches are cut off. */
function axisOf(curves: readonly Curve[], task: Task | null): { readonly floor: number; readonly ceiling: number } {
  const means = curves.filter(({ faint }) => !faint).flatMap(({ xy }) => [...xy]);
  const bounds = boundsOf(means) ?? { low: 0, high: 1 };
  if (task === 'classification') return { floor: Math.max(0, Math.floor(bounds.low * 10 - 0.5) / 10), ceiling: 1 };
  const high = Math.max(quantile(means, 0.98) * 1.25, bounds.low + 1e-9);
  const floor = Math.min(0, bounds.low);
  return { floor, ceiling: roundedUp(high, floor) };
}

/** To two figures: the axis moves in steps. */
function roundedUp(value: number, floor: number): number {
  const grain = 10 ** (Math.floor(Math.log10(Math.abs(value - floor) || 1)) - 1) * 5;
  return Math.ceil(value / grain) * grain;
}
