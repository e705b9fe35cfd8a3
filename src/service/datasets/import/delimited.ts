// CSV and its relatives as rows of cells, piece by piece: quotes, delimiters and line breaks within quotes, one
// column or many.

import Papa from 'papaparse';
import { ServiceError } from '../../../wire/errors';
import type { Encoding } from '../../encoding';
import { namesColumns, titleRows } from './columns';
import type { Limits } from './limits';

export interface RawRow {
  /** In the file, from 1, blank ones counted. */
  readonly row: number;
  readonly cells: readonly unknown[];
  /** Why this row is none; then there are no cells. */
  readonly fault?: string;
}

export interface Dialect {
  /** '' where each line is one text, quotes and all. */
  readonly delimiter: string;
  /** Quotation marks hold cells together, and are not their texts'. */
  readonly quoted: boolean;
  readonly newline: '\n' | '\r';
}

const DELIMITERS = ['\t', ',', ';', '|'] as const;
const SNIFF_ROWS = 200;
/** Share of the first rows that have as many cells as most do. */
const EVEN = 0.8;
/** Stands for no delimiter and no quote: lines hold it nowhere. */
const NEVER = '\u001f';
const PIECE = 1 << 20;
/** The first line of what Excel is to open: it says the delimiter, and is no row. */
const SAID = /^sep=([\t,;|])$/i;

export function findDialect(head: string, whole: boolean): Dialect {
  const newline = !head.includes('\n') && head.includes('\r') ? '\r' : '\n';
  const said = SAID.exec(head.split(newline, 1)[0]?.replace(/\r$/, '') ?? '')?.[1];
  if (said !== undefined) return { delimiter: said, newline, quoted: true };
  let best = { delimiter: '', score: 0 };
  for (const delimiter of DELIMITERS) {
    const parsed = parse(head, { delimiter, newline, quoted: true }, !whole);
    if (delimiter === '\t' && !parsed.sound && isPlain(head, newline, whole))
      return { delimiter, newline, quoted: false };
    const { rows, width, even } = evenness(parsed);
    // A quotation mark that does not close swallows the rest: the names of the columns say what they are all the same.
    if (parsed.open && namesColumns(rows[0] ?? [])) return { delimiter, newline, quoted: true };
    if (width > 1 && even >= EVEN && even > best.score) best = { delimiter, score: even };
    // One column all the way down, in quotes where there are commas in it.
    const one = delimiter === ',' && width === 1 && even === 1 && parsed.sound;
    if (one && head.includes('"') && best.score === 0) best = { delimiter, score: 0 };
  }
  return { delimiter: best.delimiter, newline, quoted: best.delimiter !== '' };
}

/**
 * Tabs between cells, and quotation marks that are the texts' own: each line has as many cells as any other, and most of
 * those that begin with a mark do not end with one.
 */
function isPlain(head: string, newline: Dialect['newline'], whole: boolean): boolean {
  const { rows, width, even } = evenness(parse(head, { delimiter: '\t', newline, quoted: false }, !whole));
  const begun = rows.flat().filter((cell) => cell.startsWith('"'));
  const closed = begun.filter((cell) => cell.length > 1 && cell.endsWith('"'));
  return width > 1 && even === 1 && 2 * closed.length < begun.length;
}

/** The first rows below titles, how many cells most of them have, and the share of those that do. */
function evenness(parsed: Parsed): {
  readonly rows: readonly string[][];
  readonly width: number;
  readonly even: number;
} {
  const all = parsed.rows.slice(0, SNIFF_ROWS).filter((row) => !isBlank(row));
  const rows = all.slice(titleRows(all));
  const widths = new Map<number, number>();
  for (const { length } of rows) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width, count] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  return { rows, width, even: rows.length > 0 ? count / rows.length : 0 };
}

/** Rejects 'malformed' for a quotation mark that does not close. */
export async function* readDelimited(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  encoding: Encoding,
  dialect: Dialect,
  limits: Limits,
): AsyncGenerator<RawRow> {
  const decoder = new TextDecoder(encoding);
  const reader = stream.getReader();
  let text = '';
  let row = 1;
  /** Length at which it is worth parsing: grows while a row does not end. */
  let wanted = PIECE;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += done ? decoder.decode() : decoder.decode(value, { stream: true });
      if (!done && text.length < wanted) continue;
      const { rows, end, open } = parse(text, dialect, !done);
      // Everything after it would be taken for one text.
      if (done && open) throw neverEnds(row + rows.length - 1);
      for (const cells of rows) {
        const said = row === 1 && SAID.test(cells.join(dialect.delimiter));
        if (!isBlank(cells) && !said) yield { row, cells };
        row += 1;
      }
      if (done) return;
      text = text.slice(end);
      if (text.length > 2 * limits.characters + PIECE) throw neverEnds(row);
      wanted = text.length + PIECE;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

interface Parsed {
  readonly rows: string[][];
  /** Where the last of them ends. */
  readonly end: number;
  /** Quotation marks stand where they should. */
  readonly sound: boolean;
  /** The last row opens one that is never closed. */
  readonly open: boolean;
}

/** Whole rows of a text; with `more` to come the last may not be whole. */
function parse(text: string, dialect: Dialect, more: boolean): Parsed {
  const { delimiter, newline, quoted } = dialect;
  const config = { delimiter: delimiter || NEVER, newline, quoteChar: quoted ? '"' : NEVER };
  // The parser below Papa.parse: it can leave a last row that is not whole, and says where that begins.
  const { data, errors, meta } = new Papa.Parser(config).parse(text, 0, more) as {
    data: string[][];
    errors: readonly { readonly code: string }[];
    meta: { cursor: number };
  };
  // A line break that ends the text begins no row.
  if (!more && text.endsWith(newline) && isBlank(data.at(-1) ?? ['x'])) data.pop();
  if (newline === '\n') for (const cells of data) dropReturn(cells);
  const open = !more && errors.some(({ code }) => code === 'MissingQuotes');
  return { rows: data, end: meta.cursor, sound: errors.length === 0, open };
}

/** Of a line that ends in CR LF. */
function dropReturn(cells: string[]): void {
  const last = cells.at(-1);
  if (last?.endsWith('\r')) cells[cells.length - 1] = last.slice(0, -1);
}

function isBlank(cells: readonly string[]): boolean {
  return cells.length === 1 && (cells[0] ?? '').trim() === '';
}

function neverEnds(row: number): ServiceError {
  return new ServiceError(
    'malformed',
    `Row ${row.toLocaleString('en')} does not end: it may open a quotation mark that is never closed. Nothing was kept.`,
  );
}
