// Which dataset is on show stands in the address: `#/reviews/datasets/<id>`, so that it outlives a reload and "back"
// goes back.

import type { DatasetSummary } from '../../../../wire/datasets';

/** In the place of an id: the import form. */
export const NEW = 'new';

/** The place of a dataset among the app's hash locations. */
export function placeOf(id: string): string {
  return `/reviews/datasets/${encodeURIComponent(id)}`;
}

export function linkTo(id: string): string {
  return `#${placeOf(id)}`;
}

/** What a hash location ("/reviews/datasets/12") shows: an id that is there, or NEW; the newest where it names none. */
export function shownAt(location: string, datasets: readonly Pick<DatasetSummary, 'id'>[]): string {
  const named = namedAt(location);
  if (named === NEW) return NEW;
  const known = datasets.some(({ id }) => id === named);
  return known ? named : (datasets[0]?.id ?? NEW);
}

/** What a hash location names; '' where it names none. */
export function namedAt(location: string): string {
  return decode(location.split('?')[0]!.split('/')[3] ?? '');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
