// The log-likelihood per iteration as a curve.

import { useMemo } from 'react';
import { LineChart } from '../../components/LineChart';
import { useThrottled } from '../../components/useThrottled';
import classes from '../fit/charts.module.css';
import { formatLogLikelihood } from '../numbers';
import { curveOf, robustFloor } from './curve';

interface ProgressChartProps {
  readonly values: readonly number[];
  readonly stride: number;
}

/** Milliseconds between two pictures of the curve: it is long, and its end moves little. */
const REDRAW = 300;

export function ProgressChart(props: ProgressChartProps) {
  const { values, stride } = useThrottled(props, REDRAW);
  const curves = useMemo(() => {
    const curve = curveOf(values, stride);
    return [
      { id: 'likelihood', xy: curve.flatMap(({ iteration, value }) => [iteration, value]), dots: curve.length < 25 },
    ];
  }, [values, stride]);
  const first = formatLogLikelihood(values[0]!);
  const last = formatLogLikelihood(values[values.length - 1]!);
  const iterations = (values.length - 1) * stride + 1;
  return (
    <figure className={classes.figure}>
      <LineChart
        label={`Log-likelihood over ${iterations} iterations, from ${first} to ${last}.`}
        height={160}
        curves={curves}
        floor={robustFloor(values)}
      />
      <figcaption className={classes.caption}>
        <span>By iteration: the higher, the better the groups explain the points.</span>
      </figcaption>
    </figure>
  );
}
