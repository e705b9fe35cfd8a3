// Datasets of texts. Records are small; the rows lie apart in chunks, so that listing datasets reads no texts and
// a large dataset is read piece by piece. A dataset is there once its record is: chunks without one are left-overs.

import { read, type WriteTransaction, write } from './db';
import type { LeaveOut } from './files';

export interface DatasetRecord {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly n: number;
  /** Of all texts together. */
  readonly bytes: number;
  /** Figures and problems, as the service wrote them. */
  readonly about: unknown;
}

/** Rows a chunk holds at most: the last may have fewer, and so may one of very long texts. */
export const CHUNK_TEXTS = 500;

/** Rows in columns, all of one length. */
export interface TextChunk {
  readonly texts: readonly string[];
  /** Names of their files; '' without one. */
  readonly names: readonly string[];
  /** 0 negative, 1 positive, −1 without a label. */
  readonly labels: Int8Array;
  /** 1 … 10; 0 without one. */
  readonly ratings: Uint8Array;
  /** Positions in the wire's SPLITS. */
  readonly splits: Uint8Array;
  /** What the texts are called where they come from; '' without one. Left out where none has one. */
  readonly refs?: readonly string[] | undefined;
}

/** The one import under way, of a dataset of texts or of images. */
export interface ImportRecord {
  /** What was asked for and how far it has come, as the service wrote it. */
  readonly record: unknown;
  /** The file that is read; null where it cannot be kept (folders). */
  readonly file: Blob | null;
}

/** Of texts, and of images. */
export type ImportKey = 'current' | 'images';

export function isDatasetRecord(value: unknown): value is DatasetRecord {
  const { id, name, source, created_at, n, bytes } = Object(value) as Partial<DatasetRecord>;
  const counts = [n, bytes].every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
  return counts && [id, name, source, created_at].every((text) => typeof text === 'string');
}

/** Whether it is rows in columns of one length, each value one that its column may have. */
export function isTextChunk(value: unknown): value is TextChunk {
  const { texts, names, labels, ratings, splits, refs = names } = Object(value) as Partial<TextChunk>;
  if (!Array.isArray(texts) || !Array.isArray(names) || !Array.isArray(refs)) return false;
  if (!(labels instanceof Int8Array && ratings instanceof Uint8Array && splits instanceof Uint8Array)) return false;
  const n = texts.length;
  if (n === 0 || n > CHUNK_TEXTS) return false;
  return (
    [names, labels, ratings, splits, refs].every((column) => column.length === n) &&
    [...texts, ...names, ...refs].every((text) => typeof text === 'string') &&
    labels.every((label) => label >= -1 && label <= 1) &&
    ratings.every((rating) => rating <= 10) &&
    splits.every((split) => split <= 3)
  );
}

/** Newest first; damaged records are left where they are. */
export function listDatasets(): Promise<DatasetRecord[]> {
  return read(['datasets'], async (tx) => {
    const all: unknown[] = await tx.objectStore('datasets').getAll();
    return all.filter(isDatasetRecord).sort((a, b) => b.created_at.localeCompare(a.created_at));
  });
}

export function readDataset(id: string): Promise<DatasetRecord | undefined> {
  return read(['datasets'], async (tx) => {
    const record: unknown = await tx.objectStore('datasets').get(id);
    return isDatasetRecord(record) ? record : undefined;
  });
}

/** Of a new dataset whose chunks are there, or in place of the one before. */
export function putDataset(record: DatasetRecord): Promise<void> {
  return write(['datasets'], async (tx) => {
    await tx.objectStore('datasets').put(record);
  });
}

export function readChunk(dataset: string, chunk: number): Promise<TextChunk | undefined> {
  return read(['datasetRows'], (tx) => tx.objectStore('datasetRows').get([dataset, chunk]));
}

export function writeChunk(dataset: string, chunk: number, rows: TextChunk): Promise<void> {
  return write(['datasetRows'], async (tx) => {
    await tx.objectStore('datasetRows').put(rows, [dataset, chunk]);
  });
}

/** All chunks of an import are there: with the record so is the dataset, and the import is over. */
export function completeImport(record: DatasetRecord): Promise<void> {
  return write(['datasets', 'imports'], async (tx) => {
    await tx.objectStore('datasets').put(record);
    await tx.objectStore('imports').delete('current');
  });
}

/**
 * Writes the splits of every row, and the record with them: all or nothing.
 * @param splits of the dataset's n rows, in order
 */
export function rewriteSplits(record: DatasetRecord, splits: Uint8Array): Promise<void> {
  return write(['datasets', 'datasetRows'], async (tx) => {
    let at = 0;
    let cursor = await tx.objectStore('datasetRows').openCursor(chunksOf(record.id));
    for (; cursor; cursor = await cursor.continue()) {
      const { value } = cursor;
      await cursor.update({ ...value, splits: splits.slice(at, at + value.texts.length) });
      at += value.texts.length;
    }
    await tx.objectStore('datasets').put(record);
  });
}

export function deleteDataset(id: string): Promise<void> {
  return write(['datasets', 'datasetRows'], async (tx) => {
    await Promise.all([tx.objectStore('datasets').delete(id), tx.objectStore('datasetRows').delete(chunksOf(id))]);
  });
}

/** Deletes rows whose record is absent, but for those of the import under way. */
export function sweepChunks(importing: string | null): Promise<void> {
  return write(['datasets', 'datasetRows'], async (tx) => {
    const there = new Set(await tx.objectStore('datasets').getAllKeys());
    const store = tx.objectStore('datasetRows');
    let cursor = await store.openKeyCursor();
    while (cursor) {
      const [id] = cursor.key;
      if (!there.has(id) && id !== importing) await store.delete(chunksOf(id));
      // To the next dataset's first chunk.
      cursor = await cursor.continue([id, Number.POSITIVE_INFINITY]);
    }
  });
}

/** All numbers of chunks lie between. */
function chunksOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.POSITIVE_INFINITY]);
}

export function readImport(key: ImportKey = 'current'): Promise<ImportRecord | undefined> {
  return read(['imports'], (tx) => tx.objectStore('imports').get(key));
}

export function saveImport(record: ImportRecord, key: ImportKey = 'current'): Promise<void> {
  return write(['imports'], async (tx) => {
    await tx.objectStore('imports').put(record, key);
  });
}

/** What is under way is over, or was given up. */
export function forgetImport(key: ImportKey): Promise<void> {
  return write(['imports'], async (tx) => {
    await tx.objectStore('imports').delete(key);
  });
}

/** Ends an import and deletes what it wrote under that id. */
export function discardImport(id: string): Promise<void> {
  return write(['datasets', 'datasetRows', 'imports'], async (tx) => {
    await Promise.all([
      tx.objectStore('imports').delete('current'),
      tx.objectStore('datasets').delete(id),
      tx.objectStore('datasetRows').delete(chunksOf(id)),
    ]);
  });
}

/** Datasets with their rows, for a back-up. */
export interface DatasetStore {
  readonly record: DatasetRecord;
  readonly chunks: readonly TextChunk[];
}

/** All that can be read whole. */
export async function readDatasets(leaveOut: LeaveOut = () => {}): Promise<DatasetStore[]> {
  const stores: DatasetStore[] = [];
  for (const record of await listDatasets()) {
    const chunks: unknown[] = await read(['datasetRows'], (tx) =>
      tx.objectStore('datasetRows').getAll(chunksOf(record.id)),
    );
    if (chunks.every(isTextChunk)) stores.push({ record, chunks });
    else leaveOut(`the dataset “${record.name}”`);
  }
  return stores;
}

/** Within a transaction of the caller's (restoring a back-up). */
export async function putDatasets(tx: WriteTransaction, datasets: readonly DatasetStore[]): Promise<void> {
  for (const { record, chunks } of datasets) {
    await tx.objectStore('datasets').put(record);
    for (const [i, chunk] of chunks.entries()) await tx.objectStore('datasetRows').put(chunk, [record.id, i]);
  }
}
