// Keeps the store in step with the service: its state at first, its events from then on. Several parts of the page may
// follow at once.

import { service, subscribe } from '../../../client';
import type { DatasetsState } from '../../../wire/datasets';
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
      if (heard === before) accept(state);
    },
    (error: unknown) => useDatasets.setState({ unreachable: wordsOf(error) }),
  );
}

/**
 * States come whole, ten times a second during an import: datasets that are as they were keep their identity, so that
 * what shows them neither draws nor asks again.
 */
function accept(next: DatasetsState): void {
  useDatasets.setState(({ state: before }) => ({
    state: before ? { ...next, datasets: kept(before.datasets, next.datasets) } : next,
    unreachable: null,
  }));
}

type Datasets = DatasetsState['datasets'];

export function kept(before: Datasets, next: Datasets): Datasets {
  const known = new Map(before.map((dataset) => [dataset.id, dataset]));
  const merged = next.map((dataset) => {
    const old = known.get(dataset.id);
    return old && JSON.stringify(old) === JSON.stringify(dataset) ? old : dataset;
  });
  const same = merged.length === before.length && merged.every((dataset, i) => dataset === before[i]);
  return same ? before : merged;
}

function follow(): () => void {
  const unsubscribe = subscribe((event) => {
    if (event.type === 'datasets') {
      heard++;
      accept(event.state);
    } else if (event.type === 'reset') refetchDatasets();
  });
  refetchDatasets();
  return unsubscribe;
}
