// TensorBoard's scalars as charts: one for what is measured, a line for each part that it is measured on.

import { useMemo } from 'react';
import type { ModuleTraining } from '../../../wire/library';
import { rangeOfAll } from '../../components/metrics/lines';
import { MetricChart } from '../../components/metrics/MetricChart';
import { linesOfRun } from '../../components/metrics/ofRun';
import classes from './Output.module.css';

export function Curves({ scalars }: { readonly scalars: ModuleTraining['scalars'] }) {
  const charts = useMemo(() => linesOfRun({ id: '', total_rows: 0, columns: columnsOf(scalars) }, 'step'), [scalars]);
  const range = useMemo(() => rangeOfAll(charts.values()), [charts]);
  return (
    <div className={classes.charts}>
      {[...charts].map(([quantity, lines]) => (
        <MetricChart key={quantity} title={quantity} lines={lines} axis="step" height={170} range={range} />
      ))}
    </div>
  );
}

function columnsOf(scalars: ModuleTraining['scalars']) {
  return Object.entries(scalars).map(([name, points]) => ({
    name,
    step: Float64Array.from(points, ({ step }) => step),
    value: Float64Array.from(points, ({ value }) => value),
    epoch: new Float64Array(points.length).fill(Number.NaN),
    time: new Float64Array(points.length).fill(Number.NaN),
  }));
}
