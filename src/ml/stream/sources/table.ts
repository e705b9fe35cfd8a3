// What a table's columns are to a learner: numbers as they are; words of few kinds as one column of 0 and 1 a kind; all
// other columns (names, texts) left out. The target is a class when it has words or few whole numbers, else a number.

import type { Task } from '../types';

/** Empty, null: not known. */
export type Cell = string | number | boolean | null;

export type Column =
  | { readonly kind: 'number'; readonly name: string; readonly index: number }
  | { readonly kind: 'words'; readonly name: string; readonly index: number; readonly words: readonly string[] };

export interface TablePlan {
  readonly columns: readonly Column[];
  /** Names of what the columns become. */
  readonly features: readonly string[];
  readonly target: Column;
  readonly task: Task;
  /** Columns that no learner can use. */
  readonly left_out: readonly string[];
  /** Rows with a missing value in a column that is used. */
  readonly missing: number;
}

type Rows = readonly (readonly Cell[])[];
/** Looks over a table; pauses now and then for who does it, who may be needed elsewhere. */
export type Planning<T> = Generator<void, T>;

/** Cells looked at in one go: some milliseconds. */
const STRETCH = 20_000;

/** Kinds of word that a column may have to be used. */
const MOST_WORDS = 20;
/** Different whole numbers that a target may have and be a class. */
const MOST_CLASSES = 20;
/** From this share of numbers on, a column is one of numbers, and what else is in it is an error. */
const NUMERIC = 0.95;

/** In one go. Throws a RangeError, for people, when there is nothing to predict or to predict it from. */
export function planTable(headers: readonly string[], rows: Rows, targetName: string): TablePlan {
  const planning = planningTable(headers, rows, targetName);
  for (;;) {
    const { done, value } = planning.next();
    if (done) return value;
  }
}

/** As `planTable`, in stretches. */
export function* planningTable(headers: readonly string[], rows: Rows, targetName: string): Planning<TablePlan> {
  const targetIndex = headers.indexOf(targetName);
  if (targetIndex < 0) throw new RangeError(`There is no column "${targetName}".`);
  const target = yield* planTarget(targetName, targetIndex, rows);
  const columns: Column[] = [];
  const leftOut: string[] = [];
  for (const [index, name] of headers.entries()) {
    if (index === targetIndex) continue;
    const column = yield* planColumn(name, index, rows);
    if (column) columns.push(column);
    else leftOut.push(name);
  }
  if (columns.length === 0) throw new RangeError('No column holds numbers, or words of few kinds, to predict from.');
  const features = columns.flatMap((column) =>
    column.kind === 'number' ? [column.name] : column.words.map((word) => `${column.name} = ${word}`),
  );
  const task: Task =
    target.kind === 'words'
      ? { kind: 'classification', n_classes: Math.max(2, target.words.length) }
      : { kind: 'regression' };
  const missing = yield* countLacking(rows, headers.length, [...columns, target]);
  return { columns, features, target, task, left_out: leftOut, missing };
}

function* countLacking(rows: Rows, width: number, used: readonly Column[]): Planning<number> {
  const stretch = Math.ceil(STRETCH / used.length);
  let missing = 0;
  for (const [i, row] of rows.entries()) {
    if (i % stretch === 0) yield;
    if (row.length === width && lacks(row, used)) missing += 1;
  }
  return missing;
}

function* planColumn(name: string, index: number, rows: Rows): Planning<Column | null> {
  const { known, numbers, words } = yield* look(rows, index, MOST_WORDS);
  if (known === 0) return null;
  if (numbers >= NUMERIC * known) return { kind: 'number', name, index };
  return words.length <= MOST_WORDS ? { kind: 'words', name, index, words: words.sort() } : null;
}

function* planTarget(name: string, index: number, rows: Rows): Planning<Column> {
  const { known, numbers, words, whole } = yield* look(rows, index, MOST_CLASSES);
  if (known === 0) throw new RangeError(`The column "${name}" is empty.`);
  const numeric = numbers >= NUMERIC * known;
  const few = words.length <= MOST_CLASSES;
  if (numeric && !(whole && few)) return { kind: 'number', name, index };
  if (!few) throw new RangeError(`The column "${name}" has words of more than ${MOST_CLASSES} kinds: no classes.`);
  return { kind: 'words', name, index, words: numeric ? words.sort((a, b) => Number(a) - Number(b)) : words.sort() };
}

interface Look {
  known: number;
  numbers: number;
  /** All numbers are whole. */
  whole: boolean;
  /** Different ones; one more than `most` when there are more. */
  words: string[];
}

function* look(rows: Rows, index: number, most: number): Planning<Look> {
  const words = new Set<string>();
  const seen = { known: 0, numbers: 0, whole: true };
  for (const [i, row] of rows.entries()) {
    if (i % STRETCH === 0) yield;
    const cell = row[index];
    if (isMissing(cell)) continue;
    seen.known += 1;
    const value = toNumber(cell);
    if (Number.isFinite(value)) {
      seen.numbers += 1;
      seen.whole &&= Number.isInteger(value);
    }
    if (words.size <= most) words.add(wordOf(cell));
  }
  return { ...seen, words: [...words] };
}

/** Of the columns named, one has no value. */
export function lacks(row: readonly Cell[], columns: readonly Column[]): boolean {
  return columns.some(({ index }) => isMissing(row[index]));
}

function isMissing(cell: Cell | undefined): cell is null | undefined | '' {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** 0x…, 0b… and 0o…, which `Number` would read as hexadecimal, binary and octal: codes, in tables. */
const RADIX = /^\s*0[xbo]/i;

/** NaN for what is no number. */
export function toNumber(cell: Cell): number {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' && !RADIX.test(cell) ? Number(cell) : Number.NaN;
}

/** As words are compared: 1, "1" and "1.0" are one. */
export function wordOf(cell: Cell): string {
  const value = toNumber(cell);
  return Number.isFinite(value) ? String(value) : String(cell).trim();
}
