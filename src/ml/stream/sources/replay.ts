// A table's rows in their order, to the end: the user's CSV or JSONL file. Rows with a missing value are passed over and
// counted; a row with another number of columns, or a word among numbers, ends the batch before it, and the next call
// says where it is. The source stays there, so what was learnt before it is safe.

import { countOf, fieldsOf, unreadable } from '../memento';
import type { Batch, Memento, Source, SourceInfo } from '../types';
import { type Cell, type Column, lacks, planTable, type TablePlan, toNumber, wordOf } from './table';

export interface TableOptions {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Name of the column to predict. */
  readonly target: string;
  /** Made before, of the same table; else made at once, which takes a second for a million rows. */
  readonly plan?: TablePlan | undefined;
}

/** A row that cannot be learnt from. Rows count from 1, without the headers; column null: the whole row. */
export class SourceError extends Error {
  constructor(
    readonly row: number,
    readonly column: string | null,
    message: string,
  ) {
    super(message);
    this.name = 'SourceError';
  }
}

const WHOSE = 'this file';
/** Columns that are named in a note. */
const MOST_NAMED = 10;
/** Squares of what is larger would add up to no number. */
const LARGEST = 1e100;

/** Throws a RangeError, for people, when the table cannot be used; a TypeError for a memento of another file. */
export function replaySource(
  { headers, rows, target, plan = planTable(headers, rows, target) }: TableOptions,
  memento?: Memento,
): Source {
  const at = memento === undefined ? 0 : countOf(fieldsOf(memento, WHOSE), 'at', WHOSE);
  if (at > rows.length) throw unreadable(WHOSE);
  return new ReplaySource(infoOf(plan, rows.length), plan, headers.length, rows, at);
}

function infoOf(plan: TablePlan, rows: number): SourceInfo {
  const { missing } = plan;
  const notes: string[] = [];
  if (plan.left_out.length > 0)
    notes.push(`Left out, being neither numbers nor of few kinds: ${namesOf(plan.left_out)}.`);
  if (missing > 0) {
    const [some, all] = [missing, rows].map((count) => count.toLocaleString('en'));
    const passed = missing === 1 ? 'has a missing value and is' : 'have a missing value and are';
    notes.push(`${some} of ${all} rows ${passed} passed over.`);
  }
  return {
    features: plan.features,
    task: plan.task,
    length: rows - missing,
    drifts: () => [],
    ...(plan.target.kind === 'words' ? { classes: plan.target.words } : {}),
    notes,
  };
}

function namesOf(columns: readonly string[]): string {
  const more = columns.length - MOST_NAMED;
  return more > 0 ? `${columns.slice(0, MOST_NAMED).join(', ')} and ${more} more` : columns.join(', ');
}

class ReplaySource implements Source {
  constructor(
    readonly info: SourceInfo,
    private readonly plan: TablePlan,
    private readonly width: number,
    private readonly rows: TableOptions['rows'],
    private at: number,
  ) {}

  next(n: number): Batch | null {
    const d = this.info.features.length;
    const [X, y] = [new Float64Array(n * d), new Float64Array(n)];
    let taken = 0;
    while (taken < n && this.at < this.rows.length) {
      const error = this.read(X, taken * d, y, taken);
      // The good rows before it come first; it is said when it is the next.
      if (error && taken > 0) break;
      if (error) throw error;
      this.at += 1;
      if (!Number.isNaN(y[taken])) taken += 1;
    }
    return taken === 0 ? null : { X: X.slice(0, taken * d), y: y.slice(0, taken), n: taken, d };
  }

  save(): Memento {
    return { at: this.at };
  }

  /** Writes the row at hand; its y is NaN when a value is missing. */
  private read(X: Float64Array, at: number, y: Float64Array, i: number): SourceError | null {
    const row = this.rows[this.at];
    const number = this.at + 1;
    if (row.length !== this.width) {
      return new SourceError(number, null, `Row ${number} has ${row.length} columns, not ${this.width}.`);
    }
    const { columns, target } = this.plan;
    y[i] = Number.NaN;
    if (lacks(row, [...columns, target])) return null;
    let place = at;
    for (const column of columns) {
      const error = unfit(row, column, number);
      if (error) return error;
      place = encode(row[column.index], column, X, place);
    }
    const error = unfit(row, target, number);
    if (error) return error;
    const cell = row[target.index];
    y[i] = target.kind === 'number' ? toNumber(cell) : target.words.indexOf(wordOf(cell));
    return null;
  }
}

function unfit(row: readonly Cell[], column: Column, number: number): SourceError | null {
  const cell = row[column.index];
  if (column.kind === 'words') return null;
  const value = toNumber(cell);
  if (Math.abs(value) <= LARGEST) return null;
  const why = Number.isFinite(value) ? 'is too large' : 'is no number';
  return new SourceError(number, column.name, `Row ${number}, column "${column.name}": "${cell}" ${why}.`);
}

/** Gives the place after what it wrote. */
function encode(cell: Cell, column: Column, X: Float64Array, place: number): number {
  if (column.kind === 'number') {
    X[place] = toNumber(cell);
    return place + 1;
  }
  column.words.forEach((word, k) => {
    X[place + k] = word === wordOf(cell) ? 1 : 0;
  });
  return place + column.words.length;
}
