// What a source becomes: rows of a dataset. Files by their places, tables by their columns; what cannot be one is noted.

import type { ImportColumns } from '../../../wire/datasets';
import { ServiceError } from '../../../wire/errors';
import { decodeBytes } from '../../encoding';
import { extraColumns, guessColumns, toSplit } from './columns';
import type { EntrySource, FileEntry } from './entries';
import { chosenLabels, findLabels, type LabelReader } from './labels';
import { partsOf, placeOf } from './layout';
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
    else yield { text, ...place, ref: '' };
  }
}

function faultOf(entry: FileEntry, seen: Set<string>, limits: Limits): string | null {
  if (!entry.regular) return 'it is a link or a device, not a file';
  if (entry.size === 0) return 'it is empty';
  if (entry.size > maxTextBytes(limits)) return tooLong(limits);
  // The same place however it is written: ./pos/1.txt is pos/1.txt.
  const path = partsOf(entry.path).join('/');
  if (seen.has(path)) return 'it is there twice; the first was taken';
  seen.add(path);
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
  const columns = asked ?? guessColumns({ names: table.names, rows: head, whole: table.whole });
  if (!columns) throw new ServiceError('invalid', 'There are no rows in it.');
  checkColumns(columns, head, table.names);
  const nameOf = (column: number) => table.names?.[column] ?? `column ${column + 1}`;
  const labels = await readerFor(columns, table, nameOf, asked === null);
  const extra = extraColumns(table.names, columns);
  for await (const { row, cells, fault } of table.rows()) {
    const made = fault ?? toRow(cells, { columns, extra, labels, nameOf, limits });
    if (typeof made === 'string') problems.note(row, null, made);
    else if ('column' in made) problems.note(row, made.column, made.message);
    else yield made;
  }
}

interface Reading {
  readonly columns: ImportColumns;
  readonly extra: ReturnType<typeof extraColumns>;
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
  const [name, ref] = [cell(extra.file), cell(extra.ref)].map((it) => it.slice(0, NAME_CHARACTERS));
  return { text, name, ref, split, label: found.label, rating: rating ?? found.rating };
}

/** Of a file's name, or of what a text is called where it comes from. */
const NAME_CHARACTERS = 300;
const NO_LABEL = { label: null, rating: null } as const;

/** Values of a label's column that are looked at, at most, and how long they may be. */
const MAX_VALUES = 1000;
const VALUE_CHARACTERS = 60;
/** Share of a column's filled cells below which a value that is not among the first rows may be a slip. */
const RARE = 0.001;

async function readerFor(
  { label, positive, negative = null }: ImportColumns,
  table: OpenTable,
  nameOf: (column: number) => string,
  guessed: boolean,
): Promise<LabelReader | null> {
  if (label === null) return null;
  if (positive || negative) return chosenLabels(positive ?? [], negative);
  const cells = table.head.flatMap(({ cells, fault }) => (fault === undefined ? [cells[label] ?? ''] : []));
  const all = table.whole ? cells : [...cells, ...(await commonValues(table, label))];
  const filled = cells.some((cell) => cell.trim() !== '');
  const reader = findLabels(all) ?? (filled ? findLabels(cells) : null);
  // Guessed by a name alone, with nothing under it among the first rows, it is no column of labels after all.
  if (reader || (guessed && !filled)) return reader;
  const message = `The values of ${shown(nameOf(label))} are no labels that are known. Say which of them mean positive.`;
  throw new ServiceError('invalid', message, [{ field: 'columns.positive', message: 'is needed for this column' }]);
}

/**
 * The values of a column, each once, but for slips. A table sorted by its labels begins with one of them alone: that 1 is the
 * least of five stars, and not a 1 beside a 0, shows in the others.
 */
async function commonValues(table: OpenTable, column: number): Promise<string[]> {
  const counts = new Map<string, number>();
  let filled = 0;
  for await (const { cells } of table.rows()) {
    const value = (cells[column] ?? '').trim();
    if (value === '') continue;
    filled += 1;
    const count = counts.get(value) ?? 0;
    const taken = count > 0 || (counts.size < MAX_VALUES && value.length <= VALUE_CHARACTERS);
    if (taken) counts.set(value, count + 1);
  }
  return [...counts].flatMap(([value, count]) => (count >= RARE * filled ? [value] : []));
}

function checkColumns(
  { text, label, split, ref = null }: ImportColumns,
  head: readonly (readonly string[])[],
  names: readonly string[] | null,
): void {
  const width = head.reduce((most, row) => Math.max(most, row.length), names?.length ?? 0);
  for (const [field, column] of Object.entries({ text, label, split, ref })) {
    if (column === null || (Number.isInteger(column) && column >= 0 && column < width)) continue;
    const message = `There is no column ${Number(column) + 1}; there are ${width}.`;
    throw new ServiceError('invalid', message, [{ field: `columns.${field}`, message }]);
  }
}
