// Which column of a table holds the texts, which the labels, which the splits: by their names, else by their cells.

import type { ImportColumns } from '../../../wire/datasets';
import { findLabels, labelReader } from './labels';
import { splitNamed } from './layout';

const TEXT_NAMES =
  /^(texts?|reviews?|comments?|content|sentences?|phrase|body|message|document|tweet|description|feedback|opinion|(review|comment)[_ -]?(text|body|content))$/i;
const LABEL_NAMES =
  /^(labels?|sentiments?|class|target|polarity|y|category|rating|ratings|stars?|star[_ -]?rating|score|overall)$/i;
const SPLIT_NAMES = /^(split|set|subset|partition|part|fold|type)$/i;
/** Beside the label: as this program writes it. */
const RATING_NAME = /^rating$/i;
const FILE_NAME = /^file$/i;
const REF_NAME = /^ref$/i;
/** What else a column is called that tells whose text it is. */
const ID_NAMES =
  /^(uu|gu)?id$|^(ticket|case|issue|order|customer|respondent|response)([_ -]?(id|nr|no|number))?$|[_ -](id|nr|no|number)$/i;
const SPLITLESS = new Set(['', 'none', 'all', 'unsup', 'unsupervised', 'extra']);

export interface TableHead {
  /** Null where the first row is data. */
  readonly names: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** There are no other rows. */
  readonly whole: boolean;
}

function isName(cell: string): boolean {
  return [TEXT_NAMES, LABEL_NAMES, SPLIT_NAMES].some((names) => names.test(cell.trim()));
}

export function isTextName(name: string): boolean {
  return TEXT_NAMES.test(name.trim());
}

/** Whether a row names two columns or more that are known. */
export function namesColumns(row: readonly string[]): boolean {
  return row.filter(isName).length > 1;
}

/** How many rows at the top are titles: each a cell alone, above a row that names columns. */
export function titleRows(rows: readonly (readonly string[])[]): number {
  const first = rows.findIndex((row) => row.filter((cell) => cell.trim() !== '').length > 1);
  return first > 0 && namesColumns(rows[first] ?? []) ? first : 0;
}

/** Whether the first row names the columns. */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first = [], ...rest] = rows;
  // A "y" above others of its kind is a yes, and no name.
  const isLabel = (cell: string, j: number) => labelReader([cell]) !== null && rest.some((row) => row[j] === cell);
  if (first.some((cell, j) => isName(cell) && !isLabel(cell, j))) return true;
  // "Ticket" above numbers, beside a name that is not known.
  const isId = (cell: string, j: number) => ID_NAMES.test(cell.trim()) && rest.every((row) => row[j] !== cell);
  if (first.length > 1 && rest.length > 0 && first.every((cell) => cell.trim() !== '') && first.some(isId)) return true;
  // A column of labels that begins with something else.
  return first.some((cell, j) => {
    const below = rest.map((row) => row[j] ?? '');
    const reader = labelReader(below);
    return reader !== null && cell.trim() !== '' && reader(cell) === undefined;
  });
}

export function guessColumns({ names, rows, whole }: TableHead): ImportColumns | null {
  const width = rows.reduce((most, row) => Math.max(most, row.length), names?.length ?? 0);
  if (width === 0 || rows.length === 0) return null;
  const columns = Array.from({ length: width }, (_, j) => ({
    j,
    name: names?.[j]?.trim() ?? '',
    cells: rows.map((row) => row[j] ?? ''),
  }));
  const lengthOf = (cells: readonly string[]) => cells.reduce((sum, cell) => sum + cell.length, 0) / cells.length;
  const longest = columns.reduce((best, column) => (lengthOf(column.cells) > lengthOf(best.cells) ? column : best));
  const texts = columns.filter(({ name }) => TEXT_NAMES.test(name));
  const text = texts.find(({ cells }) => labelReader(cells) === null) ?? texts[0] ?? longest;
  const others = columns.filter(({ j }) => j !== text.j);
  const named = others.filter(({ name, cells }) => LABEL_NAMES.test(name) && findLabels(cells));
  // A label says more than stars, which it may have been made of.
  const best = (some: typeof named) => some.find(({ name }) => !isStars(name)) ?? some[0];
  // Where nothing stands under the name among the first rows, something may among the others.
  const label = best(named.filter(({ cells }) => isFilled(cells))) ?? unnamed() ?? (whole ? undefined : best(named));
  const split = others.find(({ name, cells }) => SPLIT_NAMES.test(name) && cells.every((cell) => toSplit(cell)));
  const rest = others.filter((column) => column !== label && column !== split && isFilled(column.cells));
  const find = (some: typeof others, names: RegExp) => some.find(({ name }) => names.test(name));
  const ref = find(rest, REF_NAME) ?? find(rest, ID_NAMES) ?? (whole ? undefined : find(others, REF_NAME));
  return { text: text.j, label: label?.j ?? null, split: split?.j ?? null, positive: null, ref: ref?.j ?? null };

  function unnamed() {
    return names === null ? others.find(({ cells }) => labelReader(cells) !== null) : undefined;
  }
}

function isFilled(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

function isStars(name: string): boolean {
  return /rating|star|score|overall/i.test(name);
}

/** A split by its name; undefined for what is none. */
export function toSplit(cell: string) {
  return SPLITLESS.has(cell.trim().toLowerCase()) ? 'none' : splitNamed(cell);
}

/** Columns that are taken along without being asked for; `ref` unless something is said of it. */
export function extraColumns(names: readonly string[] | null, { text, label, split, ref }: ImportColumns) {
  const find = (pattern: RegExp) => {
    const j = names?.findIndex((name) => pattern.test(name.trim())) ?? -1;
    return j >= 0 && ![text, label, split].includes(j) ? j : null;
  };
  return { rating: find(RATING_NAME), file: find(FILE_NAME), ref: ref === undefined ? find(REF_NAME) : ref };
}
