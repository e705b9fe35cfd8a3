// Keeps the store in step with the service. Several parts of the page may follow at once.

import { service } from '../../../client';
import type { DatasetsState } from '../../../wire/datasets';
import { wordsOf } from '../../components/errors';
import { type Follower, follow } from '../../components/follow';
import { useDatasets } from './store';

let followers = 0;
let followed: Follower | null = null;

/** Starts mirroring, unless someone has; returns what ends it. */
export function followDatasets(): () => void {
  followers += 1;
  followed ??= follow({
    part: 'datasets',
    ask: () => service.datasets.state(),
    accept,
    onFailure: (error) => useDatasets.setState({ unreachable: wordsOf(error) }),
  });
  return () => {
    followers -= 1;
    if (followers > 0) return;
    followed?.end();
    followed = null;
  };
}

/** Asks once more how things stand. */
export function refetchDatasets(): void {
  followed?.refetch();
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
