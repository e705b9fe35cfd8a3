// Metrics as the CSV file of PyTorch Lightning's CSVLogger (lightning/fabric/loggers/csv_logs.py): a header, then a row a
// call, blank where a row has no value, lines ended by CR LF, numbers as Python reads them.

import Papa from 'papaparse';
import { LogError } from './errors';
import type { MetricRow, MetricTable } from './metrics';

const PROBLEMS_LISTED = 100;
/** Some 30 ms. */
const ROWS_A_PIECE = 10_000;
const NO_HEADER = 'The file has no header: its first line must name the columns, such as epoch,step,train_loss.';
/** Names that mean the row's place. */
const PLACES = ['epoch', 'step'] as const;

export interface MetricsProblem {
  /** Line of the table, the header being 1. */
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
}

export interface ReadMetrics {
  readonly table: MetricTable;
  /** Cells and rows that were left out, the first hundred of `left_out`. */
  readonly problems: readonly MetricsProblem[];
  readonly left_out: number;
}

/**
 * `epoch, step` first, then the columns in order of first appearance. @throws LogError for a column called epoch or step.
 * @param written what a column's name is written as
 */
export function writeMetricsCsv(
  { columns, rows }: MetricTable,
  written: (name: string) => string = (name) => name,
): string {
  for (const name of columns) {
    const place = PLACES.find((reserved) => reserved === name.trim());
    if (place || name.trim() === '') throw new LogError(`A column of metrics cannot be called “${name}”.`);
  }
  const lines = rows.map(({ epoch, step, values }) =>
    [cell(epoch), cell(step), ...columns.map((name) => cell(values.get(name)))].join(','),
  );
  return [[...PLACES, ...columns.map(written)].map(quoted).join(','), ...lines, ''].join('\r\n');
}

function cell(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (Number.isNaN(value)) return 'nan';
  if (Object.is(value, -0)) return '-0.0';
  return Number.isFinite(value) ? String(value) : value < 0 ? '-inf' : 'inf';
}

function quoted(name: string): string {
  return /[",\r\n]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/**
 * Reads what CSVLogger and `writeMetricsCsv` write: columns in any order, with or without epoch and step, True and False
 * as 1 and 0. Texts are no metrics: they are left out, and named.
 * @throws LogError where there is no header.
 */
export function readMetricsCsv(text: string): ReadMetrics {
  const reading = readingMetricsCsv(text);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

/** As `readMetricsCsv`, a piece at a time: a million rows take seconds, and whoever reads them may have others to answer. */
export function* readingMetricsCsv(text: string): Generator<void, ReadMetrics> {
  const problems: MetricsProblem[] = [];
  let leftOut = 0;
  const note = (row: number, column: string | null, message: string) => {
    leftOut += 1;
    if (problems.length < PROBLEMS_LISTED) problems.push({ row, column, message });
  };
  let header: readonly string[] | null = null;
  let names: readonly (string | null)[] = [];
  let line = 1;
  const rows: MetricRow[] = [];
  for (const lines of piecesOf(text)) {
    for (const cells of lines) {
      if (header === null) {
        header = headerOf(cells);
        names = namesOf(header, note);
        continue;
      }
      line += 1;
      const { length } = header;
      if (cells.length === length && cells.every((cell, j) => cell === header?.[j])) continue;
      if (cells.length > length) note(line, null, `has ${cells.length} cells under ${length} columns`);
      rows.push(readRow(cells, names, (column, message) => note(line, column, message)));
    }
    yield;
  }
  if (header === null) throw new LogError(NO_HEADER);
  const named = names.filter((name) => name !== null && !isPlace(name)) as string[];
  return { table: { columns: named, rows }, problems, left_out: leftOut };
}

function headerOf(cells: readonly string[]): readonly string[] {
  if (cells.some((name) => name.trim() !== '')) return cells;
  throw new LogError(NO_HEADER);
}

function* piecesOf(text: string): Generator<readonly string[][]> {
  let rest = text.replace(/^\uFEFF/, '');
  while (rest !== '') {
    // Its fast mode would split all of the rest for each piece.
    const { data, meta } = Papa.parse<string[]>(rest, {
      ...{ delimiter: ',', skipEmptyLines: true, preview: ROWS_A_PIECE, fastMode: false },
    });
    yield data;
    if (!meta.truncated) return;
    rest = rest.slice(meta.cursor);
  }
}

function isPlace(name: string): boolean {
  return (PLACES as readonly string[]).includes(name);
}

/** Null for columns that are left out. */
function namesOf(
  header: readonly string[],
  note: (row: number, column: string, why: string) => void,
): (string | null)[] {
  const seen = new Set<string>();
  return header.map((name, j) => {
    const kept = isPlace(name.trim()) ? name.trim() : name;
    if (kept.trim() === '') {
      note(1, kept, `column ${j + 1} has no name and is left out`);
      return null;
    }
    if (seen.has(kept)) {
      note(1, kept, 'comes twice; the second is left out');
      return null;
    }
    seen.add(kept);
    return kept;
  });
}

function readRow(
  cells: readonly string[],
  names: readonly (string | null)[],
  note: (column: string, message: string) => void,
): MetricRow {
  const values = new Map<string, number>();
  names.forEach((name, j) => {
    const text = cells[j]?.trim() ?? '';
    if (name === null || text === '') return;
    const value = numberOf(text);
    if (value === null) note(name, `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}” is not a number`);
    else values.set(name, value);
  });
  const place = (name: (typeof PLACES)[number]) => {
    const value = values.get(name) ?? null;
    values.delete(name);
    if (value === null || Number.isFinite(value)) return value;
    note(name, `must be a finite number, not ${value}`);
    return null;
  };
  return { epoch: place('epoch'), step: place('step'), values };
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['true', 1],
  ['false', 0],
]);

/** As Python's float reads it, and its truth values; null for texts. */
function numberOf(text: string): number | null {
  if (DECIMAL.test(text)) return Number(text);
  const [, sign, word] = /^([+-]?)([a-z]+)$/i.exec(text) ?? [];
  const value = word === undefined ? undefined : SPECIAL.get(word.toLowerCase());
  if (value === undefined || (sign && Number.isFinite(value))) return null;
  return sign === '-' ? -value : value;
}
