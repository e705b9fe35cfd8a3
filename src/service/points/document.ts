// The points themselves: rows of numbers with named columns, edited by small reversible steps.
// Every edit returns its own inverse, so undo is "apply the inverse" and nothing is ever copied whole
// but by the edits that touch every row anyway. No step does more than typed-array copies over n.

import type { Matrix } from '../../ml/gmm/types';
import type { DatasetInfo } from '../../wire/service';
import { ColumnStatistics } from './columns';
import { Numbering } from './numbering';

/** A step that changes the points. Rows are flat, row-major, `d` numbers each. */
export type Edit =
  | { readonly type: 'append'; readonly rows: Float64Array }
  /** Keeps the first n rows. */
  | { readonly type: 'truncate'; readonly n: number }
  /** Indices ascending, without repeats. */
  | { readonly type: 'remove'; readonly indices: Uint32Array }
  /** Indices ascending: where the rows stand afterwards. */
  | { readonly type: 'insert'; readonly indices: Uint32Array; readonly rows: Float64Array }
  | { readonly type: 'overwrite'; readonly indices: Uint32Array; readonly rows: Float64Array }
  | { readonly type: 'dataset'; readonly dataset: Dataset };

/** A whole set of points; `data` may be longer than n * d. */
export interface Dataset {
  readonly data: Float64Array;
  readonly n: number;
  readonly d: number;
  readonly columns: readonly string[];
  readonly source: string;
}

export const EMPTY_DATASET: Dataset = { data: new Float64Array(0), n: 0, d: 2, columns: ['x', 'y'], source: '' };

/** Names for d columns that came without: x1 … xd, and x, y on the plane. */
export function defaultColumns(d: number): string[] {
  if (d === 2) return ['x', 'y'];
  return Array.from({ length: d }, (_, i) => `x${i + 1}`);
}

/** Bytes an edit keeps alive. */
export function bytesOf(edit: Edit): number {
  const overhead = 64;
  switch (edit.type) {
    case 'append':
      return overhead + edit.rows.byteLength;
    case 'truncate':
      return overhead;
    case 'remove':
      return overhead + edit.indices.byteLength;
    case 'insert':
    case 'overwrite':
      return overhead + edit.indices.byteLength + edit.rows.byteLength;
    case 'dataset':
      return overhead + edit.dataset.data.byteLength;
  }
}

export class PointsDocument {
  private set: Dataset = EMPTY_DATASET;
  private statistics = new ColumnStatistics(EMPTY_DATASET.d);
  private readonly numbering = new Numbering();
  private revision = 0;
  /** Rows before this one are unchanged since `markSaved`. */
  private firstUnsaved = 0;
  private everything = 0;

  get n(): number {
    return this.set.n;
  }

  get d(): number {
    return this.set.d;
  }

  get columns(): readonly string[] {
    return this.set.columns;
  }

  get rev(): number {
    return this.revision;
  }

  /**
   * Grows with every edit but appending. An engine that holds the first m rows of the same
   * generation only has to be given the rest.
   */
  get generation(): number {
    return this.everything;
  }

  info(): DatasetInfo {
    const { n, d, columns, source } = this.set;
    return { n, d, columns, source, rev: this.revision, ...this.statistics.summary(n) };
  }

  /** All points: a view of the live buffer, to be read before the next edit and never kept. */
  matrix(): Matrix {
    const { data, n, d } = this.set;
    return { data: data.subarray(0, n * d), n, d };
  }

  /** Whole rows by index, copied. */
  rows(indices: Uint32Array): Matrix {
    return { data: this.gather(indices), n: indices.length, d: this.set.d };
  }

  /** Row numbers of revision `rev` as they are now, -1 where a row went; null if that cannot be told any more. */
  numbersNow(indices: Uint32Array, rev: number): readonly number[] | null {
    return this.numbering.now(indices, rev);
  }

  /** Rows from `start` on, as a copy. */
  rowsFrom(start: number): Float64Array {
    const { data, n, d } = this.set;
    return data.slice(start * d, n * d);
  }

  /** Takes the state over from storage. */
  restore(dataset: Dataset, rev: number): void {
    this.install(dataset);
    this.revision = Math.max(this.revision + 1, rev);
    this.numbering.forget(this.revision);
    this.firstUnsaved = Number.POSITIVE_INFINITY;
  }

  /** What a save has to write, and the mark to hand to `markUnsaved` should it fail. */
  takeUnsaved(): number {
    const from = this.firstUnsaved;
    this.firstUnsaved = Number.POSITIVE_INFINITY;
    return from;
  }

  markUnsaved(fromRow: number): void {
    this.firstUnsaved = Math.min(this.firstUnsaved, fromRow);
  }

  /** Makes one edit and returns the one that takes it back. Rows and indices are checked by the caller. */
  apply(edit: Edit): Edit {
    this.revision++;
    this.numbering.note(edit, this.revision);
    if (edit.type !== 'append') this.everything++;
    switch (edit.type) {
      case 'append':
        return this.append(edit.rows);
      case 'truncate':
        return this.truncate(edit.n);
      case 'remove':
        return this.remove(edit.indices);
      case 'insert':
        return this.insert(edit.indices, edit.rows);
      case 'overwrite':
        return this.overwrite(edit.indices, edit.rows);
      case 'dataset': {
        const dataset = this.set;
        this.install(edit.dataset);
        return { type: 'dataset', dataset };
      }
    }
  }

  private append(rows: Float64Array): Edit {
    const { data, n, d } = this.set;
    const grown = n + rows.length / d;
    let target = data;
    if (grown * d > data.length) {
      target = new Float64Array(Math.max(grown * d, Math.ceil(1.5 * n) * d, 64 * d));
      target.set(data.subarray(0, n * d));
    }
    target.set(rows, n * d);
    this.set = { ...this.set, data: target, n: grown };
    this.markUnsaved(n);
    this.statistics.came(rows);
    return { type: 'truncate', n };
  }

  private truncate(n: number): Edit {
    const rows = this.rowsFrom(n);
    this.set = { ...this.set, n };
    this.markUnsaved(n);
    this.statistics.went(rows, this.matrix().data);
    return { type: 'append', rows };
  }

  private remove(indices: Uint32Array): Edit {
    const { data, n, d } = this.set;
    const rows = this.gather(indices);
    const kept = new Float64Array((n - indices.length) * d);
    forEachGap(indices, n, (start, end, shift) => {
      kept.set(data.subarray(start * d, end * d), (start - shift) * d);
    });
    this.set = { ...this.set, data: kept, n: n - indices.length };
    this.markUnsaved(indices[0] ?? n);
    this.statistics.went(rows, this.matrix().data);
    return { type: 'insert', indices, rows };
  }

  private insert(indices: Uint32Array, rows: Float64Array): Edit {
    const { data, n, d } = this.set;
    const total = n + indices.length;
    const joined = new Float64Array(total * d);
    forEachGap(indices, total, (start, end, shift) => {
      joined.set(data.subarray((start - shift) * d, (end - shift) * d), start * d);
    });
    this.set = { ...this.set, data: joined, n: total };
    this.scatter(indices, rows);
    this.markUnsaved(indices[0] ?? n);
    this.statistics.came(rows);
    return { type: 'remove', indices };
  }

  private overwrite(indices: Uint32Array, rows: Float64Array): Edit {
    const before = this.gather(indices);
    this.scatter(indices, rows);
    for (const i of indices) this.markUnsaved(i);
    this.statistics.went(before, this.matrix().data);
    this.statistics.came(rows);
    return { type: 'overwrite', indices, rows: before };
  }

  private install(dataset: Dataset): void {
    this.set = dataset;
    this.firstUnsaved = 0;
    this.statistics = new ColumnStatistics(dataset.d);
    this.statistics.came(dataset.data.subarray(0, dataset.n * dataset.d));
  }

  private gather(indices: Uint32Array): Float64Array {
    const { data, d } = this.set;
    const rows = new Float64Array(indices.length * d);
    for (let i = 0; i < indices.length; i++) {
      const from = indices[i]! * d;
      for (let j = 0; j < d; j++) rows[i * d + j] = data[from + j]!;
    }
    return rows;
  }

  private scatter(indices: Uint32Array, rows: Float64Array): void {
    const { data, d } = this.set;
    for (let i = 0; i < indices.length; i++) {
      const to = indices[i]! * d;
      for (let j = 0; j < d; j++) data[to + j] = rows[i * d + j]!;
    }
  }
}

/** Calls `visit(start, end, holes before)` for each run of rows in [0, n) between ascending indices. */
function forEachGap(indices: Uint32Array, n: number, visit: (start: number, end: number, shift: number) => void): void {
  let start = 0;
  for (let i = 0; i < indices.length; i++) {
    const hole = indices[i]!;
    if (hole > start) visit(start, hole, i);
    start = hole + 1;
  }
  if (start < n) visit(start, n, indices.length);
}
