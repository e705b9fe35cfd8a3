// Training runs: small records, and apart from them metrics in chunks, what a run goes on from, and how its model was
// judged. What belongs to one moment of a run is written in one transaction: its rows and its checkpoint are never of
// different moments. Whoever reads a record checks what is in it.

import { read, type WriteTransaction, write } from './db';
import { fromStoredWithin, type LeaveOut, quoted, toStoredWithin, unlessLost } from './files';
import { deleteTrainedOf, putTrained, type TrainedWithFiles } from './trained';

/** What may stand beside a run: a checkpoint, and how its model was judged. */
type CheckpointRole = 'last' | 'report';

/** One moment of a run. */
export interface RunSave {
  readonly id: string;
  readonly record: unknown;
  /** Chunks of metrics from the position `from` on; what was stored from there on goes. */
  readonly rows?: { readonly from: number; readonly chunks: readonly unknown[] } | undefined;
  /** In place of what is there under that role; null: it goes. */
  readonly checkpoints?: readonly { readonly role: CheckpointRole; readonly checkpoint: unknown }[] | undefined;
  /** Models that come, in place of those of the same id. */
  readonly trained?: readonly TrainedWithFiles[] | undefined;
  /** Ids of models that go. */
  readonly gone?: readonly string[] | undefined;
}

const ALL = ['runs', 'runRows', 'checkpoints'] as const;
const WITH_MODELS = [...ALL, 'trained', 'trainedFiles'] as const;

/** All records, in one reading: of runs, and of the models they made. */
export function readRunRecords(): Promise<{ readonly runs: readonly unknown[]; readonly trained: readonly unknown[] }> {
  return read(['runs', 'trained'], async (tx) => {
    const [runs, trained] = await Promise.all([tx.objectStore('runs').getAll(), tx.objectStore('trained').getAll()]);
    return { runs, trained };
  });
}

/** Takes its copy of everything at once, but for the opening of the database. */
export function saveRun(save: RunSave): Promise<void> {
  return write(WITH_MODELS, async (tx) => {
    const requests = putSave(tx, save);
    // At once: a tab that is closing hears no more that it was put, and its open transactions are given up.
    tx.commit();
    await Promise.all(requests);
  });
}

/** Requests that were made before one could not be are looked after, too: the transaction fails with that one's reason. */
function putSave(tx: WriteTransaction, save: RunSave): Promise<unknown>[] {
  const { id, record, rows, checkpoints = [], trained = [], gone = [] } = save;
  const requests: Promise<unknown>[] = [];
  try {
    requests.push(tx.objectStore('runs').put(record, id));
    if (rows) for (const request of putRows(tx, id, rows)) requests.push(request);
    for (const { role, checkpoint } of checkpoints) {
      const store = tx.objectStore('checkpoints');
      requests.push(checkpoint === null ? store.delete([id, role]) : store.put(toStoredWithin(checkpoint), [id, role]));
    }
    for (const model of gone) requests.push(...deleteTrainedOf(tx, model));
    for (const model of trained) for (const request of putTrained(tx, model)) requests.push(request);
    return requests;
  } catch (error) {
    for (const request of requests) request.catch(() => {});
    throw error;
  }
}

function* putRows(
  tx: WriteTransaction,
  id: string,
  { from, chunks }: NonNullable<RunSave['rows']>,
): Generator<Promise<unknown>> {
  const store = tx.objectStore('runRows');
  const last = IDBKeyRange.bound([id, from], [id, Number.POSITIVE_INFINITY]);
  yield store.delete(last);
  for (const [i, chunk] of chunks.entries()) yield store.put(chunk, [id, from + i]);
}

/** Changes of what is said of runs, all or none. */
export function putRunRecords(records: readonly { readonly id: string; readonly record: unknown }[]): Promise<void> {
  return write(['runs'], async (tx) => {
    for (const { id, record } of records) await tx.objectStore('runs').put(record, id);
  });
}

/** Metrics in order; none where there are none. */
export function readRunChunks(id: string): Promise<unknown[]> {
  return read(['runRows'], (tx) => tx.objectStore('runRows').getAll(rowsOf(id)));
}

export function readCheckpoint(id: string, role: CheckpointRole): Promise<unknown> {
  return read(['checkpoints'], async (tx) => fromStoredWithin(await tx.objectStore('checkpoints').get([id, role])));
}

/** With metrics, checkpoints and the models named; all or none. */
export function deleteRuns(ids: readonly string[], models: readonly string[]): Promise<void> {
  return write(WITH_MODELS, async (tx) => {
    const requests = ids.flatMap((id) => [
      tx.objectStore('runs').delete(id),
      tx.objectStore('runRows').delete(rowsOf(id)),
      tx.objectStore('checkpoints').delete(checkpointsOf(id)),
    ]);
    await Promise.all([...requests, ...models.flatMap((model) => deleteTrainedOf(tx, model))]);
  });
}

function rowsOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.POSITIVE_INFINITY]);
}

function checkpointsOf(id: string): IDBKeyRange {
  // An array sorts after every string.
  return IDBKeyRange.bound([id, ''], [id, []]);
}

// ---------------------------------------------------------------- all of it, for a back-up

export interface StoredRun {
  readonly id: string;
  readonly record: unknown;
  readonly chunks: readonly unknown[];
  readonly checkpoints: readonly { readonly role: string; readonly checkpoint: unknown }[];
}

/** All that can be read: a run whose last moment the browser has lost comes without it. */
export function readRunStore(leaveOut: LeaveOut = () => {}): Promise<readonly StoredRun[]> {
  return read(ALL, async (tx) => {
    const [ids, records] = await Promise.all([tx.objectStore('runs').getAllKeys(), tx.objectStore('runs').getAll()]);
    const [rows, checkpoints] = [tx.objectStore('runRows'), tx.objectStore('checkpoints')];
    return Promise.all(
      ids.map(async (id, i) => {
        const range = checkpointsOf(id);
        const [chunks, keys, kept] = await Promise.all([
          rows.getAll(rowsOf(id)),
          checkpoints.getAllKeys(range),
          checkpoints.getAll(range),
        ]);
        const what = `what the run ${quoted(records[i], id)} goes on from`;
        const read = await unlessLost(what, leaveOut, () => Promise.all(kept.map(fromStoredWithin)));
        const found = read ? keys.map(([, role], j) => ({ role, checkpoint: read[j] })) : [];
        return { id, record: records[i], chunks, checkpoints: found };
      }),
    );
  });
}

/** Within a transaction of the caller's (restoring a back-up). */
export async function putRunStore(tx: WriteTransaction, runs: readonly StoredRun[]): Promise<void> {
  for (const { id, record, chunks, checkpoints } of runs) {
    await tx.objectStore('runs').put(record, id);
    for (const [i, chunk] of chunks.entries()) await tx.objectStore('runRows').put(chunk, [id, i]);
    for (const { role, checkpoint } of checkpoints) {
      await tx.objectStore('checkpoints').put(toStoredWithin(checkpoint), [id, role]);
    }
  }
}
