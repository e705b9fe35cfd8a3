// The places of the Models page, by what follows in the hash: `#/models`, `#/models/<id>`, `#/models/compare?ids=a,b`. No
// model has "compare" for its id: ids hold a kind or a number.

export type Place =
  | { readonly view: 'list' }
  | { readonly view: 'model'; readonly id: string }
  /** Two at most; fewer where they are still to be chosen. */
  | { readonly view: 'compare'; readonly ids: readonly string[] };

/** The place for a hash location ("/models/compare?ids=a,b"). */
export function placeAt(location: string): Place {
  const [path = '', query = ''] = location.split('?', 2);
  const [, , first = ''] = path.split('/').map(decoded);
  if (first === '') return { view: 'list' };
  if (first !== 'compare') return { view: 'model', id: first };
  const ids = (new URLSearchParams(query).get('ids') ?? '').split(',').filter((id) => id !== '');
  return { view: 'compare', ids: [...new Set(ids)].slice(0, 2) };
}

/** The address of a place, for links. */
export function hashOf(place: Place): string {
  switch (place.view) {
    case 'list':
      return '#/models';
    case 'model':
      return `#/models/${encodeURIComponent(place.id)}`;
    case 'compare':
      return place.ids.length === 0
        ? '#/models/compare'
        : `#/models/compare?ids=${place.ids.map(encodeURIComponent).join()}`;
  }
}

export function goTo(place: Place): void {
  window.location.hash = hashOf(place);
}

/** A part that is no sound encoding stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
