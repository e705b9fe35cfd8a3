// Pushed batches at the edge: what is not in order is refused, with row and column, before anything is learnt from it.

import type { Batch, Task } from '../../ml/stream/types';
import { ServiceError } from '../../wire/errors';
import type { PushedBatch } from '../../wire/stream';
import { invalid } from '../errors';
import { STREAM_LIMITS as MOST } from './defaults';

/** What the model at hand can learn from; null: anything. */
export interface Expected {
  readonly features: readonly string[] | null;
  readonly task: Task | null;
}

/** Rows and columns count from 1 in what is said. ServiceError 'invalid' or 'too_large'. */
export function toBatch(pushed: PushedBatch, { features, task }: Expected): Batch {
  const { X, y } = Object(pushed) as Partial<Record<keyof PushedBatch, unknown>>;
  if (!Array.isArray(X)) throw invalid('X', 'X must be a list of rows, each a list of numbers.');
  if (!Array.isArray(y)) throw invalid('y', 'y must be a list of numbers, one for each row of X.');
  const n = X.length;
  if (n === 0) throw invalid('X', 'X is empty: it needs at least one row.');
  const d = Array.isArray(X[0]) ? X[0].length : 1;
  checkSize(n, d);
  if (features && features.length !== d) throw wrongWidth(d, features);
  const rows = readRows(X, n, d);
  return { X: rows, y: readY(y, n, task), n, d };
}

function checkSize(n: number, d: number): void {
  const say = (value: number) => value.toLocaleString('en');
  if (d === 0) throw invalid('X.0', 'Row 1 of X is empty: it needs at least one column.');
  if (n > MOST.pushed_rows)
    throw tooLarge(`${say(n)} rows are too many; a batch has at most ${say(MOST.pushed_rows)}.`);
  if (d > MOST.pushed_columns) {
    throw tooLarge(`${say(d)} columns are too many; a batch has at most ${say(MOST.pushed_columns)}.`);
  }
  if (n * d > MOST.pushed_numbers) {
    throw tooLarge(`${say(n * d)} numbers are too many; a batch has at most ${say(MOST.pushed_numbers)}.`);
  }
}

function tooLarge(message: string): ServiceError {
  return new ServiceError('too_large', message, [{ field: 'X', message }]);
}

function wrongWidth(d: number, features: readonly string[]): ServiceError {
  const names = features.length <= 10 ? ` (${features.join(', ')})` : '';
  const columns = (count: number) => `${count} ${count === 1 ? 'column' : 'columns'}`;
  return invalid(
    'X',
    `X has ${columns(d)}, but the model learns from ${columns(features.length)}${names}. To begin with other columns, reset the stream first.`,
  );
}

function readRows(X: readonly unknown[], n: number, d: number): Float64Array {
  const rows = new Float64Array(n * d);
  const plain = !Array.isArray(X[0]);
  for (let i = 0; i < n; i++) {
    const row = plain && !Array.isArray(X[i]) ? [X[i]] : X[i];
    if (!Array.isArray(row)) throw invalid(`X.${i}`, `Row ${i + 1} of X is no list of numbers.`);
    if (row.length !== d) {
      throw invalid(`X.${i}`, `Row ${i + 1} of X has ${row.length} columns, but row 1 has ${d}.`);
    }
    for (let j = 0; j < d; j++) {
      if (!isUsable(row[j])) {
        throw invalid(
          `X.${i}.${j}`,
          `Row ${i + 1}, column ${j + 1} of X is ${shown(row[j])}; it must be a finite number.`,
        );
      }
      rows[i * d + j] = row[j];
    }
  }
  return rows;
}

function readY(y: readonly unknown[], n: number, task: Task | null): Float64Array {
  if (task?.kind === 'density') {
    if (y.length !== 0 && y.length !== n) throw lengths(y.length, n);
    return new Float64Array(0);
  }
  if (y.length !== n) throw lengths(y.length, n);
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const value = y[i];
    if (!isUsable(value)) throw invalid(`y.${i}`, `Row ${i + 1} of y is ${shown(value)}; it must be a finite number.`);
    if (task?.kind === 'classification') checkLabel(value, i, task.n_classes);
    values[i] = value;
  }
  return values;
}

function lengths(y: number, n: number): ServiceError {
  return invalid('y', `y has ${y} values, but X has ${n} rows: there must be as many.`);
}

function checkLabel(value: number, i: number, classes: number): void {
  if (Number.isInteger(value) && value >= 0 && value < classes) return;
  throw invalid(`y.${i}`, `Row ${i + 1} of y is ${value}; the classes are the whole numbers 0 to ${classes - 1}.`);
}

/** Squares of differences must stay finite. */
function isUsable(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 1e100;
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
