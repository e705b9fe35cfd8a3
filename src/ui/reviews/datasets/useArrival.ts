// What is on show stands in the address; when an import has come to its end, its dataset is shown, unless the person
// looks at another one by then.

import { useEffect, useRef } from 'react';
import { plural } from '../../components/format';
import { showDone } from '../../components/notify';
import { linkTo, NEW, namedAt, shownAt } from './list/place';
import { useDatasets } from './store';

const NONE: readonly [] = [];

export function useArrival(at: string): void {
  const datasets = useDatasets((all) => all.state?.datasets);
  const status = useDatasets((all) => all.state?.importing);
  const shown = shownAt(at, datasets ?? NONE);
  useEffect(() => {
    if (shown !== NEW && namedAt(at) === '') window.location.replace(linkTo(shown));
  }, [at, shown]);
  const before = useRef(status?.phase);
  useEffect(() => {
    const was = before.current;
    before.current = status?.phase;
    if (status?.phase !== 'finished' || status.into !== 'dataset') return;
    if (was !== 'reading' && was !== 'finishing') return;
    const left = status.skipped > 0 ? ` ${plural(status.skipped, 'row')} left out: see there why.` : '';
    showDone('The dataset is in', `${plural(status.rows, 'text')} of ${status.name}.${left}`);
    if (shown === NEW) window.location.replace(linkTo(status.id));
  }, [shown, status]);
}
