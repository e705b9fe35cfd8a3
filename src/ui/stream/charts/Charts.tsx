// The curves of the run: the score large, the loss below it, the whole run as a strip to zoom by, and the small ones.

import { useElementSize } from '@mantine/hooks';
import { memo, useDeferredValue, useEffect, useMemo } from 'react';
import type { StreamSeries } from '../../../wire/stream';
import { useStream } from '../store';
import { batchesOf } from '../sync';
import { SCORE_WORDS, type Task } from '../words';
import { Awaited } from './Awaited';
import classes from './Charts.module.css';
import { CurveFigure } from './CurveFigure';
import { followSeries } from './feed';
import { Legend } from './Legend';
import { Overview } from './Overview';
import { SmallCharts } from './SmallCharts';
import { ViewBar } from './ViewBar';
import { extentOf, type View } from './view';

/** Widths differing by less need no other curves. */
const GRAIN = 50;

export function Charts() {
  const { ref, width } = useElementSize();
  const coarse = Math.round(width / GRAIN) * GRAIN;
  useEffect(() => useStream.setState({ width: coarse }), [coarse]);
  useEffect(() => followSeries(), []);
  const task = useStream((ui) => ui.state?.task ?? null);
  const series = useStream((ui) => ui.series);
  const view = useStream((ui) => ui.view);
  // What is not known yet, and curves still on their way, are nothing to wait for a batch for.
  const unbegun = useStream((ui) => ui.state !== null && batchesOf(ui.state) === 0);
  // A picture is worked out a piece at a time, all of it from one moment, and yields to whatever is more urgent.
  const shown = useDeferredValue(useMemo(() => ({ series, view, task }), [series, view, task]));
  return (
    <div ref={ref} className={classes.charts}>
      {unbegun && <Awaited />}
      {!unbegun && shown.series && shown.task && (
        <>
          <ViewBar />
          <Figures series={shown.series} view={shown.view} task={shown.task} />
        </>
      )}
    </div>
  );
}

interface FiguresProps {
  readonly series: StreamSeries;
  readonly view: View;
  readonly task: Task;
}

const TALL = 262;
const LOW = 142;

const Figures = memo(function Figures({ series, view, task }: FiguresProps) {
  // Of the curves that were fetched: what the newest state counts may not be among them yet.
  const extent = useMemo(() => extentOf(view, series.total), [view, series]);
  const { score, loss } = SCORE_WORDS[task];
  const part = { task, series, view, extent };
  return (
    <>
      {score && <CurveFigure column="score" naming={score} height={TALL} {...part} />}
      {score && <Legend />}
      <CurveFigure column="loss" naming={loss} height={score ? LOW : TALL} {...part} />
      {!score && <Legend />}
      <Overview />
      <SmallCharts series={series} extent={extent} task={task} />
    </>
  );
});
