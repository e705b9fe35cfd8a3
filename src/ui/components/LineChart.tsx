// Curves over a number. The drawing (Recharts) comes in a chunk of its own; the room for it is kept.

import { useElementSize } from '@mantine/hooks';
import { lazy, memo, Suspense } from 'react';
import classes from './LineChart.module.css';

const LineDrawing = lazy(() => import('./LineDrawing'));

export interface Curve {
  /** Its own among the curves of a chart. */
  readonly id: string;
  /** x0, y0, x1, y1 … in units of the axes; x grows. */
  readonly xy: readonly number[];
  /** Dashed and grey: beside the one that counts. */
  readonly quiet?: boolean;
  readonly dots?: boolean;
}

export interface LineChartProps {
  /** What the chart says, for those who do not see it. */
  readonly label: string;
  readonly height: number;
  readonly curves: readonly Curve[];
  /** Where the upright axis begins; what lies below is cut off. By default at the lowest value. */
  readonly floor?: number | undefined;
  /** A dashed line upwards. */
  readonly mark?: number | undefined;
}

export const LineChart = memo(function LineChart({ label, height, curves, floor, mark }: LineChartProps) {
  const { ref, width } = useElementSize();
  return (
    <div ref={ref} role="img" aria-label={label} style={{ height }} className={classes.chart}>
      {width > 0 && (
        <Suspense fallback={null}>
          <LineDrawing {...{ width, height, curves, floor, mark }} />
        </Suspense>
      )}
    </div>
  );
});
