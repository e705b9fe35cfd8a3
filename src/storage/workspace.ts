// The Points page's document: one record, and the points beside it in chunks, so that adding a
// point to a million rewrites one chunk. Record and points change in one transaction.

import type { Matrix } from '../ml/gmm/types';
import { read, type WriteTransaction, write } from './db';
import { StorageUnavailableError } from './errors';

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
}

export interface PointsToSave {
  readonly matrix: Matrix;
  /** Rows before this one are as they were at the last save. */
  readonly fromRow: number;
}

const KEY = 'current';

export function readWorkspace(): Promise<Workspace | null> {
  return read(['workspace', 'pointChunks'], async (tx) => {
    const stored = await tx.objectStore('workspace').get(KEY);
    if (!stored) return null;
    if (!stored.shape) return { record: stored.record, points: null };
    const chunks = await tx.objectStore('pointChunks').getAll();
    return { record: stored.record, points: joinChunks(chunks, stored.shape.n, stored.shape.d) };
  });
}

function joinChunks(chunks: readonly Float64Array[], n: number, d: number): Matrix {
  const data = new Float64Array(n * d);
  let offset = 0;
  for (const chunk of chunks) {
    if (offset + chunk.length > data.length)
      throw new StorageUnavailableError('The stored points are longer than said.');
    data.set(chunk, offset);
    offset += chunk.length;
  }
  if (offset !== data.length) throw new StorageUnavailableError('The stored points are incomplete.');
  return { data, n, d };
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
  const chunks = tx.objectStore('pointChunks');
  const first = Math.floor(Math.min(points.fromRow, n) / CHUNK_ROWS);
  const end = Math.ceil(n / CHUNK_ROWS);
  const requests: Promise<unknown>[] = [store.put({ record, shape: n > 0 ? { n, d } : null }, KEY)];
  for (let i = first; i < end; i++) {
    // A copy: cloning a view would store the whole buffer under it.
    const chunk = points.matrix.data.slice(i * CHUNK_ROWS * d, Math.min((i + 1) * CHUNK_ROWS, n) * d);
    requests.push(chunks.put(chunk, i));
  }
  requests.push(chunks.delete(IDBKeyRange.lowerBound(end)));
  await Promise.all(requests);
}
