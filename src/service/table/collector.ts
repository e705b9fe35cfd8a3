// Turns rows of cells, as they come, into points: looks at the first rows to tell the header and the
// numeric columns, then keeps the numbers of each further row in one growing Float64Array and notes
// every row that has to be left out.

import { inJson } from '../../ml/in-json';
import { textFromCsv } from '../../wire/csv';
import { ServiceError } from '../../wire/errors';
import { MAX_DIMENSIONS } from '../../wire/limits';
import type { TableColumn, TableOptions, TableProblem, TableResult } from '../../wire/table';
import { isMissing, toNumber, whyNoNumber } from './cells';
import { titleRows } from './titles';

export type Cells = readonly unknown[];

export interface CollectorSettings extends TableOptions {
  readonly decimalComma: boolean;
  /** Most rows kept. */
  readonly limit: number;
  /** Names known beforehand (JSON objects): then no row is a header. */
  readonly names?: readonly string[];
}

type Collected = Pick<TableResult, 'points' | 'columns' | 'header' | 'skipped' | 'problems' | 'truncated'>;

/** Rows looked at before deciding what the columns are. */
const HEAD_ROWS = 1000;
const PROBLEMS_LISTED = 100;
/** More would be a list that nobody can choose from, and that takes a page minutes to show. */
const MAX_COLUMNS = 2000;
/** A column is one of numbers when at least this share of its values are. */
const NUMERIC_SHARE = 0.5;

interface Layout {
  readonly header: boolean;
  readonly width: number;
  readonly columns: readonly TableColumn[];
  /** Positions of the kept columns. */
  readonly kept: readonly number[];
}

export class TableCollector {
  private head: { cells: Cells; row: number }[] = [];
  private layout: Layout | null = null;
  private data = new Float64Array(0);
  private used = 0;
  private skipped = 0;
  private readonly problems: TableProblem[] = [];
  private truncated = false;

  constructor(private readonly settings: CollectorSettings) {}

  /** Rows kept so far. */
  get rows(): number {
    return this.layout ? this.used / this.layout.kept.length : this.head.length;
  }

  /** Takes the next row; `row` is its number in the file. False once no more are wanted. */
  push(cells: Cells, row: number): boolean {
    if (this.layout) this.keep(cells, row, this.layout);
    else {
      this.head.push({ cells, row });
      if (this.head.length === HEAD_ROWS) this.decide();
    }
    return !this.truncated;
  }

  /** Notes a row that could not even be taken apart. */
  reject(row: number, message: string): void {
    this.note({ row, column: null, message });
  }

  finish(): Collected {
    const layout = this.layout ?? this.decide();
    if (this.used === 0) throw this.nothingKept(layout);
    const d = layout.kept.length;
    return {
      points: { data: this.data.slice(0, this.used), n: this.used / d, d },
      columns: layout.columns,
      header: layout.header,
      skipped: this.skipped,
      problems: this.problems,
      truncated: this.truncated,
    };
  }

  private decide(): Layout {
    const { settings } = this;
    const cells = this.head.map((entry) => entry.cells);
    const isNumber = (cell: unknown) => !Number.isNaN(toNumber(cell, settings.decimalComma));
    const titles = settings.names || settings.header === false ? 0 : titleRows(cells, isNumber);
    const layout = decideLayout(cells.slice(titles), settings);
    this.layout = layout;
    const rows = this.head.slice(titles + (layout.header ? 1 : 0));
    this.head = [];
    this.data = new Float64Array(Math.min(HEAD_ROWS * 4, this.settings.limit) * layout.kept.length);
    for (const { cells, row } of rows) this.keep(cells, row, layout);
    return layout;
  }

  private keep(cells: Cells, row: number, layout: Layout): void {
    const { kept } = layout;
    if (cells.length > layout.width && cells.slice(layout.width).some((cell) => !isMissing(cell))) {
      this.reject(row, `${cells.length} values where ${layout.width} columns were expected`);
      return;
    }
    const full = this.used === this.settings.limit * kept.length;
    if (!full) this.reserve(kept.length);
    for (let j = 0; j < kept.length; j++) {
      const cell = cells[kept[j]!];
      const value = toNumber(cell, this.settings.decimalComma);
      if (Number.isNaN(value)) {
        this.note({ row, column: layout.columns[kept[j]!]!.name, message: whyNoNumber(cell) });
        return;
      }
      if (!full) this.data[this.used + j] = value;
    }
    if (full) this.truncated = true;
    else this.used += kept.length;
  }

  private reserve(more: number): void {
    if (this.used + more <= this.data.length) return;
    const limit = this.settings.limit * more;
    const larger = new Float64Array(Math.min(limit, Math.max(2 * this.data.length, this.used + more)));
    larger.set(this.data);
    this.data = larger;
  }

  private note(problem: TableProblem): void {
    this.skipped++;
    if (this.problems.length < PROBLEMS_LISTED) this.problems.push(problem);
  }

  private nothingKept(layout: Layout): ServiceError {
    if (this.skipped === 0) {
      return new ServiceError('invalid', 'There is a header and no row of numbers under it.');
    }
    const details = this.problems
      .slice(0, 5)
      .map((p) => ({ field: p.column ? `row ${p.row}, ${p.column}` : `row ${p.row}`, message: p.message }));
    const names = layout.kept.map((index) => layout.columns[index]!.name).join(', ');
    return new ServiceError('invalid', `No row has a number in every chosen column (${names}).`, details);
  }
}

function decideLayout(head: readonly Cells[], settings: CollectorSettings): Layout {
  if (head.length === 0) throw new ServiceError('invalid', 'There are no rows in it.');
  const width = settings.names?.length ?? commonWidth(head);
  if (width > MAX_COLUMNS) {
    const [has, limit] = [width, MAX_COLUMNS].map((count) => count.toLocaleString('en'));
    throw new ServiceError('too_large', `There are ${has} columns in it; at most ${limit} can be read.`);
  }
  const isNumber = (cell: unknown) => !Number.isNaN(toNumber(cell, settings.decimalComma));
  const numericColumns = (rows: readonly Cells[]) =>
    Array.from({ length: width }, (_, j) => {
      const values = rows.map((row) => row[j]).filter((cell) => !isMissing(cell));
      const numbers = values.filter(isNumber).length;
      return numbers > 0 && numbers >= NUMERIC_SHARE * values.length;
    });
  const unnamed = !settings.names && hasUnnamedRows(head, width);
  const top: Cells = unnamed ? [null, ...head[0]!] : head[0]!;
  const header = settings.names ? false : settings.header === 'auto' ? looksLikeHeader() : settings.header;
  const body = header ? head.slice(1) : head;
  // Under a header alone, its columns are taken for numeric so that the message is about the missing rows.
  const numeric = body.length > 0 ? numericColumns(body) : Array.from({ length: width }, () => true);
  const names = uniqueNames(settings.names ?? (header ? top : []), width);
  const chosen = settings.columns ?? defaultColumns();
  checkColumns(chosen, width);
  // In file order, in which the names stand over them.
  const kept = [...new Set(chosen)].sort((a, b) => a - b);
  const columns = names.map((name, index) => ({ index, name, numeric: numeric[index]!, kept: kept.includes(index) }));
  return { header, width, columns, kept };

  function looksLikeHeader(): boolean {
    const rest = head.slice(1);
    if (rest.length === 0) return !top.some(isNumber);
    const below = numericColumns(rest);
    const text = (j: number) => !isMissing(top[j]) && !isNumber(top[j]);
    return below.some((is, j) => is && text(j)) || (!below.includes(true) && !top.some(isNumber));
  }

  function defaultColumns(): number[] {
    const all = numeric.flatMap((is, j) => (is && !isRowIndex(j) ? [j] : []));
    return (all.length > 0 ? all : numeric.flatMap((is, j) => (is ? [j] : []))).slice(0, MAX_DIMENSIONS);
  }

  /** A first column without a name that counts the rows, as pandas writes it, or names them. */
  function isRowIndex(j: number): boolean {
    if (j !== 0 || !header || width < 2 || !isMissing(top[0])) return false;
    if (unnamed) return true;
    const start = toNumber(body[0]?.[0], false);
    return (start === 0 || start === 1) && body.every((row, i) => toNumber(row[0], false) === start + i);
  }
}

/**
 * Whether a header would be one short of its rows: it then has no name for the first column, the rows' own names, as R's
 * write.table writes them and pandas, too, reads them. Not so where rows merely end in a separator, nor under a single
 * word, which may be a title.
 */
function hasUnnamedRows([first, ...body]: readonly Cells[], width: number): boolean {
  if (width < 3 || first?.length !== width - 1 || first.some(isMissing)) return false;
  return body.some((row) => !isMissing(row[width - 1]));
}

function checkColumns(kept: readonly number[], width: number): void {
  if (kept.length === 0) {
    throw new ServiceError('invalid', 'No column of numbers was found. At least one is needed.');
  }
  if (kept.length > MAX_DIMENSIONS) {
    throw new ServiceError('invalid', `${kept.length} columns were chosen; at most ${MAX_DIMENSIONS} can be used.`);
  }
  const bad = kept.find((index) => !Number.isInteger(index) || index < 0 || index >= width);
  if (bad !== undefined) throw new ServiceError('invalid', `There is no column ${bad + 1}; there are ${width}.`);
}

/** The width most rows have; of equally common ones, the larger. */
function commonWidth(rows: readonly Cells[]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]![0];
}

function nameIn(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'string' ? cell : inJson(cell);
}

function uniqueNames(raw: Cells, width: number): string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, j) => {
    const base = textFromCsv(nameIn(raw[j]).trim()).trim().slice(0, 60) || `column ${j + 1}`;
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base} (${i})`;
    taken.add(name);
    return name;
  });
}
