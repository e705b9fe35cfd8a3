// JSON tables, in the shapes that people have them in: [[1, 2], …], [{"x": 1, "y": 2}, …],
// {"columns": […], "data": [[…], …]} (pandas' "split"), {"points": [[…], …]} (the REST body),
// {"x": […], "y": […]}, and one JSON row a line.

import { inJson } from '../../ml/in-json';
import { ServiceError } from '../../wire/errors';
import { messageOf } from '../errors';
import type { Cells } from './collector';

export interface JsonRows {
  /** Known column names; null when the first row may be a header. */
  readonly names: readonly string[] | null;
  readonly rows: readonly Cells[];
  /** Lines that are no JSON, from 1; only for one row a line. */
  readonly broken: readonly number[];
}

const ACCEPTED = 'Accepted are [[1, 2], …], [{"x": 1, "y": 2}, …] and {"columns": ["x", "y"], "data": [[1, 2], …]}.';
/** Keys that are taken up: more columns than anybody can choose from. */
const MOST_KEYS = 2000;

export function looksLikeJson(head: string): boolean {
  return /^\s*[[{]/.test(head);
}

export function readJson(text: string): JsonRows {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const lines = readLines(text);
    if (lines) return lines;
    const reason = messageOf(error);
    throw new ServiceError('malformed', `This is not valid JSON: ${reason}. ${ACCEPTED}`);
  }
  return fromValue(value);
}

function readLines(text: string): JsonRows | null {
  const broken: number[] = [];
  const values: unknown[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      // A first line that is no JSON means that none of it is.
      if (values.length === 0) return null;
      broken.push(i + 1);
    }
  }
  return values.length > 1 ? { ...fromValue(values), broken } : null;
}

function fromValue(value: unknown): JsonRows {
  if (Array.isArray(value)) return fromArray(value);
  if (isRecord(value)) {
    if (Array.isArray(value.points)) return fromArray(value.points);
    if (Array.isArray(value.data)) return fromSplit(value.columns, value.data);
    const columns = Object.entries(value).filter(([, column]) => Array.isArray(column));
    if (columns.length > 0) return fromColumns(columns as [string, unknown[]][]);
  }
  throw new ServiceError('invalid', `There is no table in this JSON. ${ACCEPTED}`);
}

function fromArray(items: readonly unknown[]): JsonRows {
  if (items.length === 0) throw new ServiceError('invalid', 'There are no rows in it.');
  if (items.some(isRecord)) {
    const names = keysOf(items);
    return rowsOf(
      names,
      items.map((item) => (isRecord(item) ? names.map((name) => member(item, name)) : [])),
    );
  }
  // A plain list of numbers is one column.
  return rowsOf(
    null,
    items.map((item) => (Array.isArray(item) ? item : [item])),
  );
}

/** Of all objects: a member that only a late one has is a column as well. */
function keysOf(items: readonly unknown[]): readonly string[] {
  const names = new Set<string>();
  for (const item of items) {
    if (names.size > MOST_KEYS) break;
    if (isRecord(item)) for (const name of Object.keys(item)) names.add(name);
  }
  return [...names];
}

function fromSplit(columns: unknown, data: readonly unknown[]): JsonRows {
  const table = fromArray(data);
  if (table.names || columns === undefined) return table;
  if (!Array.isArray(columns)) throw new ServiceError('invalid', `"columns" must be a list of names. ${ACCEPTED}`);
  return { ...table, names: columns.map((name) => (typeof name === 'string' ? name : inJson(name))) };
}

function fromColumns(columns: readonly (readonly [string, readonly unknown[]])[]): JsonRows {
  const length = columns.reduce((longest, [, column]) => Math.max(longest, column.length), 0);
  return rowsOf(
    columns.map(([name]) => name),
    Array.from({ length }, (_, i) => columns.map(([, column]) => column[i])),
  );
}

function rowsOf(names: readonly string[] | null, rows: readonly Cells[]): JsonRows {
  return { names, rows, broken: [] };
}

/** Its own alone: a row without a "constructor" must not lend JavaScript's. */
function member(row: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
