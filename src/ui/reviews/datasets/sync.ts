// Keeps the store in step with the service: its state at first, its events from then on. Several parts of the page may
// follow at once.

import { service, subscribe } from '../../../client';
import { wordsOf } from '../scoring';
import { useDatasets } from './store';

let followers = 0;
let stop: (() => void) | null = null;

/** Starts mirroring, unless someone has; returns what ends it. */
export function followDatasets(): () => void {
  followers += 1;
  stop ??= follow();
  return () => {
    followers -= 1;
    if (followers > 0) return;
    stop?.();
    stop = null;
  };
}

let heard = 0;

/** Asks how things stand. */
export function refetchDatasets(): void {
  const before = heard;
  service.datasets.state().then(
    (state) => {
      // An event heard meanwhile is the newer word.
      if (heard === before) useDatasets.setState({ state, unreachable: null });
    },
    (error: unknown) => useDatasets.setState({ unreachable: wordsOf(error) }),
  );
}

function follow(): () => void {
  const unsubscribe = subscribe((event) => {
    if (event.type === 'datasets') {
      heard++;
      useDatasets.setState({ state: event.state, unreachable: null });
    } else if (event.type === 'reset') refetchDatasets();
  });
  refetchDatasets();
  return unsubscribe;
}
