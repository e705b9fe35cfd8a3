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
}

/** Kinds of word that a column may have to be used. */
const MOST_WORDS = 20;
/** Different whole numbers that a target may have and be a class. */
const MOST_CLASSES = 20;
/** From this share of numbers on, a column is one of numbers, and what else is in it is an error. */
const NUMERIC = 0.95;

/** Throws a RangeError, for people, when there is nothing to predict or to predict it from. */
export function planTable(
  headers: readonly string[],
  rows: readonly (readonly Cell[])[],
  targetName: string,
): TablePlan {
  const targetIndex = headers.indexOf(targetName);
  if (targetIndex < 0) throw new RangeError(`There is no column "${targetName}".`);
  const target = planTarget(targetName, targetIndex, rows);
  const columns: Column[] = [];
  const leftOut: string[] = [];
  headers.forEach((name, index) => {
    if (index === targetIndex) return;
    const column = planColumn(name, index, rows);
    if (column) columns.push(column);
    else leftOut.push(name);
  });
  if (columns.length === 0) throw new RangeError('No column holds numbers, or words of few kinds, to predict from.');
  const features = columns.flatMap((column) =>
    column.kind === 'number' ? [column.name] : column.words.map((word) => `${column.name} = ${word}`),
  );
  const task: Task =
    target.kind === 'words'
      ? { kind: 'classification', n_classes: Math.max(2, target.words.length) }
      : { kind: 'regression' };
  return { columns, features, target, task, left_out: leftOut };
}

function planColumn(name: string, index: number, rows: readonly (readonly Cell[])[]): Column | null {
  const { known, numbers, words } = look(rows, index, MOST_WORDS);
  if (known === 0) return null;
  if (numbers >= NUMERIC * known) return { kind: 'number', name, index };
  return words.length <= MOST_WORDS ? { kind: 'words', name, index, words: words.sort() } : null;
}

function planTarget(name: string, index: number, rows: readonly (readonly Cell[])[]): Column {
  const { known, numbers, words, whole } = look(rows, index, MOST_CLASSES);
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

function look(rows: readonly (readonly Cell[])[], index: number, most: number): Look {
  const words = new Set<string>();
  const seen = { known: 0, numbers: 0, whole: true };
  for (const row of rows) {
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

export function isMissing(cell: Cell | undefined): cell is null | undefined | '' {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** NaN for what is no number. */
export function toNumber(cell: Cell): number {
  if (typeof cell === 'number') return cell;
  return typeof cell === 'string' ? Number(cell) : Number.NaN;
}

/** As words are compared: 1, "1" and "1.0" are one. */
export function wordOf(cell: Cell): string {
  const value = toNumber(cell);
  return Number.isFinite(value) ? String(value) : String(cell).trim();
}
