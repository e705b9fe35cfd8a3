// Curves over a number. The drawing (Recharts) comes in a chunk of its own; the room for it is kept. Loading it and
// the first picture take tens of milliseconds: the chunk is taken in while the page is idle, and pictures are drawn
// when React has nothing more urgent, a piece at a time.

import { useElementSize } from '@mantine/hooks';
import { lazy, memo, Suspense, useDeferredValue } from 'react';
import { whenIdle } from './idle';
import classes from './LineChart.module.css';

/** Milliseconds that a chart on show waits for the page to be idle. */
const PATIENCE = 1000;
/** The same where no chart is on show yet. */
const FORESIGHT = 10_000;

const load = () => import('./LineDrawing');
const LineDrawing = lazy(() => whenIdle(PATIENCE).then(load));

/** Takes in the code of charts that are likely to come. */
export function expectLineChart(): void {
  // Where it fails now, the chart itself will tell.
  whenIdle(FORESIGHT)
    .then(load)
    .catch(() => {});
}

export interface Curve {
  /** Its own among the curves of a chart. */
  readonly id: string;
  /** x0, y0, x1, y1 … in units of the axes; x grows. */
  readonly xy: readonly number[];
  /** Dashed and grey: beside the one that counts. */
  readonly quiet?: boolean;
  /** Thin and pale, behind the others: what they are the mean of. */
  readonly faint?: boolean;
  readonly dots?: boolean;
}

/** A place on the way across, told by its shape as well as by its colour. */
export interface ChartMark {
  /** Its own among the marks of a chart. */
  readonly id: string;
  readonly x: number;
  readonly shape: MarkShape;
  /** A word beside the shape, left out where it would cover another or stands in the same row already. */
  readonly label?: string | undefined;
}

/** Triangles hang from the top; the other shapes stand on the foot of the chart. */
export type MarkShape = 'triangle' | 'diamond' | 'square' | 'circle' | 'cross' | 'flag';

export interface LineChartProps {
  /** What the chart says, for those who do not see it. */
  readonly label: string;
  readonly height: number;
  readonly curves: readonly Curve[];
  /** Where the upright axis begins; what lies below is cut off. By default at the lowest value. */
  readonly floor?: number | undefined;
  /** Where the upright axis ends; what lies above is cut off. By default at the highest value. */
  readonly ceiling?: number | undefined;
  /** From where to where the axis across goes; by default as far as the curves. */
  readonly across?: readonly [number, number] | undefined;
  /** A dashed line upwards. */
  readonly mark?: number | undefined;
  readonly marks?: readonly ChartMark[] | undefined;
  /** A stretch was drawn over with the pointer, in units of the axis across; its like for the keyboard is the caller's. */
  readonly onStretch?: ((from: number, to: number) => void) | undefined;
}

export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { label, height } = props;
  const { ref, width } = useElementSize();
  const drawn = useDeferredValue(width > 0, false);
  // All of one moment: curves of another would not fit the axes.
  const { label: _, ...shown } = useDeferredValue(props);
  return (
    <div ref={ref} role="img" aria-label={label} style={{ height }} className={classes.chart}>
      {drawn && width > 0 && (
        <Suspense fallback={null}>
          <LineDrawing {...shown} {...{ width, height }} />
        </Suspense>
      )}
    </div>
  );
});
