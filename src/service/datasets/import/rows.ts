// What a source becomes: rows of a dataset. Files by their places, tables by their columns; what cannot be one is noted.

import type { ImportColumns } from '../../../wire/datasets';
import { ServiceError } from '../../../wire/errors';
import { extraColumns, guessColumns, toSplit } from './columns';
import { decodeBytes } from './encoding';
import type { EntrySource, FileEntry } from './entries';
import { chosenLabels, findLabels, type LabelReader } from './labels';
import { placeOf } from './layout';
import { type Limits, maxTextBytes } from './limits';
import { type Problems, shown } from './problems';
import type { NewRow } from './sink';
import type { OpenTable } from './table';

export async function* fileRows(source: EntrySource, problems: Problems, limits: Limits): AsyncGenerator<NewRow> {
  const seen = new Set<string>();
  let at = 0;
  for await (const entry of source.entries) {
    at += 1;
    const place = placeOf(entry.path);
    if (place === null) {
      problems.ignored += 1;
      continue;
    }
    const fault = place === 'unsafe' ? 'its path leads out of the archive' : faultOf(entry, seen, limits);
    const text = fault === null ? decodeBytes(await entry.bytes()) : null;
    const why = fault ?? faultIn(text, limits);
    if (why !== null || text === null || place === 'unsafe') problems.note(at, null, `${shown(entry.path)}: ${why}`);
    else yield { text, ...place };
  }
}

function faultOf(entry: FileEntry, seen: Set<string>, limits: Limits): string | null {
  if (!entry.regular) return 'it is a link or a device, not a file';
  if (entry.size === 0) return 'it is empty';
  if (entry.size > maxTextBytes(limits)) return tooLong(limits);
  if (seen.has(entry.path)) return 'it is there twice; the first was taken';
  seen.add(entry.path);
  return null;
}

function faultIn(text: string | null, limits: Limits): string | null {
  if (text === null) return 'it is not text';
  if (text.trim() === '') return 'it is empty';
  return text.length > limits.characters ? tooLong(limits) : null;
}

function tooLong(limits: Limits): string {
  return `it is longer than ${limits.characters.toLocaleString('en')} characters`;
}

/** Throws 'invalid' when the columns are not the table's, or no column can hold texts. */
export async function* tableRows(
  table: OpenTable,
  asked: ImportColumns | null,
  problems: Problems,
  limits: Limits,
): AsyncGenerator<NewRow> {
  const head = table.head.filter(({ fault }) => fault === undefined).map(({ cells }) => cells);
  const columns = asked ?? guessColumns({ names: table.names, rows: head });
  if (!columns) throw new ServiceError('invalid', 'There are no rows in it.');
  checkColumns(columns, head, table.names);
  const nameOf = (column: number) => table.names?.[column] ?? `column ${column + 1}`;
  const labels = readerFor(columns, head, nameOf);
  const extra = extraColumns(table.names, columns);
  for await (const { row, cells, fault } of table.rows) {
    const made = fault ?? toRow(cells, { columns, extra, labels, nameOf, limits });
    if (typeof made === 'string') problems.note(row, null, made);
    else if ('column' in made) problems.note(row, made.column, made.message);
    else yield made;
  }
}

interface Reading {
  readonly columns: ImportColumns;
  readonly extra: { readonly rating: number | null; readonly file: number | null };
  readonly labels: LabelReader | null;
  readonly nameOf: (column: number) => string;
  readonly limits: Limits;
}

function toRow(
  cells: readonly string[],
  reading: Reading,
): NewRow | { readonly column: string; readonly message: string } {
  const { columns, extra, labels, nameOf, limits } = reading;
  const cell = (column: number | null) => (column === null ? '' : (cells[column] ?? ''));
  const bad = (column: number, message: string) => ({ column: nameOf(column), message });
  const text = cell(columns.text);
  if (text.trim() === '') return bad(columns.text, 'no text');
  if (text.length > limits.characters) return bad(columns.text, tooLong(limits));
  const found = labels ? labels(cell(columns.label)) : NO_LABEL;
  if (!found) return bad(columns.label ?? 0, `“${shown(cell(columns.label))}” is no label`);
  const split = toSplit(cell(columns.split));
  if (!split)
    return bad(columns.split ?? 0, `“${shown(cell(columns.split))}” is no part: write train, validation or test`);
  const stars = Number(cell(extra.rating));
  const rating = Number.isInteger(stars) && stars >= 1 && stars <= 10 ? stars : null;
  return { text, name: cell(extra.file).slice(0, 300), split, label: found.label, rating: rating ?? found.rating };
}

const NO_LABEL = { label: null, rating: null } as const;

function readerFor(
  { label, positive }: ImportColumns,
  head: readonly (readonly string[])[],
  nameOf: (column: number) => string,
): LabelReader | null {
  if (label === null) return null;
  if (positive) return chosenLabels(positive);
  const cells = head.map((row) => row[label] ?? '');
  const reader = findLabels(cells);
  if (reader) return reader;
  const message = `The values of ${shown(nameOf(label))} are no labels that are known. Say which of them mean positive.`;
  throw new ServiceError('invalid', message, [{ field: 'columns.positive', message: 'is needed for this column' }]);
}

function checkColumns(
  { text, label, split }: ImportColumns,
  head: readonly (readonly string[])[],
  names: readonly string[] | null,
): void {
  const width = head.reduce((most, row) => Math.max(most, row.length), names?.length ?? 0);
  for (const [field, column] of Object.entries({ text, label, split })) {
    if (column === null || (Number.isInteger(column) && column >= 0 && column < width)) continue;
    const message = `There is no column ${Number(column) + 1}; there are ${width}.`;
    throw new ServiceError('invalid', message, [{ field: `columns.${field}`, message }]);
  }
}
