// The curves of the run: the score large, the loss below it, the whole run as a strip to zoom by, and the small ones.

import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { useStream } from '../store';
import { batchesOf } from '../sync';
import { SCORE_WORDS } from '../words';
import classes from './Charts.module.css';
import { CurveFigure } from './CurveFigure';
import { followSeries } from './feed';
import { Legend } from './Legend';
import { Overview } from './Overview';
import { SmallCharts } from './SmallCharts';
import { ViewBar } from './ViewBar';
import { extentOf } from './view';

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
  // Of the curves that were fetched: what the newest state counts may not be among them yet.
  const extent = useMemo(() => extentOf(view, series?.total ?? 0), [view, series]);
  const words = task ? SCORE_WORDS[task] : null;
  const begun = useStream((ui) => batchesOf(ui.state) > 0);
  return (
    <div ref={ref} className={classes.charts}>
      {series && words && begun ? (
        <>
          <ViewBar />
          {words.score && (
            <CurveFigure column="score" naming={words.score} task={task!} height={250} {...{ series, extent }} />
          )}
          <Legend />
          <CurveFigure column="loss" naming={words.loss} task={task!} height={130} {...{ series, extent }} />
          <Overview />
          <SmallCharts series={series} extent={extent} />
        </>
      ) : (
        <p className={classes.none}>The curves begin with the first batch.</p>
      )}
    </div>
  );
}
