// Which models the list shows, and in which order: filtered and sorted. Pure.

import { better } from '../../../ml/logs/better';
import type { LibraryModel, ModelKind } from '../../../wire/library';
import { headlineOf, KIND_WORDS, ORIGIN_WORDS } from '../words';

export const COLUMNS = [
  'name',
  'kind',
  'version',
  'parent',
  'data',
  'figures',
  'parameters',
  'bytes',
  'created',
  'origin',
] as const;
export type Column = (typeof COLUMNS)[number];

export interface Arrangement {
  /** Everything that is typed has to stand somewhere in a model's words. */
  readonly text: string;
  readonly kind: ModelKind | null;
  readonly tag: string | null;
  /** Null: as the service lists them, newest first and those that come with the app last. */
  readonly sort: Column | null;
  readonly descending: boolean;
}

export const FIRST_ARRANGEMENT: Arrangement = { text: '', kind: null, tag: null, sort: null, descending: true };

export function isFiltered({ text, kind, tag }: Arrangement): boolean {
  return text.trim() !== '' || kind !== null || tag !== null;
}

/** What a tag or a kind asks for may be gone: the filter stays, and says so by an empty list. */
export function arrange(
  models: readonly LibraryModel[],
  { text, kind, tag, sort, descending }: Arrangement,
): readonly LibraryModel[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const names = namesOf(models);
  const shown = models.filter((model) => {
    if (kind !== null && model.kind !== kind) return false;
    if (tag !== null && !model.tags.includes(tag)) return false;
    const { name, architecture, data, note, id, origin } = model;
    const said = [name, architecture, data, note, id, KIND_WORDS[model.kind], ORIGIN_WORDS[origin], ...model.tags];
    const all = said.join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
  if (sort === null) return shown;
  const way = descending ? -1 : 1;
  return shown.sort((a, b) => (sort === 'figures' ? byFigure(a, b, way) : byKey(a, b, sort, names, way)));
}

/** By id: a parent is named where it is still here. */
export function namesOf(models: readonly LibraryModel[]): ReadonlyMap<string, string> {
  return new Map(models.map(({ id, name }) => [id, name]));
}

type Key = string | number | null;

function keyOf(model: LibraryModel, column: Exclude<Column, 'figures'>, names: ReadonlyMap<string, string>): Key {
  switch (column) {
    case 'name':
      return model.name;
    case 'kind':
      return KIND_WORDS[model.kind];
    case 'version':
      return model.version;
    case 'parent':
      return model.parent === null ? null : (names.get(model.parent) ?? null);
    case 'data':
      return model.data || null;
    case 'parameters':
      return model.parameters;
    case 'bytes':
      return model.bytes;
    case 'created':
      return model.created_at;
    case 'origin':
      return ORIGIN_WORDS[model.origin];
  }
}

const WORDS = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function byKey(
  a: LibraryModel,
  b: LibraryModel,
  column: Exclude<Column, 'figures'>,
  names: ReadonlyMap<string, string>,
  way: 1 | -1,
): number {
  return compare(keyOf(a, column, names), keyOf(b, column, names), way);
}

/** What is missing stands at the end whichever way. */
function compare(a: Key, b: Key, way: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return way * (a - b);
  return way * WORDS.compare(String(a), String(b));
}

/** Models have different figures: those of one stand together, and descending is from the best to the worst. */
function byFigure(a: LibraryModel, b: LibraryModel, way: 1 | -1): number {
  const [of, other] = [headlineOf(a), headlineOf(b)];
  if (of === null || other === null) return Number(of === null) - Number(other === null);
  if (of !== other) return WORDS.compare(of, other);
  return compare(a.metrics[of], b.metrics[of], better(of) === 'lower' ? (-way as 1 | -1) : way);
}
