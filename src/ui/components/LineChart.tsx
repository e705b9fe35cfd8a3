// Curves over a number, drawn as plain SVG: a chart that moves ten times a second must leave the page's
// thread to the plane, and a charting library's layout of every tick took most of it.

import { useElementSize } from '@mantine/hooks';
import { memo } from 'react';
import { niceTicks } from '../../plane/ticks';
import classes from './LineChart.module.css';

export interface Curve {
  /** Its own among the curves of a chart. */
  readonly id: string;
  /** x0, y0, x1, y1 … in units of the axes; x grows. */
  readonly xy: readonly number[];
  /** Dashed and grey: beside the one that counts. */
  readonly quiet?: boolean;
  readonly dots?: boolean;
}

interface LineChartProps {
  /** What the chart says, for those who do not see it. */
  readonly label: string;
  readonly height: number;
  readonly curves: readonly Curve[];
  /** Where the upright axis begins; what lies below is cut off. By default at the lowest value. */
  readonly floor?: number | undefined;
  /** A dashed line upwards. */
  readonly mark?: number | undefined;
}

const TOP = 8;
const RIGHT = 10;
const BOTTOM = 22;
/** Pixels a digit of a label is wide, near enough. */
const DIGIT = 6.8;
const DOT = 2.25;

export const LineChart = memo(function LineChart({ label, height, curves, floor, mark }: LineChartProps) {
  const { ref, width } = useElementSize();
  return (
    <div ref={ref} role="img" aria-label={label} style={{ height }} className={classes.chart}>
      {width > 0 && <Drawing {...{ width, height, curves, floor, mark }} />}
    </div>
  );
});

interface DrawingProps extends Omit<LineChartProps, 'label'> {
  readonly width: number;
}

function Drawing({ width, height, curves, floor, mark }: DrawingProps) {
  const [x0, x1] = rangeOf(curves, 0);
  const [lowest, y1] = rangeOf(curves, 1);
  const y0 = Math.min(floor ?? lowest, y1);
  const up = niceTicks(y0, y1, 4);
  const left = 10 + DIGIT * Math.max(2, ...up.labels.map((text) => text.length));
  const across = niceTicks(x0, x1, Math.max(2, (width - left) / 60));
  const toX = scale(x0, x1, left, width - RIGHT);
  const toY = scale(y0, y1, height - BOTTOM, TOP);
  const foot = height - BOTTOM;
  return (
    <svg width={width} height={height} aria-hidden className={classes.drawing}>
      {up.values.map((value, i) => (
        <g key={value}>
          <line className={classes.grid} x1={left} x2={width - RIGHT} y1={toY(value)} y2={toY(value)} />
          <text className={classes.tick} x={left - 6} y={toY(value)} dy="0.32em" textAnchor="end">
            {up.labels[i]}
          </text>
        </g>
      ))}
      {up.offset && (
        <text className={classes.tick} x={left + 4} y={TOP} dy="0.32em">
          {up.offset}
        </text>
      )}
      <line className={classes.axis} x1={left} x2={width - RIGHT} y1={foot} y2={foot} />
      {across.values.filter(Number.isInteger).map((value) => (
        <text key={value} className={classes.tick} x={toX(value)} y={foot + 15} textAnchor="middle">
          {value.toLocaleString('en')}
        </text>
      ))}
      {mark !== undefined && <line className={classes.mark} x1={toX(mark)} x2={toX(mark)} y1={TOP} y2={foot} />}
      {curves.map((curve) => (
        <Line key={curve.id} curve={curve} toX={toX} toY={(value) => toY(Math.max(y0, value))} />
      ))}
    </svg>
  );
}

interface LineProps {
  readonly curve: Curve;
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
}

function Line({ curve: { xy, quiet, dots }, toX, toY }: LineProps) {
  const places = Array.from({ length: xy.length / 2 }, (_, i) => ({ x: toX(xy[2 * i]!), y: toY(xy[2 * i + 1]!) }));
  return (
    <>
      <polyline
        className={quiet ? classes.quiet : classes.line}
        points={places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
      />
      {dots && places.map(({ x, y }) => <circle key={x} className={classes.dot} cx={x} cy={y} r={DOT} />)}
    </>
  );
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

/** Values from a to b onto pixels; a single value in their middle. */
function scale(a: number, b: number, from: number, to: number): (value: number) => number {
  const span = b - a;
  return span > 0 ? (value) => from + ((value - a) / span) * (to - from) : () => (from + to) / 2;
}
