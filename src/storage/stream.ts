// What the Stream page keeps: its configuration, the run with its model, the metrics of runs that were kept, and tables
// to be streamed. A run is one record, written in one transaction: it is never half of one save and half of another.
// Whoever reads a record checks what is in it.

import { read, type WriteTransaction, write } from './db';

type TableCell = string | number | boolean | null;
/** Some rows of a table, in order. A row may have another number of columns than the table. */
export type TableRows = readonly (readonly TableCell[])[];

export interface StreamFileRecord {
  readonly id: string;
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly bytes: number;
  readonly created_at: string;
  /** Fingerprint of its cells; tables kept by earlier versions have none. */
  readonly contents?: string;
}

export const ROWS_PER_CHUNK = 4096;

const ALL = ['streamRun', 'streamKept', 'streamFiles', 'streamRows'] as const;

/** As the service wrote them; undefined where nothing was. */
export interface StreamRecords {
  readonly config: unknown;
  readonly run: unknown;
  /** Names and sizes of what `readKept` gives. */
  readonly kept: unknown;
  readonly files: readonly StreamFileRecord[];
}

export function readStream(): Promise<StreamRecords> {
  return read(['streamRun', 'streamFiles'], async (tx) => {
    const store = tx.objectStore('streamRun');
    const [config, run, kept, files] = await Promise.all([
      store.get('config'),
      store.get('run'),
      store.get('kept'),
      tx.objectStore('streamFiles').getAll(),
    ]);
    return { config, run, kept, files: files.filter(isStreamFile) };
  });
}

export function saveStreamConfig(config: unknown): Promise<void> {
  return write(['streamRun'], async (tx) => {
    await tx.objectStore('streamRun').put(config, 'config');
  });
}

/** Takes its copy of the run at once, but for the opening of the database. */
export function saveStreamRun(run: unknown): Promise<void> {
  return write(['streamRun'], async (tx) => {
    const put = tx.objectStore('streamRun').put(run, 'run');
    // At once: a tab that is closing hears no more that it was put, and its open transactions are given up.
    tx.commit();
    await put;
  });
}

export function deleteStreamRun(): Promise<void> {
  return write(['streamRun'], async (tx) => {
    await tx.objectStore('streamRun').delete('run');
  });
}

export function readKept(id: string): Promise<unknown> {
  return read(['streamKept'], (tx) => tx.objectStore('streamKept').get(id));
}

/** `names`: of all that are kept from now on. `run` null: removes it. */
export function saveKept(id: string, run: unknown, names: unknown): Promise<void> {
  return write(['streamRun', 'streamKept'], async (tx) => {
    const store = tx.objectStore('streamKept');
    await Promise.all([
      run === null ? store.delete(id) : store.put(run, id),
      tx.objectStore('streamRun').put(names, 'kept'),
    ]);
  });
}

/** The rows of a file, in order; none when it is gone. Chunk by chunk: all at once would keep the thread for seconds. */
export function readStreamRows(id: string): Promise<(readonly TableCell[])[]> {
  return read(['streamRows'], async (tx) => {
    const store = tx.objectStore('streamRows');
    const rows: (readonly TableCell[])[] = [];
    for (const key of await store.getAllKeys(rangeOf(id))) {
      for (const row of (await store.get(key)) ?? []) rows.push(row);
    }
    return rows;
  });
}

export function saveStreamFile(file: StreamFileRecord, rows: TableRows): Promise<void> {
  return write(['streamFiles', 'streamRows'], async (tx) => {
    await putFile(tx, file, chunked(rows));
  });
}

export function deleteStreamFile(id: string): Promise<void> {
  return write(['streamFiles', 'streamRows'], async (tx) => {
    await Promise.all([tx.objectStore('streamFiles').delete(id), tx.objectStore('streamRows').delete(rangeOf(id))]);
  });
}

export function listStreamFiles(): Promise<readonly StreamFileRecord[]> {
  return read(['streamFiles'], async (tx) => (await tx.objectStore('streamFiles').getAll()).filter(isStreamFile));
}

// ---------------------------------------------------------------- all of it, for a back-up

export interface StreamStore {
  /** Of the store streamRun, by name. */
  readonly records: readonly { readonly name: string; readonly record: unknown }[];
  readonly kept: readonly { readonly id: string; readonly record: unknown }[];
  readonly files: readonly { readonly record: StreamFileRecord; readonly chunks: readonly TableRows[] }[];
}

export function readStreamStore(): Promise<StreamStore> {
  return read(ALL, async (tx) => {
    const [runs, kept] = [tx.objectStore('streamRun'), tx.objectStore('streamKept')];
    const [names, records, ids, keptRecords, files] = await Promise.all([
      runs.getAllKeys(),
      runs.getAll(),
      kept.getAllKeys(),
      kept.getAll(),
      tx.objectStore('streamFiles').getAll(),
    ]);
    const sound = files.filter(isStreamFile);
    const rows = tx.objectStore('streamRows');
    const chunks = await Promise.all(sound.map(({ id }) => rows.getAll(rangeOf(id))));
    return {
      records: names.map((name, i) => ({ name, record: records[i] })),
      kept: ids.map((id, i) => ({ id, record: keptRecords[i] })),
      files: sound.map((record, i) => ({ record, chunks: chunks[i] })),
    };
  });
}

/** Within a transaction of the caller's (restoring a back-up). */
export async function putStreamStore(tx: WriteTransaction, { records, kept, files }: StreamStore): Promise<void> {
  for (const { name, record } of records) await tx.objectStore('streamRun').put(record, name);
  for (const { id, record } of kept) await tx.objectStore('streamKept').put(record, id);
  for (const { record, chunks } of files) await putFile(tx, record, chunks);
}

async function putFile(tx: WriteTransaction, file: StreamFileRecord, chunks: readonly TableRows[]): Promise<void> {
  await tx.objectStore('streamFiles').put(file);
  for (const [i, chunk] of chunks.entries()) await tx.objectStore('streamRows').put(chunk, [file.id, i]);
}

function chunked(rows: TableRows): TableRows[] {
  const length = Math.ceil(rows.length / ROWS_PER_CHUNK);
  return Array.from({ length }, (_, i) => rows.slice(i * ROWS_PER_CHUNK, (i + 1) * ROWS_PER_CHUNK));
}

function rangeOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.POSITIVE_INFINITY]);
}

export function isStreamFile(value: unknown): value is StreamFileRecord {
  const {
    id,
    name,
    rows,
    columns,
    bytes,
    created_at,
    contents = '',
  } = Object(value) as Partial<Record<keyof StreamFileRecord, unknown>>;
  return (
    [id, name, created_at, contents].every((text) => typeof text === 'string') &&
    [rows, bytes].every((count) => Number.isSafeInteger(count)) &&
    Array.isArray(columns) &&
    columns.every((column) => typeof column === 'string')
  );
}

/** Rows that a table may have: lists of texts, numbers, yes and no, and nothing. */
export function isTableRows(value: unknown): value is TableRows {
  const isCell = (cell: unknown) => cell === null || ['string', 'number', 'boolean'].includes(typeof cell);
  return Array.isArray(value) && value.every((row) => Array.isArray(row) && row.every(isCell));
}
