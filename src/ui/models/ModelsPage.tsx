// The Models page: the view that the hash names. A file or folder dropped anywhere on it is looked into.

import { lazy, Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { useFilesOver } from '../components/useFilesOver';
import { Head } from './Head';
import { dropped } from './incoming/sources';
import { ListView } from './list/ListView';
import classes from './ModelsPage.module.css';
import { followModels } from './sync';
import { goTo, type Place, placeAt } from './views';

const ModelView = lazy(async () => ({ default: (await import('./model/ModelView')).ModelView }));
const CompareView = lazy(async () => ({ default: (await import('./compare/CompareView')).CompareView }));

export function ModelsPage() {
  const [location] = useHashLocation();
  const place = placeAt(location);
  useEffect(() => followModels(), []);
  const over = useFilesOver((transfer) => {
    // What it is is shown beside the list.
    if (dropped(transfer)) goTo({ view: 'list' });
  });
  return (
    <div className={classes.page} data-over={over || undefined}>
      <Suspense fallback={<Head view={place.view} />}>
        <At place={place} over={over} />
      </Suspense>
    </div>
  );
}

function At({ place, over }: { readonly place: Place; readonly over: boolean }) {
  switch (place.view) {
    case 'list':
      return <ListView over={over} />;
    case 'model':
      return <ModelView key={place.id} id={place.id} />;
    case 'compare':
      return <CompareView ids={place.ids} />;
  }
}
