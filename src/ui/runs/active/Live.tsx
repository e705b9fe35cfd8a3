// The curves of the run that is on, or was on last, over the list of all: at most two, the loss and the score.

import { Button } from '@mantine/core';
import { ArrowRight, X } from 'lucide-react';
import { useMemo } from 'react';
import { better } from '../../../ml/logs/better';
import type { RunSeries, RunSummary } from '../../../wire/runs';
import { IconButton } from '../../components/IconButton';
import { quantitiesOf, rangeOfAll } from '../../components/metrics/lines';
import { MetricChart } from '../../components/metrics/MetricChart';
import { useLinesOfRun } from '../../components/metrics/ofRun';
import { formatValue, plainWords } from '../../components/metrics/words';
import { useSeriesOf } from '../series';
import { currentOf, useRuns } from '../store';
import { hashOf } from '../views';
import { bestOf, headlineOf, PHASE_WORDS } from '../words';
import classes from './Active.module.css';

const PLACES = 300;
const HEIGHT = 190;
/** Of a chart's title and its values: what waits for the first curve is as high as the curve will be. */
const CAPTIONS = 46;
const MOST_CHARTS = 2;

export function Live() {
  const id = useRuns((ui) => ui.watched);
  const active = useRuns((ui) => (ui.state?.active?.id === id ? ui.state.active : null));
  const listed = useRuns((ui) => ui.runs?.find((run) => run.id === id));
  const series = useRuns((ui) => (id === null ? undefined : ui.series[id]));
  useSeriesOf(id === null ? [] : [id], PLACES);
  // It was deleted, or is not listed yet.
  if (id === null || !(active || listed)) return null;
  const about = listed && [listed.model, listed.data].filter(Boolean).join(' · ');
  return (
    <section className={classes.live} aria-label="The latest run" data-testid="live">
      <div className={classes.head}>
        <h2 className={classes.title}>
          <a href={hashOf({ view: 'run', id })}>{active?.name ?? listed?.name}</a>
        </h2>
        <span className={classes.about}>{about}</span>
      </div>
      {listed && (active ? <SoFar run={listed} /> : <Ended run={listed} />)}
      <LiveCharts series={series} more={active !== null} />
    </section>
  );
}

/** Where the words of its end will stand, so that nothing moves when it comes. */
function SoFar({ run: listed }: { readonly run: RunSummary }) {
  const state = useRuns((ui) => ui.state);
  const run = currentOf(listed, state);
  const column = headlineOf(run);
  return (
    <p className={classes.ended}>
      {column === null ? (
        <span className={classes.about}>Not judged yet.</span>
      ) : (
        <>
          <strong>
            Best so far: {column} {formatValue(bestOf(run, column), column)}
          </strong>
          <Plainly column={column} />
        </>
      )}
    </p>
  );
}

function Plainly({ column }: { readonly column: string }) {
  const words = plainWords(column);
  return words !== null && <span className={classes.about}>({words.charAt(0).toLowerCase() + words.slice(1)})</span>;
}

/** What came of it, and how to see more or have it out of the way. */
function Ended({ run }: { readonly run: RunSummary }) {
  const column = headlineOf(run);
  return (
    <div className={classes.ended}>
      <strong>
        {PHASE_WORDS[run.phase]}
        {column !== null && ` · best ${column} ${formatValue(bestOf(run, column), column)}`}
      </strong>
      {column !== null && <Plainly column={column} />}
      {run.phase === 'failed' && <span className={classes.why}>{run.message}</span>}
      <Button
        component="a"
        size="compact-xs"
        variant="light"
        href={hashOf({ view: 'run', id: run.id })}
        rightSection={<ArrowRight size={13} aria-hidden />}
      >
        See how it did
      </Button>
      <IconButton
        icon={X}
        size="small"
        label="Close the latest run"
        hint="Close"
        onClick={() => useRuns.setState({ watched: null })}
      />
    </div>
  );
}

interface LiveChartsProps {
  readonly series: RunSeries | undefined;
  /** It is on: curves may come yet, and have their place. */
  readonly more: boolean;
}

function LiveCharts({ series, more }: LiveChartsProps) {
  const shown = useLinesOfRun(series, 'step');
  const range = useMemo(() => rangeOfAll(shown.values()), [shown]);
  const known = series?.columns.filter(({ value }) => value.length > 1).map(({ name }) => name) ?? [];
  const quantities = quantitiesOf(known);
  const telling = quantities.filter(({ columns }) => columns.some((name) => better(name) !== null));
  const first = (telling.length > 0 ? telling : quantities).slice(0, MOST_CHARTS);
  if (first.length === 0) {
    return (
      <p className={classes.awaited} style={{ height: HEIGHT + CAPTIONS }}>
        Curves come with the first steps.
      </p>
    );
  }
  return (
    <div className={classes.charts}>
      {first.map(({ quantity }) => (
        <MetricChart
          key={quantity}
          title={quantity}
          lines={shown.get(quantity) ?? []}
          axis="step"
          height={HEIGHT}
          range={range}
        />
      ))}
      {more && first.length < MOST_CHARTS && (
        <p className={classes.awaited} style={{ height: HEIGHT + CAPTIONS }}>
          The next curve comes when the model is tested.
        </p>
      )}
    </div>
  );
}
