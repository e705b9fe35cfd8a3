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
