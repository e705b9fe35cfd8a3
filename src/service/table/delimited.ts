// CSV and its relatives: finds the delimiter and the decimal mark by trying each on the first rows
// and counting the numbers that come out, then parses piece by piece.

import Papa from 'papaparse';
import { ServiceError } from '../../wire/errors';
import { isMissing, toNumber } from './cells';

export interface Dialect {
  readonly delimiter: string;
  readonly decimalComma: boolean;
}

/** In order of preference where several fit equally. */
const DELIMITERS = ['\t', ';', ',', '|', ' '] as const;
const NAMES: Readonly<Record<string, string>> = {
  '\t': 'tab',
  ';': 'semicolon',
  ',': 'comma',
  '|': 'bar',
  ' ': 'spaces',
};
const SNIFF_ROWS = 100;

export function describeDialect({ delimiter, decimalComma }: Dialect): string {
  const name = NAMES[delimiter] ?? delimiter;
  return decimalComma ? `${name}, decimal comma` : name;
}

export function findDialect(head: string): Dialect {
  let best: { dialect: Dialect; score: number } = { dialect: { delimiter: ',', decimalComma: false }, score: -1 };
  for (const delimiter of DELIMITERS) {
    const rows = parseRows(head, delimiter, SNIFF_ROWS).filter((row) => !isBlank(row));
    for (const decimalComma of delimiter === ',' ? [false] : [false, true]) {
      const score = dialectScore(rows, decimalComma);
      if (score > best.score) best = { dialect: { delimiter, decimalComma }, score };
    }
  }
  return best.dialect;
}

/** Between 0 and 2: share of rows of the common width times share of numbers; one more for a second column. */
function dialectScore(rows: readonly (readonly string[])[], decimalComma: boolean): number {
  const body = rows.length > 1 ? rows.slice(1) : rows;
  if (body.length === 0) return 0;
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  const [width, count] = [...widths].sort((a, b) => b[1] - a[1])[0]!;
  let numbers = 0;
  let values = 0;
  for (const row of body) {
    for (const cell of row) {
      if (isMissing(cell)) continue;
      values++;
      if (!Number.isNaN(toNumber(cell, decimalComma))) numbers++;
    }
  }
  if (numbers === 0) return width > 1 ? 0.01 : 0;
  return (count / rows.length) * (numbers / values) + (width > 1 ? 1 : 0);
}

/** Rows of cells; a blank line is one empty cell. Throws 'malformed' for a quote that never closes. */
export function parseRows(text: string, delimiter: string, preview = 0, firstRow = 1): string[][] {
  const spaced = delimiter === ' ';
  const input = spaced ? text.replace(/[^\S\r\n]+/g, ' ').replace(/^ | $/gm, '') : text;
  const { data, errors } = Papa.parse<string[]>(input, { delimiter, preview, header: false, skipEmptyLines: false });
  const open = errors.find((error) => error.code === 'MissingQuotes');
  if (open && preview === 0) {
    const row = firstRow + (open.row ?? 0);
    throw new ServiceError('malformed', `Row ${row} opens a quotation mark that is never closed.`);
  }
  // The line break that ends the text is no row of its own.
  if (/[\r\n]$/.test(input) && data.length > 0 && isBlank(data[data.length - 1]!)) data.pop();
  return data;
}

/** A name may begin with it, too: a colour, a number, a word that is searched for. */
const COMMENT = /^#(?:[\s#]|$)/;

/** What tells Excel the separator, on a line of its own; the separator itself is gone where it is the one. */
const SEPARATOR_LINE = /^sep=.?$/i;

/** Nothing in it, or a comment as NumPy's savetxt writes it, or the line that tells Excel the separator. */
export function isBlank(row: readonly string[]): boolean {
  const first = row[0]!;
  if (SEPARATOR_LINE.test(first)) return row.slice(1).every((cell) => cell === '');
  return COMMENT.test(first) || (row.length === 1 && (first.trim() === '' || first.startsWith('#')));
}
