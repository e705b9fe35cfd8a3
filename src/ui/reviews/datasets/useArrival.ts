// What is on show stands in the address; when an import has come to its end, its dataset is shown, unless the person
// looks at another one by then.

import { useEffect, useRef } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { plural } from '../../components/format';
import { showDone } from '../../components/notify';
import { NEW, namedAt, placeOf, shownAt } from './list/place';
import { useDatasets } from './store';

const NONE: readonly [] = [];

/** The hash location that the page is at. */
export function useArrival(): string {
  const [at, go] = useHashLocation();
  const datasets = useDatasets((all) => all.state?.datasets);
  const status = useDatasets((all) => all.state?.importing);
  const shown = shownAt(at, datasets ?? NONE);
  useEffect(() => {
    if (shown !== NEW && namedAt(at) === '') go(placeOf(shown), { replace: true });
  }, [at, shown, go]);
  const before = useRef(status?.phase);
  useEffect(() => {
    const was = before.current;
    before.current = status?.phase;
    if (status?.phase !== 'finished' || status.into !== 'dataset') return;
    if (was !== 'reading' && was !== 'finishing') return;
    const left = status.skipped > 0 ? ` ${plural(status.skipped, 'row')} left out: see there why.` : '';
    showDone('The dataset is in', `${plural(status.rows, 'text')} of ${status.name}.${left}`);
    if (shown === NEW) go(placeOf(status.id), { replace: true });
  }, [shown, status, go]);
  return at;
}
