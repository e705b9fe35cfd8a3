// The images of the Runs page: an image model that is tried on drawings and pictures, and the datasets that it learns from.

import { Button, Loader } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { Note } from '../../components/Section';
import classes from './ImagesView.module.css';
import { linkTo, type Place, placeAt } from './place';
import { useImages } from './store';
import { followImages, refetchImages } from './sync';
import { TryView } from './try/TryView';

// Not seen at first, so not loaded at first.
const DatasetsView = lazy(async () => ({ default: (await import('./datasets/DatasetsView')).DatasetsView }));

interface ImagesViewProps {
  /** The one that answers, by its id; null is the newest. */
  readonly model: string | null;
  readonly onModel: (id: string | null) => void;
}

export function ImagesView({ model, onModel }: ImagesViewProps) {
  const [location] = useHashLocation();
  const place = placeAt(location);
  useEffect(followImages, []);
  return (
    <div className={classes.view}>
      <Ways place={place} />
      <Reached>
        {place.view === 'datasets' ? (
          <Suspense fallback={null}>
            <DatasetsView wanted={place.set} />
          </Suspense>
        ) : (
          <TryView model={model} onModel={onModel} />
        )}
      </Reached>
    </div>
  );
}

const WAYS = [
  { place: { view: 'try', model: null }, label: 'Try a model' },
  { place: { view: 'datasets', set: null }, label: 'Datasets of images' },
] as const;

function Ways({ place }: { readonly place: Place }) {
  return (
    <nav className={classes.ways} aria-label="Images">
      {WAYS.map((way) => (
        <a
          key={way.label}
          className={classes.way}
          href={linkTo(way.place)}
          aria-current={way.place.view === place.view ? 'page' : undefined}
        >
          {way.label}
        </a>
      ))}
    </nav>
  );
}

/** What is in it once the services have answered; till then, or where they cannot, says so. */
function Reached({ children }: { readonly children: React.ReactNode }) {
  const known = useImages(({ images, models }) => images !== null && models !== null);
  const unreachable = useImages((ui) => ui.unreachable);
  if (known) return children;
  if (unreachable === null) {
    return (
      <p className={classes.waiting} role="status">
        <Loader size="xs" aria-hidden /> Looking for your images and models…
      </p>
    );
  }
  return (
    <div className={classes.waiting} role="alert">
      <div>
        <p className={classes.problem}>Images and their models cannot be listed at present: {unreachable}</p>
        <Note>What is stored is safe.</Note>
      </div>
      <Button size="xs" variant="default" onClick={refetchImages}>
        Try again
      </Button>
    </div>
  );
}
