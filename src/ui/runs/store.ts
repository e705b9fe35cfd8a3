// The Runs page's own state: what the service said last, the runs as they were fetched, the curves on show, and how they
// are looked at. The service owns the runs; all of it here is a mirror.

import { create } from 'zustand';
import { better } from '../../ml/logs/better';
import type { ConfigSummary } from '../../wire/configs';
import type { ActiveRun, RunSeries, RunSummary, RunsState } from '../../wire/runs';
import type { Axis } from '../components/metrics/lines';
import { type Arrangement, FIRST_ARRANGEMENT } from './table/arrange';

export interface RunsUi {
  readonly state: RunsState | null;
  /** The service could not be asked how things stand; null when it could. */
  readonly unreachable: string | null;
  /** All runs, newest first; null before they were fetched. */
  readonly runs: readonly RunSummary[] | null;
  readonly configs: readonly ConfigSummary[] | null;
  /** Why the lists of runs and configurations could not be fetched; null where they could. */
  readonly unlisted: { readonly runs: string | null; readonly configs: string | null };
  /** Curves that were fetched, by run. */
  readonly series: Readonly<Record<string, RunSeries>>;
  /** The run that is on, or that was on last while this page was there: it stays in sight when it ends. */
  readonly watched: string | null;
  /** Runs chosen in the table. */
  readonly chosen: ReadonlySet<string>;
  readonly arrangement: Arrangement;
  /** What charts have across. */
  readonly axis: Axis;
  /** Weight of the moving average, 0 (none) … 0.99. */
  readonly smoothing: number;
  /** The person wants a message of the system when a run ends. */
  readonly tell: boolean;
}

export const EMPTY: RunsUi = {
  state: null,
  unreachable: null,
  runs: null,
  configs: null,
  unlisted: { runs: null, configs: null },
  series: {},
  watched: null,
  chosen: new Set(),
  arrangement: FIRST_ARRANGEMENT,
  axis: 'step',
  smoothing: 0,
  tell: false,
};

export const useRuns = create<RunsUi>()(() => EMPTY);

/** The run as it is listed, with the latest word of it where it is on. */
export function currentOf(run: RunSummary, state: RunsState | null): RunSummary {
  const active = state?.active;
  if (active?.id !== run.id) return run;
  const phase = active.phase === 'paused' ? 'paused' : 'running';
  const { latest, engine } = active;
  const best = bestWith(run.best_metrics, latest);
  return { ...run, phase, engine, best_metrics: best, final_metrics: { ...run.final_metrics, ...latest } };
}

/** The list is fetched now and then: a value that came since may be better than the best of then. */
function bestWith(known: RunSummary['best_metrics'], latest: ActiveRun['latest']): RunSummary['best_metrics'] {
  const best = { ...known };
  for (const [name, value] of Object.entries(latest)) {
    const way = better(name);
    if (way === null || !Number.isFinite(value)) continue;
    const before = best[`best_${name}`] ?? value;
    best[`best_${name}`] = way === 'higher' ? Math.max(before, value) : Math.min(before, value);
  }
  return best;
}
