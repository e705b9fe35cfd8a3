// The Models page: the view that the hash names. A file or folder dropped anywhere on it is looked into; on the page of a
// module it may be one of its files.

import { lazy, Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { useFilesOver } from '../components/useFilesOver';
import { useView } from '../components/useView';
import { lookInto } from './actions';
import { Head } from './Head';
import { dropped } from './incoming/sources';
import { ListView } from './list/ListView';
import classes from './ModelsPage.module.css';
import { useModule } from './module/store';
import { useModels } from './store';
import { followModels } from './sync';
import { goTo, type Place, placeAt } from './views';

const ModelView = lazy(async () => ({ default: (await import('./model/ModelView')).ModelView }));
const CompareView = lazy(async () => ({ default: (await import('./compare/CompareView')).CompareView }));

export function ModelsPage() {
  const [location] = useHashLocation();
  const place = placeAt(location);
  useEffect(() => followModels(), []);
  const over = useFilesOver((transfer) => {
    const handed = dropped(transfer);
    if (!handed) return;
    if (place.view === 'model' && isModule(place.id)) return useModule.setState({ offered: handed });
    void lookInto(handed.name, handed.gather);
    // What it is is shown beside the list.
    goTo({ view: 'list' });
  });
  return (
    <div className={classes.page} data-over={over || undefined}>
      <Suspense fallback={<Head view={place.view} />}>
        <At place={place} over={over} />
      </Suspense>
    </div>
  );
}

function isModule(id: string): boolean {
  return useModels.getState().models?.some((model) => model.id === id && model.kind === 'module') ?? false;
}

function At({ place, over }: { readonly place: Place; readonly over: boolean }) {
  const id = place.view === 'model' ? place.id : null;
  const model = useModels((ui) => ui.models?.find((one) => one.id === id)?.name ?? 'A model');
  const names = { list: [], model: [model], compare: ['Compare'] }[place.view];
  useView(`${place.view} ${id ?? ''}`, ...names, 'Models');
  switch (place.view) {
    case 'list':
      return <ListView over={over} />;
    case 'model':
      return <ModelView key={place.id} id={place.id} />;
    case 'compare':
      return <CompareView ids={place.ids} />;
  }
}
