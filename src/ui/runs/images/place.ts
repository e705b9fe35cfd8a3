// What of the image view is on show stands in the address: `#/runs/images/<model>` tries a model, `#/runs/images/datasets`
// and `#/runs/images/datasets/<id>` show datasets, so that it outlives a reload and "back" goes back.

export type Place =
  /** `model` null: the newest. */
  | { readonly view: 'try'; readonly model: string | null }
  /** `set` null: none is named. */
  | { readonly view: 'datasets'; readonly set: string | null };

const DATASETS = 'datasets';

/** In the place of a dataset's id: opening another. */
export const NEW = 'new';

/** What a hash location ("/runs/images/datasets/12") names. */
export function placeAt(location: string): Place {
  const [, , , first = '', second = ''] = location.split('?')[0]!.split('/');
  if (first === DATASETS) return { view: 'datasets', set: second === '' ? null : decode(second) };
  return { view: 'try', model: first === '' ? null : decode(first) };
}

/** The address of a place: an href. */
export function linkTo(place: Place): string {
  const parts = place.view === 'try' ? [place.model] : [DATASETS, place.set];
  const named = parts.filter((part) => part !== null).map(encodeURIComponent);
  return ['#/runs/images', ...named].join('/');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
