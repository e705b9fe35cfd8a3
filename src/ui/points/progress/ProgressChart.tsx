// The log-likelihood per iteration as a curve. In a chunk of its own with the charts.

import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import classes from '../fit/charts.module.css';
import { formatLogLikelihood, formatValue } from '../numbers';
import { curveOf, robustFloor } from './curve';

interface ProgressChartProps {
  readonly values: readonly number[];
  readonly stride: number;
}

export function ProgressChart({ values, stride }: ProgressChartProps) {
  const data = curveOf(values, stride);
  const first = values[0]!;
  const last = values[values.length - 1]!;
  const iterations = (values.length - 1) * stride + 1;
  return (
    <figure className={classes.figure}>
      <div
        className={classes.chart}
        role="img"
        aria-label={`Log-likelihood over ${iterations} iterations, from ${formatLogLikelihood(first)} to ${formatLogLikelihood(last)}.`}
      >
        <ResponsiveContainer width="100%" height={160}>
          <LineChart data={data} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              dataKey="iteration"
              type="number"
              domain={['dataMin', 'dataMax']}
              allowDecimals={false}
              tick={{ className: classes.tick ?? '' }}
              stroke="var(--line-strong)"
            />
            <YAxis
              width={54}
              domain={[robustFloor(values), 'auto']}
              allowDataOverflow
              tickFormatter={(value: number) => formatValue(value, 4)}
              tick={{ className: classes.tick ?? '' }}
              stroke="var(--line-strong)"
            />
            <Line
              dataKey="value"
              stroke="var(--accent)"
              strokeWidth={2}
              dot={data.length < 25 ? { r: 2, fill: 'var(--accent)' } : false}
              isAnimationActive={false}
            />
          </LineChart>
        </ResponsiveContainer>
      </div>
      <figcaption className={classes.caption}>
        <span>By iteration: the higher, the better the groups explain the points.</span>
      </figcaption>
    </figure>
  );
}
