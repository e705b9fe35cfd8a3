// The curves of the run that is on, over its list: at most two, the loss and the score.

import type { RunSeries } from '../../../wire/runs';
import { quantitiesOf } from '../charts/lines';
import { MetricChart } from '../charts/MetricChart';
import { useLinesOfRun } from '../charts/ofRun';
import { useSeriesOf } from '../series';
import { useRuns } from '../store';
import { hashOf } from '../views';
import classes from './Active.module.css';

const PLACES = 300;
const HEIGHT = 190;
const MOST_CHARTS = 2;

export function Live() {
  const id = useRuns((ui) => ui.state?.active?.id ?? null);
  const name = useRuns((ui) => ui.state?.active?.name ?? '');
  const series = useRuns((ui) => (id === null ? undefined : ui.series[id]));
  const about = useRuns((ui) => ui.runs?.find((run) => run.id === id));
  useSeriesOf(id === null ? [] : [id], PLACES);
  if (id === null) return null;
  return (
    <section className={classes.live} aria-label="The run that is on" data-testid="live">
      <div className={classes.head}>
        <h2 className={classes.title}>
          <a href={hashOf({ view: 'run', id })}>{name}</a>
        </h2>
        {about && <span className={classes.about}>{[about.model, about.data].filter(Boolean).join(' · ')}</span>}
      </div>
      <LiveCharts series={series} />
    </section>
  );
}

function LiveCharts({ series }: { readonly series: RunSeries | undefined }) {
  const shown = useLinesOfRun(series, 'step');
  const known = series?.columns.filter(({ value }) => value.length > 1).map(({ name }) => name) ?? [];
  const first = quantitiesOf(known).slice(0, MOST_CHARTS);
  if (first.length === 0) {
    return (
      <p className={classes.awaited} style={{ height: HEIGHT }}>
        Curves come with the first steps.
      </p>
    );
  }
  return (
    <div className={classes.charts}>
      {first.map(({ quantity }) => (
        <MetricChart key={quantity} title={quantity} lines={shown.get(quantity) ?? []} axis="step" height={HEIGHT} />
      ))}
    </div>
  );
}
