// Models that runs made: small records, and their files apart, so that listing models reads no weights.

import { read, type WriteTransaction, write } from './db';
import { fromAllStored, fromStored, type LeaveOut, quoted, toStored, unlessLost } from './files';

export interface TrainedWithFiles {
  readonly id: string;
  readonly record: unknown;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const STORES = ['trained', 'trainedFiles'] as const;

/** What is stored of a model; undefined where there is none. */
export function readTrainedRecord(id: string): Promise<unknown> {
  return read(['trained'], (tx) => tx.objectStore('trained').get(id));
}

/** Empty where there is no such model. */
export function readTrainedFiles(id: string): Promise<Map<string, Uint8Array>> {
  return read(['trainedFiles'], async (tx) => {
    const store = tx.objectStore('trainedFiles');
    const [keys, files] = await Promise.all([store.getAllKeys(filesOf(id)), store.getAll(filesOf(id))]);
    return fromAllStored(
      keys.map(([, path]) => path),
      files,
    );
  });
}

/** One of its files; undefined where there is none of that path. */
export function readTrainedFile(id: string, path: string): Promise<Uint8Array | undefined> {
  return read(['trainedFiles'], async (tx) => {
    const file = await tx.objectStore('trainedFiles').get([id, path]);
    return file && fromStored(file);
  });
}

export function deleteTrained(ids: readonly string[]): Promise<void> {
  return write(STORES, async (tx) => {
    await Promise.all(ids.flatMap((id) => deleteTrainedOf(tx, id)));
  });
}

/** Record and files together, in place of what was there. */
export function saveTrained(model: TrainedWithFiles): Promise<void> {
  return write(STORES, async (tx) => {
    for (const request of putTrained(tx, model)) await request;
  });
}

/** Within a transaction of the caller's: request by request. */
export function* putTrained(
  tx: WriteTransaction,
  { id, record, files }: TrainedWithFiles,
): Generator<Promise<unknown>> {
  const store = tx.objectStore('trainedFiles');
  yield tx.objectStore('trained').put(record, id);
  yield store.delete(filesOf(id));
  for (const [path, bytes] of files) yield store.put(toStored(bytes), [id, path]);
}

/** Within a transaction of the caller's. */
export function deleteTrainedOf(tx: WriteTransaction, id: string): Promise<unknown>[] {
  return [tx.objectStore('trained').delete(id), tx.objectStore('trainedFiles').delete(filesOf(id))];
}

function filesOf(id: string): IDBKeyRange {
  // An array sorts after every string.
  return IDBKeyRange.bound([id, ''], [id, []]);
}

// ---------------------------------------------------------------- all of it, for a back-up

/** All that can be read whole. */
export function readTrainedStore(leaveOut: LeaveOut = () => {}): Promise<readonly TrainedWithFiles[]> {
  return read(STORES, async (tx) => {
    const records = tx.objectStore('trained');
    const [ids, values] = await Promise.all([records.getAllKeys(), records.getAll()]);
    const store = tx.objectStore('trainedFiles');
    const all = await Promise.all(
      ids.map(async (id, i): Promise<TrainedWithFiles | null> => {
        const [keys, files] = await Promise.all([store.getAllKeys(filesOf(id)), store.getAll(filesOf(id))]);
        const paths = keys.map(([, path]) => path);
        const what = `the model ${quoted(values[i], id)}`;
        const read = await unlessLost(what, leaveOut, () => fromAllStored(paths, files));
        return read && { id, record: values[i], files: read };
      }),
    );
    return all.flatMap((model) => model ?? []);
  });
}

/** Within a transaction of the caller's (restoring a back-up). */
export async function putTrainedStore(tx: WriteTransaction, models: readonly TrainedWithFiles[]): Promise<void> {
  for (const model of models) for (const request of putTrained(tx, model)) await request;
}
