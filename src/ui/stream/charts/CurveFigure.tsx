// One large chart: the sliding mean of a column, batch by batch behind it, the compared run beside it, and the marks.

import { memo, useMemo } from 'react';
import type { StreamSeries } from '../../../wire/stream';
import { type Curve, LineChart } from '../../components/LineChart';
import { Term } from '../../components/Section';
import { useStream } from '../store';
import { formatScore, type Naming, type Task } from '../words';
import classes from './Charts.module.css';
import { boundsOf, latestOf, marksOf, quantile, slidingMean, xyOf } from './curves';
import { chartWords } from './spoken';
import { axisOf, type Extent, rangeOf, type View } from './view';

interface CurveFigureProps {
  readonly column: 'score' | 'loss';
  readonly naming: Naming;
  readonly task: Task;
  readonly height: number;
  readonly series: StreamSeries;
  readonly view: View;
  readonly extent: Extent;
}

export const CurveFigure = memo(function CurveFigure(props: CurveFigureProps) {
  const { column, naming, task, height, series, view, extent } = props;
  const window = useStream((ui) => ui.state?.config.window ?? 1);
  const other = useStream((ui) => ui.other);
  const otherName = useStream((ui) => ui.state?.kept.find(({ id }) => id === ui.compared)?.name ?? '');
  const figures = task === 'classification' && column === 'score' ? task : null;
  const mean = useMemo(() => slidingMean(series.batch, series[column], window), [series, column, window]);
  const otherMean = useMemo(() => other && slidingMean(other.batch, other[column], window), [other, column, window]);
  const curves = useMemo(
    () => curvesOf(series, column, mean, extent, other && otherMean && { batch: other.batch, mean: otherMean }),
    [series, other, otherMean, column, extent, mean],
  );
  // Their words stand on the first chart alone.
  const worded = column === 'score' || task === 'density';
  const marks = useMemo(() => {
    const all = marksOf(series, extent);
    return worded ? all : all.map(({ id, x, shape }) => ({ id, x, shape }));
  }, [series, extent, worded]);
  const { floor, ceiling } = useMemo(
    () => (task === 'density' ? spreadOf(curves) : heightOf(curves, figures)),
    [curves, figures, task],
  );
  const across = useMemo(() => {
    const { from, to } = axisOf(view, extent);
    return [from + 1, to] as const;
  }, [view, extent]);
  const latest = latestOf(mean);
  const beside = otherMean && { name: otherName, latest: latestOf(otherMean) };
  const known = curves.some(({ xy }) => xy.length >= 4);
  return (
    <figure className={classes.figure} data-testid={`chart-${column}`}>
      <Caption column={column} naming={naming} now={formatScore(latest, figures)} window={window} />
      {known ? (
        <LineChart
          label={chartWords({ naming, task: figures, latest, mean, series, extent, window, other: beside })}
          height={height}
          curves={curves}
          floor={floor}
          ceiling={ceiling}
          across={across}
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
});

interface CaptionProps extends Pick<CurveFigureProps, 'column' | 'naming'> {
  readonly now: string;
  readonly window: number;
}

function Caption({ column, naming, now, window }: CaptionProps) {
  return (
    <figcaption className={classes.caption}>
      <span className={classes.name}>
        <Term word={naming.word} {...(naming.term ? { term: naming.term } : {})} />
      </span>
      {/* No live region: it changes with every batch. The chart's words have it, too. */}
      <span className={classes.now} data-testid={`now-${column}`}>
        {now}
      </span>
      <span className={classes.about}>
        mean of {window === 1 ? 'each batch' : `the latest ${window} batches`}; {naming.about.toLowerCase()}
      </span>
    </figcaption>
  );
}

/** So few batches are drawn as dots too. */
const FEW = 25;

/** @param other the mean of the run that is compared; without one, each batch stands behind the mean */
function curvesOf(
  series: StreamSeries,
  column: CurveFigureProps['column'],
  mean: Float64Array,
  extent: Extent,
  other: { readonly batch: Float64Array; readonly mean: Float64Array } | null,
): readonly Curve[] {
  const xy = xyOf(series.batch, mean, extent);
  const own: Curve = { id: 'mean', xy, dots: xy.length < 2 * FEW };
  // Two means beside each other are enough to look at.
  if (other) return [own, { id: 'other', xy: xyOf(other.batch, other.mean, extent), quiet: true }];
  return [{ id: 'batches', xy: xyOf(series.batch, series[column], extent), faint: true }, own];
}

/** Ends of the upright axis that stand still while the curve moves a little; a few wild batches are cut off. */
function heightOf(curves: readonly Curve[], task: Task | null): { readonly floor: number; readonly ceiling: number } {
  const means = curves.filter(({ faint }) => !faint).flatMap(({ xy }) => [...xy]);
  const bounds = boundsOf(means) ?? { low: 0, high: 1 };
  if (task === 'classification')
    return { floor: Math.max(0, Math.floor(quantile(means, 0.01) * 10 - 0.2) / 10), ceiling: 1 };
  const floor = Math.min(0, bounds.low);
  const high = Math.max(quantile(means, 0.9) * 1.6, floor + 1e-9);
  return { floor, ceiling: roundedUp(high, floor) };
}

/** The same for what has no natural end: somewhat more than nearly all of it. */
function spreadOf(curves: readonly Curve[]): { readonly floor: number; readonly ceiling: number } {
  const means = curves.filter(({ faint }) => !faint).flatMap(({ xy }) => [...xy]);
  const [low, high] = [quantile(means, 0.01), quantile(means, 0.97)];
  const grain = 10 ** Math.floor(Math.log10(Math.max(high - low, 1e-3 * Math.abs(high), 1e-9)));
  return { floor: (Math.floor(low / grain) - 1) * grain, ceiling: (Math.ceil(high / grain) + 1) * grain };
}

/** The steps that an axis moves in, times a power of ten. */
const HEIGHTS = [1, 1.5, 2, 3, 5, 7.5, 10];

function roundedUp(value: number, floor: number): number {
  const power = 10 ** Math.floor(Math.log10(value - floor));
  return floor + power * (HEIGHTS.find((height) => height * power >= value - floor) ?? 10);
}
