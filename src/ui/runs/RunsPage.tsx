// The Runs page: the view that the hash names.

import { lazy, Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { useView } from '../components/useView';
import { startAndWatch } from './actions';
import { attendRuns } from './attend';
import { Head } from './Head';
import { keepPrefs } from './prefs';
import classes from './RunsPage.module.css';
import { useRuns } from './store';
import { followRuns } from './sync';
import { TableView } from './table/TableView';
import { goTo, type Place, placeAt, VIEWS } from './views';

const RunView = lazy(async () => ({ default: (await import('./run/RunView')).RunView }));
const CompareView = lazy(async () => ({ default: (await import('./compare/CompareView')).CompareView }));
const ConfigsView = lazy(async () => ({ default: (await import('./configs/ConfigsView')).ConfigsView }));
const ImagesView = lazy(async () => ({ default: (await import('./images/ImagesView')).ImagesView }));

export function RunsPage() {
  const [location] = useHashLocation();
  const place = placeAt(location);
  useEffect(() => keepPrefs(), []);
  useEffect(() => followRuns(), []);
  useEffect(attendRuns, []);
  return (
    <div className={classes.page}>
      <Suspense fallback={<Head view={place.view} />}>
        <At place={place} />
      </Suspense>
    </div>
  );
}

function At({ place }: { readonly place: Place }) {
  const id = place.view === 'run' ? place.id : null;
  const run = useRuns((ui) => (id === null ? null : (ui.runs?.find((one) => one.id === id)?.name ?? 'A run')));
  const label = place.view === 'table' ? null : (run ?? VIEWS.find(({ name }) => name === place.view)?.label ?? null);
  useView(`${place.view} ${id ?? ''}`, ...(label === null ? [] : [label]), 'Runs');
  switch (place.view) {
    case 'table':
      return <TableView config={place.config} />;
    case 'run':
      return <RunView key={place.id} id={place.id} />;
    case 'compare':
      return <CompareView ids={place.ids} />;
    case 'configs':
      return (
        <Plain view="configs">
          <ConfigsView
            id={place.id}
            onOpen={(id) => goTo({ view: 'configs', id })}
            onStart={(config, overrides) => void startAndWatch({ config, overrides })}
          />
        </Plain>
      );
    case 'images':
      return (
        <Plain view="images">
          <ImagesView model={place.model} onModel={(model) => goTo({ view: 'images', model })} />
        </Plain>
      );
  }
}

/** A view that lays itself out under the head. */
function Plain({ view, children }: { readonly view: Place['view']; readonly children: React.ReactNode }) {
  return (
    <>
      <div className={classes.head}>
        <Head view={view} />
      </div>
      {children}
    </>
  );
}
