// Keeps the store in step with the service.

import { service } from '../../client';
import type { StreamState } from '../../wire/stream';
import { wordsOf } from '../components/errors';
import { follow } from '../components/follow';
import { useStream } from './store';

/** Starts mirroring; returns what ends it. */
export function followStream(): () => void {
  return follow({
    part: 'stream',
    ask: () => service.stream.state(),
    accept,
    onFailure: (error) => useStream.setState({ unreachable: wordsOf(error) }),
  }).end;
}

export function accept(state: StreamState): void {
  const { compared, view, state: before } = useStream.getState();
  const gone = compared !== null && !state.kept.some((run) => run.id === compared && isComparable(run, state));
  const anew = isAnew(before, state);
  // What was zoomed to is not there.
  const lost = view.kind === 'range' && (anew || view.from >= batchesOf(state));
  useStream.setState({
    state,
    unreachable: null,
    ...(gone ? { compared: null, other: null } : {}),
    ...(lost ? { view: { kind: 'whole' } } : {}),
    ...(anew ? { series: null, overview: null } : {}),
  });
}

/** Accuracy and an absolute error have no axis in common, nor have the losses of both. */
export function isComparable({ task }: StreamState['kept'][number], now: StreamState | null): boolean {
  return !task || !now?.task || task === now.task;
}

/** Another run has begun. One that went back to its last save, as after a lost device, had begun and been saved before. */
function isAnew(before: StreamState | null, now: StreamState): boolean {
  if (batchesOf(now) >= batchesOf(before)) return false;
  if (now.status.phase === 'idle' || now.status.saved_at === null) return true;
  return now.begun === null || now.begun !== before?.begun;
}

/** Batches learnt in the run, 0 where there is none. */
export function batchesOf(state: StreamState | null): number {
  return state && state.status.phase !== 'idle' ? state.status.batches : 0;
}
