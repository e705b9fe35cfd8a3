// Checks of what comes in as rows and indices, at the service's edge.

import type { Matrix } from '../../ml/gmm/types';
import { ServiceError } from '../../wire/errors';
import { MAX_COORDINATE, MAX_DIMENSIONS, MAX_POINTS } from '../../wire/limits';
import { invalid } from '../errors';
import { breathe } from '../pace';
import type { PointsDocument } from './document';

/** @throws ServiceError 'invalid' unless every value is a finite number within bounds. */
export function checkRows({ data, n, d }: Matrix): void {
  checkWidth(d);
  if (!(data instanceof Float64Array) || !Number.isInteger(n) || n < 0 || data.length !== n * d) {
    throw invalid('points', 'The points do not have the size they say.');
  }
  for (let i = 0; i < data.length; i++) {
    if (!(Math.abs(data[i]!) <= MAX_COORDINATE)) throw badValue(`points.${Math.floor(i / d)}.${i % d}`, data[i]);
  }
}

/** Of one place that was asked about. @throws ServiceError 'invalid' unless it has `d` finite numbers within bounds. */
export function checkPlace(point: readonly number[], d: number): void {
  if (point.length !== d) throw invalid('point', `The model has ${d} columns; this point has ${point.length}.`);
  const at = point.findIndex((value) => !(Math.abs(value) <= MAX_COORDINATE));
  if (at >= 0) throw badValue(`point.${at}`, point[at]);
}

export function checkWidth(d: number): void {
  if (Number.isInteger(d) && d >= 1 && d <= MAX_DIMENSIONS) return;
  throw invalid('points', `Points need 1 to ${MAX_DIMENSIONS} columns; these have ${d}.`);
}

export function checkCount(n: number): void {
  if (n <= MAX_POINTS) return;
  const limit = MAX_POINTS.toLocaleString('en');
  throw invalid('points', `That would make ${n.toLocaleString('en')} points; at most ${limit} are allowed.`);
}

function badValue(field: string, value: unknown) {
  const bound = MAX_COORDINATE.toExponential(0);
  const got = typeof value === 'number' ? String(value) : `a ${value === null ? 'null' : typeof value}`;
  return invalid(field, `Every value must be a number between -${bound} and ${bound}; got ${got}.`);
}

/** Ascending and without repeats, for `remove`. @throws ServiceError 'invalid' on an index out of range. */
export function sortedIndices(indices: Uint32Array, n: number): Uint32Array {
  checkIndices(indices, n);
  const sorted = indices.slice().sort();
  return sorted.filter((index, i) => i === 0 || index !== sorted[i - 1]);
}

export function checkIndices(indices: Uint32Array, n: number): void {
  const at = indices.findIndex((index) => index >= n);
  if (at >= 0) throw invalid(`indices.${at}`, `There is no point ${indices[at]}; there are ${n}.`);
}

export function checkColumn(field: string, column: number, d: number): void {
  if (!Number.isInteger(column) || column < 0 || column >= d) throw invalid(field, `There is no column ${column}.`);
}

/** Row numbers as they are now, of those read at revision `rev`; without one they are taken as they come. -1: it went. */
export function numbersNow(document: PointsDocument, indices: Uint32Array, rev: number | undefined): readonly number[] {
  const now = rev === undefined ? Array.from(indices) : document.numbersNow(indices, rev);
  if (now) return now;
  throw new ServiceError('conflict', 'The points are others by now: nothing was changed.');
}

/** Row numbers as they are now. @throws ServiceError 'conflict' when one of them went. */
export function allNow(document: PointsDocument, indices: Uint32Array, rev: number | undefined): Uint32Array {
  const now = numbersNow(document, indices, rev);
  if (now.includes(-1)) throw new ServiceError('conflict', 'The point is no longer there: nothing was changed.');
  return Uint32Array.from(now);
}

/** Nested rows from JSON as one matrix, letting messages through on the way. */
export async function toMatrix(rows: readonly (readonly number[])[]): Promise<Matrix> {
  const n = rows.length;
  const d = rows[0]?.length ?? 0;
  if (n === 0) throw invalid('points', 'At least one point is needed.');
  checkCount(n);
  checkWidth(d);
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    if (row.length !== d) {
      throw invalid(`points.${i}`, `Every point must have ${d} values, as the first; this one has ${row.length}.`);
    }
    for (let j = 0; j < d; j++) {
      const value: unknown = row[j];
      if (typeof value !== 'number' || !(Math.abs(value) <= MAX_COORDINATE)) throw badValue(`points.${i}.${j}`, value);
      data[i * d + j] = value;
    }
    if (i % 50_000 === 49_999) await breathe();
  }
  return { data, n, d };
}
