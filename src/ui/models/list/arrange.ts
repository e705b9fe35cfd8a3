// Which models the list shows, and in which order: filtered and sorted. Pure.

import type { LibraryModel, ModelKind } from '../../../wire/library';
import { compareFigures, compareKeys, type Figure, finder, type Key, wayOf } from '../../components/list/arrange';
import { formatsInWords, headlineOf, KIND_WORDS, ORIGIN_WORDS } from '../words';

export type ColumnId =
  | 'name'
  | 'kind'
  | 'version'
  | 'parent'
  | 'data'
  | 'figures'
  | 'parameters'
  | 'bytes'
  | 'formats'
  | 'created'
  | 'origin';

export interface Arrangement {
  /** Everything that is typed has to stand somewhere in a model's words. */
  readonly text: string;
  readonly kind: ModelKind | null;
  readonly tag: string | null;
  /** Null: as the service lists them, newest first and those that come with the app last. */
  readonly sort: ColumnId | null;
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
  const isSaid = finder(text);
  const shown = models.filter((model) => {
    if (kind !== null && model.kind !== kind) return false;
    if (tag !== null && !model.tags.includes(tag)) return false;
    const { name, architecture, data, note, id, origin } = model;
    const words = [KIND_WORDS[model.kind], ORIGIN_WORDS[origin], formatsInWords(model), ...model.tags];
    // An id is asked for whole, and else found nowhere: any two digits stand in some of them.
    return id === text.trim() || isSaid([name, architecture, data, note, ...words]);
  });
  if (sort === null) return shown;
  const way = wayOf({ descending });
  if (sort === 'figures') return shown.sort((a, b) => compareFigures(figureOf(a), figureOf(b), way));
  const names = new Map(models.map(({ id, name }) => [id, name]));
  return shown.sort((a, b) => compareKeys(keyOf(a, sort, names), keyOf(b, sort, names), way));
}

/** `names`, by id: a parent is named where it is still here. */
function keyOf(model: LibraryModel, column: Exclude<ColumnId, 'figures'>, names: ReadonlyMap<string, string>): Key {
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
    case 'formats':
      return formatsInWords(model);
    case 'created':
      return model.created_at;
    case 'origin':
      return ORIGIN_WORDS[model.origin];
  }
}

function figureOf(model: LibraryModel): Figure | null {
  const name = headlineOf(model);
  return name === null ? null : { name, value: model.metrics[name] ?? null };
}
