// A table opened: its format, its columns and its rows, whether it is CSV, a list in JSON or JSON lines.

import { inJson } from '../../../ml/in-json';
import { textFromCsv } from '../../../wire/csv';
import { ServiceError } from '../../../wire/errors';
import { type Encoding, findEncoding, guessEncoding } from '../../encoding';
import { hasHeader, titleRows } from './columns';
import { type Dialect, findDialect, type RawRow, readDelimited } from './delimited';
import { looksLikeJson, readLines, readList } from './json-rows';
import type { Limits } from './limits';
import { damaged, type OpenSource, readHead } from './source';

export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly fault?: string;
}

export interface OpenTable {
  readonly format: 'csv' | 'tsv' | 'jsonl' | 'json';
  readonly encoding: Encoding;
  /** Null where the first row is data already. */
  readonly names: readonly string[] | null;
  /** The first rows, without the header. */
  readonly head: readonly TableRow[];
  /** There are no others. */
  readonly whole: boolean;
  /** All rows, without the header, from the beginning: each call reads the source anew. */
  rows(): AsyncIterable<TableRow>;
}

type RawRows = AsyncIterable<RawRow> | Iterable<RawRow>;

const HEAD_BYTES = 256 * 1024;
/** Rows looked at to find out what is what. */
const HEAD_ROWS = 1000;
/** Rows of objects whose members are named before an import; it names those of all. */
const NAMING_ROWS = 20_000;
/** Names of objects' members that are taken for columns. */
const MAX_COLUMNS = 500;

/** @param whole whether encoding and columns are to be sure of all of it, and not of its beginning alone */
export async function openTable(source: OpenSource, limits: Limits, whole: boolean): Promise<OpenTable> {
  const bytes = await readHead(source.stream(), HEAD_BYTES).catch(damaged);
  const entire = bytes.length < HEAD_BYTES;
  const encoding = whole ? await findEncoding(source.stream()).catch(damaged) : guessEncoding(bytes, entire);
  if (encoding === null) throw noText();
  const head = new TextDecoder(encoding).decode(bytes);
  if (entire && head.trim() === '') throw new ServiceError('invalid', 'There is nothing in it.');
  const json = looksLikeJson(head);
  if (json) {
    const rows = json === 'json' ? await readList(source.stream(), encoding, limits).catch(damaged) : null;
    const read = () => rows ?? readLines(source.stream(), encoding, limits);
    return openJson(json, encoding, read, whole ? Number.POSITIVE_INFINITY : NAMING_ROWS);
  }
  const dialect = findDialect(head, entire);
  return openDelimited(dialect, encoding, () => readDelimited(source.stream(), encoding, dialect, limits));
}

function noText(): ServiceError {
  return new ServiceError(
    'malformed',
    'This is neither text nor an archive that can be read. Accepted are .tar.gz, .tar and .zip with pos and neg folders, and CSV, TSV, JSON and JSON lines.',
  );
}

async function openDelimited(dialect: Dialect, encoding: Encoding, read: () => RawRows): Promise<OpenTable> {
  // A cell that a spreadsheet would have run begins with an apostrophe that is none of the text's.
  const toRow = ({ row, cells }: RawRow) => ({ row, cells: cells.map((cell) => textFromCsv(String(cell))) });
  const { head, whole } = await firstRows(read());
  const all = head.map(toRow);
  const titles = titleRows(all.map(({ cells }) => cells));
  const first = all.slice(titles);
  const header = hasHeader(first.map(({ cells }) => cells));
  return {
    format: dialect.delimiter === '\t' ? 'tsv' : 'csv',
    encoding,
    names: header ? (first[0]?.cells ?? []) : null,
    head: header ? first.slice(1) : first,
    whole,
    rows: () => mapped(read(), toRow, titles + (header ? 1 : 0)),
  };
}

async function openJson(
  format: 'json' | 'jsonl',
  encoding: Encoding,
  read: () => RawRows,
  naming: number,
): Promise<OpenTable> {
  const { head, whole } = await firstRows(read());
  const known = namesIn(head);
  const names = known && !whole ? await moreNames(known, read(), naming) : known;
  const toRow = ({ row, cells: [value], fault }: RawRow): TableRow => {
    if (fault !== undefined) return { row, cells: [], fault };
    if (names)
      return isObject(value) ? { row, cells: names.map((name) => toCell(member(value, name))) } : noObject(row);
    return { row, cells: Array.isArray(value) ? value.map(toCell) : [toCell(value)] };
  };
  return { format, encoding, names, head: head.map(toRow), whole, rows: () => mapped(read(), toRow, 0) };
}

function noObject(row: number): TableRow {
  return { row, cells: [], fault: 'this is no object, as the other rows are' };
}

/** Members of the first objects; null where they are lists or plain texts. Later ones come after them. */
function namesIn(head: readonly RawRow[]): readonly string[] | null {
  const objects = head.flatMap(({ cells: [value] }) => (isObject(value) ? [value] : []));
  if (objects.length === 0) return null;
  return [...new Set(objects.flatMap((value) => Object.keys(value)))].slice(0, MAX_COLUMNS);
}

/** As far as `rows`: what has a label may be exported after what has none, and then without the member. */
async function moreNames(known: readonly string[], raw: RawRows, rows: number): Promise<readonly string[]> {
  const names = new Set(known);
  let left = rows;
  try {
    for await (const { cells } of raw) {
      if (left-- <= 0 || names.size >= MAX_COLUMNS) break;
      const [value] = cells;
      if (isObject(value)) for (const name of Object.keys(value)) names.add(name);
    }
  } catch (error) {
    damaged(error);
  }
  return [...names].slice(0, MAX_COLUMNS);
}

/** Its own alone: an object without a "constructor" must not lend JavaScript's. */
function member(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : typeof value === 'object' ? inJson(value) : String(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function firstRows(raw: RawRows): Promise<{ readonly head: readonly RawRow[]; readonly whole: boolean }> {
  const head: RawRow[] = [];
  try {
    for await (const row of raw) if (head.push(row) === HEAD_ROWS) return { head, whole: false };
  } catch (error) {
    damaged(error);
  }
  return { head, whole: true };
}

async function* mapped(raw: RawRows, toRow: (row: RawRow) => TableRow, skip: number): AsyncGenerator<TableRow> {
  let at = 0;
  try {
    for await (const row of raw) {
      if (at++ >= skip) yield toRow(row);
    }
  } catch (error) {
    damaged(error);
  }
}
