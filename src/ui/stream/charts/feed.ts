// Fetches the curves on show: at most eight times a second, one request at a time, no more places than there are pixels
// for, and nothing while the page is out of sight.

import { service } from '../../../client';
import type { StreamSeries } from '../../../wire/stream';
import { type StreamUi, useStream } from '../store';
import { batchesOf } from '../sync';
import { extentOf } from './view';

/** Milliseconds between two pictures. */
const INTERVAL = 125;
const OVERVIEW_INTERVAL = 500;
/** Pixels a place of a curve has. */
const PLACE = 2;
const OVERVIEW_PLACES = 240;

/** Starts fetching; returns what ends it. */
export function followSeries(): () => void {
  const feed = new Feed();
  const unsubscribe = useStream.subscribe((now, before) => {
    if (needsFetch(now, before)) feed.soon();
  });
  const seen = () => !document.hidden && feed.soon();
  document.addEventListener('visibilitychange', seen);
  feed.soon();
  return () => {
    feed.end();
    unsubscribe();
    document.removeEventListener('visibilitychange', seen);
  };
}

function needsFetch(now: StreamUi, before: StreamUi): boolean {
  return (
    now.state?.rev !== before.state?.rev ||
    now.state?.status.phase !== before.state?.status.phase ||
    now.view !== before.view ||
    now.width !== before.width ||
    now.compared !== before.compared
  );
}

class Feed {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private again = false;
  private ended = false;
  private last = Number.NEGATIVE_INFINITY;
  private lastOverview = Number.NEGATIVE_INFINITY;

  soon(): void {
    if (this.ended || document.hidden || this.timer !== undefined) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.timer = setTimeout(() => void this.fetch(), Math.max(0, this.last + INTERVAL - performance.now()));
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private async fetch(): Promise<void> {
    this.timer = undefined;
    this.busy = true;
    this.last = performance.now();
    const asked = useStream.getState();
    try {
      const found = await this.ask(asked);
      const now = useStream.getState();
      // A run that was begun anew meanwhile has other curves.
      if (!this.ended && batchesOf(now.state) >= batchesOf(asked.state)) useStream.setState(found);
    } catch (error) {
      // The next picture tries again; that there is no engine is told elsewhere.
      console.warn('The curves could not be fetched.', error);
    }
    this.busy = false;
    if (!this.again) return;
    this.again = false;
    this.soon();
  }

  private async ask({ state, view, width, compared }: StreamUi): Promise<Partial<StreamUi>> {
    const total = batchesOf(state);
    if (!state || total === 0 || width === 0) return { series: null, other: null, overview: null };
    const { from, to } = extentOf(view, total);
    // As many before as the sliding mean of the first one needs.
    const lead = Math.max(0, from - state.config.window);
    const places = Math.ceil(width / PLACE);
    const of = (run?: string) =>
      service.stream.series({ run, from: lead, to: view.kind === 'range' ? to : null, places });
    const [series, other, overview] = await Promise.all([
      of(),
      compared === null ? null : of(compared),
      this.overview(view.kind === 'whole', state.status.phase === 'running'),
    ]);
    return { series, other, overview: overview ?? (view.kind === 'whole' ? series : useStream.getState().overview) };
  }

  /** Null while the last one will do. */
  private async overview(whole: boolean, running: boolean): Promise<StreamSeries | null> {
    const due = !running || performance.now() >= this.lastOverview + OVERVIEW_INTERVAL;
    if (whole || !due) return null;
    this.lastOverview = performance.now();
    return service.stream.series({ from: 0, to: null, places: OVERVIEW_PLACES });
  }
}
