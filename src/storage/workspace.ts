// The Points page's document: one record, and the points beside it in chunks, so that adding a
// point to a million rewrites one chunk. Record and points change in one transaction.

import type { Matrix } from '../ml/gmm/types';
import { read, type WriteTransaction, write } from './db';

/** Rows per chunk: 32,768 rows of 2 columns are 512 KiB. */
export const CHUNK_ROWS = 32_768;

export interface StoredWorkspace {
  /** The service's own record; any structured-cloneable value. */
  readonly record: unknown;
  /** Shape of the points in `pointChunks`; null when there are none. */
  readonly shape: { readonly n: number; readonly d: number } | null;
}

export interface Workspace {
  readonly record: unknown;
  readonly points: Matrix | null;
  /** Set when points were damaged in storage: `points` holds the rows that could be read. */
  readonly damaged?: true;
}

export interface PointsToSave {
  readonly matrix: Matrix;
  /** Rows before this one are as they were at the last save; Infinity when all are. */
  readonly fromRow: number;
}

const KEY = 'current';

export function readWorkspace(): Promise<Workspace | null> {
  return read(['workspace', 'pointChunks'], async (tx) => {
    const stored: unknown = await tx.objectStore('workspace').get(KEY);
    if (stored === undefined) return null;
    const { record, shape } = Object(stored) as Partial<StoredWorkspace>;
    if (shape === null) return { record, points: null };
    const chunks: unknown[] = await tx.objectStore('pointChunks').getAll();
    if (isShape(shape)) {
      const points = joinChunks(chunks, shape.d);
      if (points.n === shape.n) return { record, points };
      return { record, points, damaged: true };
    }
    const width = widthOf(record);
    return { record, points: width ? joinChunks(chunks, width) : null, damaged: true };
  });
}

/** The whole rows of finite numbers in the chunks that can be read. */
function joinChunks(chunks: readonly unknown[], d: number): Matrix {
  const sound = chunks.filter((chunk) => chunk instanceof Float64Array && chunk.length % d === 0) as Float64Array[];
  const data = new Float64Array(sound.reduce((length, chunk) => length + chunk.length, 0));
  let used = 0;
  for (const chunk of sound) {
    if (chunk.every(Number.isFinite)) {
      data.set(chunk, used);
      used += chunk.length;
      continue;
    }
    for (let start = 0; start < chunk.length; start += d) {
      const row = chunk.subarray(start, start + d);
      if (!row.every(Number.isFinite)) continue;
      data.set(row, used);
      used += d;
    }
  }
  return { data: data.subarray(0, used), n: used / d, d };
}

function isShape(shape: unknown): shape is { n: number; d: number } {
  const { n, d } = Object(shape) as { n?: unknown; d?: unknown };
  return Number.isInteger(n) && Number.isInteger(d) && Number(d) >= 1;
}

/** Without its shape, only the names of its columns tell how wide a row is. */
function widthOf(record: unknown): number | null {
  const { columns } = Object(record) as { columns?: unknown };
  return Array.isArray(columns) && columns.length > 0 ? columns.length : null;
}

/** Saves the record and, where given, the points from `fromRow` on; without points the stored ones stay. */
export function saveWorkspace(record: unknown, points?: PointsToSave): Promise<void> {
  return write(['workspace', 'pointChunks'], (tx) => putWorkspace(tx, record, points));
}

/** The same within a transaction of the caller's (restoring a back-up). */
export async function putWorkspace(tx: WriteTransaction, record: unknown, points?: PointsToSave): Promise<void> {
  const store = tx.objectStore('workspace');
  if (!points) {
    const before = await store.get(KEY);
    await store.put({ record, shape: before?.shape ?? null }, KEY);
    return;
  }
  const { n, d } = points.matrix;
  const shape = n > 0 ? { n, d } : null;
  // The browser, or its user, may have cleared storage since the last save: then everything is written again.
  const held = (await store.get(KEY))?.shape ?? { n: 0, d };
  const requests: Promise<unknown>[] = [store.put({ record, shape }, KEY)];
  const whole = held.d === d && held.n >= Math.min(points.fromRow, n);
  if (!(whole && points.fromRow === Number.POSITIVE_INFINITY)) {
    requests.push(...putChunks(tx, points.matrix, whole ? points.fromRow : 0));
  }
  await Promise.all(requests);
}

function* putChunks(tx: WriteTransaction, { data, n, d }: Matrix, fromRow: number): Generator<Promise<unknown>> {
  const chunks = tx.objectStore('pointChunks');
  const end = Math.ceil(n / CHUNK_ROWS);
  for (let i = Math.floor(Math.min(fromRow, n) / CHUNK_ROWS); i < end; i++) {
    // A copy: cloning a view would store the whole buffer under it.
    yield chunks.put(data.slice(i * CHUNK_ROWS * d, Math.min((i + 1) * CHUNK_ROWS, n) * d), i);
  }
  yield chunks.delete(IDBKeyRange.lowerBound(end));
}
