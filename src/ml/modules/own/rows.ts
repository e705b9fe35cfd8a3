// Rows of numbers as JSON and CSV carry them: what mixtures and models of streams are asked about.

import { jsonOf, mediaType, textOf, unsupported } from './content';

export interface Rows {
  /** [n, d] row-major. */
  readonly data: Float64Array;
  readonly n: number;
  readonly d: number;
}

/** Rows in one question. */
const MOST_ROWS = 100_000;

/**
 * application/json (or bytes of no named type): a list of rows, or an object with one under any of `names`; a row is a list
 * of numbers or, where `columns` are known, an object with one for each. text/csv: a row a line; a first line of words,
 * without a number, is a header.
 *
 * @throws UnsupportedType, or Error that says what is wrong with the rows
 */
export function rowsOf(
  bytes: Uint8Array,
  contentType: string | undefined,
  names: readonly string[],
  columns: readonly string[] = [],
  most = MOST_ROWS,
): Rows {
  const type = mediaType(contentType);
  if (type === 'text/csv') return packed(fromCsv(textOf(bytes)), most);
  if (type !== 'application/json' && type !== 'application/octet-stream') {
    throw unsupported(type, 'application/json and text/csv');
  }
  const value = jsonOf(bytes);
  const rows = Array.isArray(value) ? value : names.map((name) => Object(value)[name]).find(Array.isArray);
  if (!rows) throw new Error(`The input must be a list of rows, or {"${names[0]}": [[…]]}.`);
  return packed(
    rows.map((row: unknown) => (Array.isArray(row) ? row : inOrder(row, columns))),
    most,
  );
}

function inOrder(row: unknown, columns: readonly string[]): readonly unknown[] {
  if (typeof row !== 'object' || row === null || columns.length === 0) {
    throw new Error('The input must be a list of rows, each a list of as many numbers.');
  }
  return columns.map((column) => (row as Readonly<Record<string, unknown>>)[column]);
}

function fromCsv(text: string): readonly (readonly unknown[])[] {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  const rows = lines.map((line) => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  return (isHeader(rows[0] ?? []) ? rows.slice(1) : rows).map((row) => row.map(numberOf));
}

/** A row with an empty cell or NaN is none: as a header it would be left out without a word. */
function isHeader(cells: readonly string[]): boolean {
  return cells.some((cell) => cell !== '') && cells.every((cell) => cell === '' || isWord(cell));
}

function isWord(cell: string): boolean {
  return Number.isNaN(Number(cell)) && !/^[+-]?(nan|inf|infinity)$/i.test(cell);
}

function numberOf(cell: string): number | undefined {
  return cell === '' ? undefined : Number(cell);
}

function packed(rows: readonly (readonly unknown[])[], most: number): Rows {
  const [n, d] = [rows.length, rows[0]?.length ?? 0];
  if (n > most) throw new Error(`The input has ${n} rows; at most ${most} are read at once.`);
  const data = new Float64Array(n * d);
  rows.forEach((row, i) => {
    if (row.length !== d) throw new Error(`Row ${i + 1} has ${row.length} values, the first has ${d}.`);
    row.forEach((value, j) => {
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        throw new Error(`Value ${j + 1} of row ${i + 1} is no finite number.`);
      }
      data[i * d + j] = value;
    });
  });
  return { data, n, d };
}

/** A header and a line for each row. */
export function csvOf(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : value;
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}
