// All curves of a run, a chart for what is measured.

import { useMemo } from 'react';
import { rangeOfAll } from '../../components/metrics/lines';
import { MetricChart } from '../../components/metrics/MetricChart';
import { useLinesOfRun } from '../../components/metrics/ofRun';
import { Controls } from '../charts/Controls';
import classes from '../charts/Curves.module.css';
import { useSeriesOf } from '../series';
import { useRuns } from '../store';

const PLACES = 600;

interface CurvesProps {
  readonly id: string;
  /** Nothing more comes. */
  readonly over: boolean;
}

export function Curves({ id, over }: CurvesProps) {
  useSeriesOf([id], PLACES);
  const series = useRuns((ui) => ui.series[id]);
  const axis = useRuns((ui) => ui.axis);
  const smoothing = useRuns((ui) => ui.smoothing);
  const charts = useLinesOfRun(series, axis);
  const range = useMemo(() => rangeOfAll(charts.values()), [charts]);
  if (series && charts.size === 0) {
    return <p className={classes.none}>{over ? 'It ended before its first step.' : 'It has no metrics yet.'}</p>;
  }
  return (
    <section className={classes.curves} aria-label="Curves">
      <Controls />
      <div className={classes.charts} aria-busy={series === undefined}>
        {[...charts].map(([quantity, lines]) => (
          <MetricChart key={quantity} title={quantity} lines={lines} axis={axis} smoothing={smoothing} range={range} />
        ))}
      </div>
    </section>
  );
}
