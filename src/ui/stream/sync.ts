// Keeps the store in step with the service: its state at first, its events from then on.

import { service, subscribe } from '../../client';
import type { StreamState } from '../../wire/stream';
import { useStream } from './store';

/** Starts mirroring; returns what ends it. */
export function followStream(): () => void {
  let ended = false;
  let heard = 0;
  const refetch = () => {
    const before = heard;
    service.stream.state().then(
      (state) => {
        // An event heard meanwhile is the newer word.
        if (!ended && heard === before) accept(state);
      },
      (error: unknown) => {
        if (!ended) useStream.setState({ unreachable: error instanceof Error ? error.message : String(error) });
      },
    );
  };
  const unsubscribe = subscribe((event) => {
    if (event.type === 'stream') {
      heard++;
      accept(event.state);
    } else if (event.type === 'reset') refetch();
  });
  refetch();
  return () => {
    ended = true;
    unsubscribe();
  };
}

export function accept(state: StreamState): void {
  const { compared, view, state: before } = useStream.getState();
  const gone = compared !== null && !state.kept.some(({ id }) => id === compared);
  // Another run has begun: what was zoomed to is not there.
  const anew = batchesOf(state) < batchesOf(before);
  useStream.setState({
    state,
    unreachable: null,
    ...(gone ? { compared: null, other: null } : {}),
    ...(anew && view.kind === 'range' ? { view: { kind: 'whole' } } : {}),
    ...(anew ? { series: null, overview: null } : {}),
  });
}

/** Batches learnt in the run, 0 where there is none. */
export function batchesOf(state: StreamState | null): number {
  return state && state.status.phase !== 'idle' ? state.status.batches : 0;
}
