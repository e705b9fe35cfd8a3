// A line chart's picture. Sizes and ticks are worked out here and handed to Recharts ready: left to
// measure and lay out every tick itself, it took two thirds of the page's work during a fit.

import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { niceTicks } from '../../plane/ticks';
import { ChartMarks } from './ChartMarks';
import type { Curve, LineChartProps } from './LineChart';
import classes from './LineChart.module.css';
import { Stretch } from './Stretch';

const MARGIN = { top: 8, right: 10, bottom: 0, left: 0 };
const FOOT = 22;
/** Pixels a digit of a label is wide, near enough. */
const DIGIT = 6.8;
/** Pixels a label across wants for itself. */
const ACROSS = 60;

interface LineDrawingProps extends Omit<LineChartProps, 'label'> {
  readonly width: number;
}

export default function LineDrawing(props: LineDrawingProps) {
  const { width, height, curves, floor, ceiling, mark, marks, onStretch } = props;
  const [x0, x1] = props.across ?? rangeOf(curves, 0);
  const [lowest, highest] = rangeOf(curves, 1);
  const y1 = ceiling ?? highest;
  const y0 = Math.min(floor ?? lowest, y1);
  const up = niceTicks(y0, y1, 4);
  const labels = new Map(up.values.map((value, i) => [value, up.labels[i] ?? '']));
  const left = 10 + DIGIT * Math.max(2, ...up.labels.map((text) => text.length));
  const across = niceTicks(x0, x1, Math.max(2, (width - left) / ACROSS)).values.filter(Number.isInteger);
  const plot = {
    x0,
    x1,
    left,
    top: MARGIN.top,
    width: width - left - MARGIN.right,
    height: height - MARGIN.top - FOOT,
  };
  const picture = (
    <LineChart width={width} height={height} margin={MARGIN} accessibilityLayer={false}>
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
        tickFormatter={(value: number) => value.toLocaleString('en')}
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
        <text className={classes.tick} x={left + 4} y={MARGIN.top} dy="0.32em">
          {up.offset}
        </text>
      )}
      {mark !== undefined && <ReferenceLine x={mark} className={classes.mark ?? ''} />}
      {marks && <ChartMarks marks={marks} plot={plot} />}
      {curves.map(({ id, xy, quiet, faint, dots }) => (
        <Line
          key={id}
          data={rows(xy)}
          dataKey="y"
          className={(faint ? classes.faint : quiet ? classes.quiet : classes.line) ?? ''}
          dot={dots ? { r: 2.25 } : false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
  return onStretch ? (
    <Stretch plot={plot} onStretch={onStretch}>
      {picture}
    </Stretch>
  ) : (
    picture
  );
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
