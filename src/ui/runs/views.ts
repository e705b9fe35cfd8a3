// The views of the Runs page, by what follows in the hash: `#/runs`, `#/runs/<id>`, `#/runs/compare?ids=a,b`,
// `#/runs/configs/<id>`, `#/runs/images/<model>`. A run's id begins with its date, so that it is none of the others' names.

export type Place =
  /** All runs; `config`: the configuration that is chosen for the next one. */
  | { readonly view: 'table'; readonly config: string | null }
  | { readonly view: 'run'; readonly id: string }
  | { readonly view: 'compare'; readonly ids: readonly string[] }
  | { readonly view: 'configs'; readonly id: string | null }
  | { readonly view: 'images'; readonly model: string | null };

type ViewName = Exclude<Place['view'], 'run'>;

interface View {
  readonly name: ViewName;
  readonly label: string;
  /** What it is for, in a line of a phone's width. */
  readonly summary: string;
}

export const VIEWS: readonly View[] = [
  { name: 'table', label: 'Runs', summary: 'Train a model, watch it learn, keep what came of it.' },
  { name: 'compare', label: 'Compare', summary: 'What made the difference between runs?' },
  { name: 'configs', label: 'Configurations', summary: 'What is trained, on what, and how: a file each.' },
  { name: 'images', label: 'Images', summary: 'Show an image model something, and see what it looks at.' },
];

/** The place for a hash location ("/runs/compare?ids=a,b"). */
export function placeAt(location: string): Place {
  const [path = '', query = ''] = location.split('?', 2);
  const [, , first = '', second = ''] = path.split('/').map(decoded);
  const asked = new URLSearchParams(query);
  switch (first) {
    case '':
      return { view: 'table', config: asked.get('config') };
    case 'compare':
      return { view: 'compare', ids: idsOf(asked.get('ids')) };
    case 'configs':
      return { view: 'configs', id: second || null };
    case 'images':
      return { view: 'images', model: second || null };
    default:
      return { view: 'run', id: first };
  }
}

/** The address of a place, for links. */
export function hashOf(place: Place): string {
  switch (place.view) {
    case 'table':
      return place.config === null ? '#/runs' : `#/runs?config=${encodeURIComponent(place.config)}`;
    case 'run':
      return `#/runs/${encodeURIComponent(place.id)}`;
    case 'compare':
      return place.ids.length === 0
        ? '#/runs/compare'
        : `#/runs/compare?ids=${place.ids.map(encodeURIComponent).join()}`;
    case 'configs':
      return below('configs', place.id);
    case 'images':
      return below('images', place.model);
  }
}

/** The view's place without anything chosen in it. */
export function firstOf(view: ViewName): Place {
  switch (view) {
    case 'table':
      return { view, config: null };
    case 'compare':
      return { view, ids: [] };
    case 'configs':
      return { view, id: null };
    case 'images':
      return { view, model: null };
  }
}

export function goTo(place: Place): void {
  window.location.hash = hashOf(place);
}

/** Changes the address without a step back for each change. */
export function becomePlace(place: Place): void {
  const url = new URL(window.location.href);
  url.hash = hashOf(place);
  window.history.replaceState(window.history.state, '', url);
  // What reads the hash listens for this; replacing alone says nothing.
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function below(view: string, id: string | null): string {
  return id === null ? `#/runs/${view}` : `#/runs/${view}/${encodeURIComponent(id)}`;
}

function idsOf(text: string | null): readonly string[] {
  return [...new Set((text ?? '').split(',').filter((id) => id !== ''))];
}

/** A part that is no sound encoding stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
