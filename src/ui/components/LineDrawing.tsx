// A line chart's picture. The frame is Recharts', and is drawn anew only when an axis changes; sizes and ticks are worked
// out here and handed to it ready. The curves are paths over it: drawn by Recharts they took most of the page's work
// while a run was on.

import { memo, useId } from 'react';
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts';
import { niceTicks, type Ticks } from '../../plane/ticks';
import { ChartMarks, headOf, type Plot } from './ChartMarks';
import type { Curve, LineChartProps } from './LineChart';
import classes from './LineChart.module.css';
import { Stretch } from './Stretch';
import { uprightOf } from './upright';

const MARGIN = { top: 8, right: 10, bottom: 0, left: 0 };
const FOOT = 22;
/** Pixels a digit of a label is wide, near enough. */
const DIGIT = 6.8;
/** Pixels a label across wants for itself. */
const ACROSS = 60;
const DOT = 2.25;
/** Letters that labels of the upright axis have room for: charts above each other begin in one line. */
const LEAST_LABEL = 4;

interface LineDrawingProps extends Omit<LineChartProps, 'label'> {
  readonly width: number;
}

export default memo(function LineDrawing(props: LineDrawingProps) {
  const { width, height, curves, floor, ceiling, mark, marks, onStretch } = props;
  const [x0, x1] = props.across ?? rangeOf(curves, 0);
  const [y0, y1] = uprightOf(rangeOf(curves, 1), floor, ceiling);
  const left = leftOf(niceTicks(y0, y1, 4));
  const top = MARGIN.top + (marks ? headOf(marks) : 0);
  const plot = {
    x0,
    x1,
    left,
    top,
    width: width - left - MARGIN.right,
    height: height - top - FOOT,
  };
  const picture = (
    <div className={classes.picture}>
      <Frame {...{ width, height, top, x0, x1, y0, y1 }} />
      <svg className={classes.over} width={width} height={height} aria-hidden="true">
        <Curves curves={curves} plot={plot} y0={y0} y1={y1} mark={mark} />
        {marks && <ChartMarks marks={marks} plot={plot} />}
      </svg>
    </div>
  );
  return onStretch ? (
    <Stretch plot={plot} onStretch={onStretch}>
      {picture}
    </Stretch>
  ) : (
    picture
  );
});

interface FrameProps {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** Grid and axes. */
const Frame = memo(function Frame({ width, height, top, x0, x1, y0, y1 }: FrameProps) {
  const up = niceTicks(y0, y1, 4);
  const labels = new Map(up.values.map((value, i) => [value, up.labels[i] ?? '']));
  const left = leftOf(up);
  const scale = (width - left - MARGIN.right) / (x1 - x0 || 1);
  // A label that would be cut off at the right end is left out.
  const fits = (value: number) => (x1 - value) * scale + MARGIN.right >= (labelOf(value).length * DIGIT) / 2;
  const ticks = niceTicks(x0, x1, Math.max(2, (width - left) / ACROSS)).values;
  const across = ticks.filter((value) => Number.isInteger(value) && fits(value));
  return (
    <LineChart width={width} height={height} margin={{ ...MARGIN, top }} accessibilityLayer={false}>
      <CartesianGrid vertical={false} className={classes.grid ?? ''} horizontalValues={[...up.values]} />
      <XAxis
        dataKey="x"
        type="number"
        domain={[x0, x1]}
        allowDataOverflow
        height={FOOT}
        ticks={across}
        interval={0}
        tickLine={false}
        tickFormatter={labelOf}
        tick={{ className: classes.tick ?? '' }}
        className={classes.axis ?? ''}
        allowDuplicatedCategory={false}
      />
      <YAxis
        dataKey="y"
        type="number"
        domain={[y0, y1]}
        allowDataOverflow
        width={left}
        ticks={up.values}
        interval={0}
        tickLine={false}
        axisLine={false}
        tickFormatter={(value: number) => labels.get(value) ?? ''}
        tick={{ className: classes.tick ?? '' }}
      />
      {up.offset && (
        <text className={classes.tick} x={left + 4} y={top} dy="0.32em">
          {up.offset}
        </text>
      )}
    </LineChart>
  );
});

interface CurvesProps {
  readonly curves: readonly Curve[];
  readonly plot: Plot;
  readonly y0: number;
  readonly y1: number;
  readonly mark: number | undefined;
}

function Curves({ curves, plot, y0, y1, mark }: CurvesProps) {
  const id = useId();
  const { left, top, width, height } = plot;
  const x = (value: number) => left + ((value - plot.x0) / (plot.x1 - plot.x0 || 1)) * width;
  const y = (value: number) => top + height - ((value - y0) / (y1 - y0 || 1)) * height;
  return (
    <>
      <clipPath id={id}>
        <rect x={left} y={top - DOT} width={width + DOT} height={height + DOT} />
      </clipPath>
      {mark !== undefined && <line className={classes.mark} x1={x(mark)} x2={x(mark)} y1={top} y2={top + height} />}
      <g clipPath={`url(#${id})`}>
        {curves.map(({ id: key, xy, quiet, faint, dots }) => (
          <g key={key} className={faint ? classes.faint : quiet ? classes.quiet : classes.line}>
            <path d={pathOf(xy, x, y)} />
            {dots && rows(xy).map((at) => <circle key={at.x} cx={x(at.x)} cy={y(at.y)} r={DOT} />)}
          </g>
        ))}
      </g>
    </>
  );
}

const COUNT = new Intl.NumberFormat('en');

function labelOf(value: number): string {
  return COUNT.format(value);
}

function leftOf(up: Ticks): number {
  return 10 + DIGIT * Math.max(LEAST_LABEL, ...up.labels.map((text) => text.length));
}

function pathOf(xy: readonly number[], x: (value: number) => number, y: (value: number) => number): string {
  let path = '';
  for (let i = 0; i < xy.length; i += 2) {
    path += `${i === 0 ? 'M' : 'L'}${x(xy[i]!).toFixed(1)} ${y(xy[i + 1]!).toFixed(1)}`;
  }
  return path;
}

function rows(xy: readonly number[]): { x: number; y: number }[] {
  return Array.from({ length: xy.length / 2 }, (_, i) => ({ x: xy[2 * i]!, y: xy[2 * i + 1]! }));
}

/** Smallest and largest of the x (0) or y (1) values. */
function rangeOf(curves: readonly Curve[], offset: 0 | 1): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { xy } of curves) {
    for (let i = offset; i < xy.length; i += 2) {
      low = Math.min(low, xy[i]!);
      high = Math.max(high, xy[i]!);
    }
  }
  return [low, high];
}
