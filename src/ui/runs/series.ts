// Fetches the curves on show: those of runs at rest once, those of the run that is on at most four times a second, one
// request at a time, and nothing while the page is out of sight.

import { useEffect } from 'react';
import { service } from '../../client';
import type { RunSeries } from '../../wire/runs';
import { type RunsUi, useRuns } from './store';

/** Milliseconds between two pictures of the run that is on. */
const INTERVAL = 250;

/** Keeps `useRuns().series` of these runs fresh while the component is there; `places`: rows a column at most. */
export function useSeriesOf(ids: readonly string[], places: number): void {
  const key = ids.join('\n');
  useEffect(() => {
    const feed = new Feed(key === '' ? [] : key.split('\n'), places);
    feed.soon();
    const unsubscribe = useRuns.subscribe((now, before) => {
      if (feed.concernedBy(now, before)) feed.soon();
    });
    const seen = () => !document.hidden && feed.soon();
    document.addEventListener('visibilitychange', seen);
    return () => {
      feed.end();
      unsubscribe();
      document.removeEventListener('visibilitychange', seen);
    };
  }, [key, places]);
}

/** What tells that a run's rows are others than they were. */
function markOf({ state, runs }: RunsUi, id: string): string {
  const active = state?.active?.id === id ? state.active : null;
  const listed = runs?.find((run) => run.id === id);
  return active ? `on ${active.epoch} ${active.step}` : `${listed?.phase} ${listed?.modified_at}`;
}

function kept(
  ids: readonly string[],
  series: Readonly<Record<string, RunSeries>>,
): Readonly<Record<string, RunSeries>> {
  return Object.fromEntries(ids.flatMap((id) => (series[id] ? [[id, series[id]]] : [])));
}

class Feed {
  private readonly had = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private ended = false;
  private next = 0;

  constructor(
    private readonly ids: readonly string[],
    private readonly places: number,
  ) {}

  concernedBy(now: RunsUi, before: RunsUi): boolean {
    return now.state !== before.state || now.runs !== before.runs;
  }

  soon(): void {
    if (this.ended || this.busy || this.timer !== undefined || document.hidden) return;
    if (!this.ids.some((id) => this.isBehind(id))) return;
    this.timer = setTimeout(() => void this.fetch(), Math.max(0, this.next - performance.now()));
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private isBehind(id: string): boolean {
    return this.had.get(id) !== markOf(useRuns.getState(), id);
  }

  private async fetch(): Promise<void> {
    this.timer = undefined;
    this.busy = true;
    this.next = performance.now() + INTERVAL;
    const found: Record<string, RunSeries> = {};
    for (const id of this.ids.filter((id) => this.isBehind(id))) {
      // Noted before it is asked: what comes meanwhile is asked for again.
      this.had.set(id, markOf(useRuns.getState(), id));
      try {
        found[id] = await service.runs.series({ id, places: this.places });
      } catch (error) {
        // Runs that are gone are told of by the list, an engine that is gone elsewhere.
        console.warn(`The curves of ${id} could not be fetched.`, error);
      }
      if (this.ended) return;
    }
    // Those of other views go: they are fetched again where they are asked for.
    useRuns.setState(({ series }) => ({ series: kept(this.ids, { ...series, ...found }) }));
    this.busy = false;
    this.soon();
  }
}
