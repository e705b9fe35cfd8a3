// Text models that were made or trained here, and the one training under way. Records are small; the files,
// which may be large, lie apart under their owner's name, so that listing models reads no weights.

import { read, type WriteTransaction, write } from './db';
import { fromAllStored, type LeaveOut, toStored, unlessLost } from './files';

export type FileMap = ReadonlyMap<string, Uint8Array>;

export interface TextModelRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: 'ngram' | 'encoder' | 'combined';
  readonly architecture: string;
  readonly parameters: number;
  /** Of all files together. */
  readonly bytes: number;
  readonly untrained: boolean;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly held_out: { readonly loss: number; readonly accuracy: number | null; readonly n: number } | null;
  readonly parent: string | null;
  readonly description: string;
  /** How it was made, as the service wrote it; left out by earlier versions. */
  readonly made?: unknown;
}

/** Who a file belongs to, beside models by their ids. */
const RUN_OWNER = '#run';
const RUN_DATA_OWNER = '#run-data';
const RUN_KEY = 'current';

/** The training under way, for people. */
export const TEXT_TRAINING = 'the training of a text model';

export function isTextModelRecord(value: unknown): value is TextModelRecord {
  const record = Object(value) as Partial<TextModelRecord>;
  const texts = [record.id, record.name, record.architecture, record.created_at, record.description];
  return (
    texts.every((text) => typeof text === 'string') &&
    ['ngram', 'encoder', 'combined'].includes(String(record.kind)) &&
    Number.isFinite(record.parameters) &&
    Number.isFinite(record.bytes) &&
    typeof record.untrained === 'boolean' &&
    (record.parent === null || typeof record.parent === 'string') &&
    isEvaluation(record.held_out)
  );
}

function isEvaluation(value: unknown): boolean {
  if (value === null) return true;
  const { loss, accuracy, n } = Object(value) as Record<string, unknown>;
  return Number.isFinite(loss) && Number.isInteger(n) && (accuracy === null || Number.isFinite(accuracy));
}

/** Oldest first; damaged records are left where they are. */
export function listTextModels(): Promise<TextModelRecord[]> {
  return read(['textModels'], async (tx) => {
    const all: unknown[] = await tx.objectStore('textModels').getAll();
    return all.filter(isTextModelRecord).sort((a, b) => a.created_at.localeCompare(b.created_at));
  });
}

export function readTextFiles(id: string): Promise<FileMap> {
  return readFiles(id);
}

/** Record and files together. */
export function putTextModel(record: TextModelRecord, files: FileMap): Promise<void> {
  return write(['textModels', 'textFiles'], async (tx) => {
    await tx.objectStore('textModels').put(record);
    await replaceFiles(tx, record.id, files);
  });
}

/** Changes what is said of a model, not its files. */
export function putTextModelRecord(record: TextModelRecord): Promise<void> {
  return write(['textModels'], async (tx) => {
    await tx.objectStore('textModels').put(record);
  });
}

/** With its files, and what is kept about it as a version. */
export function deleteTextModel(id: string): Promise<void> {
  return write(['textModels', 'textFiles', 'profiles', 'gates'], async (tx) => {
    await Promise.all([
      tx.objectStore('textModels').delete(id),
      tx.objectStore('textFiles').delete(filesOf(id)),
      tx.objectStore('profiles').delete(id),
      tx.objectStore('gates').delete(id),
    ]);
  });
}

/** A whole version: the model, what it was trained on (null: not known) and how it was judged (undefined: it was not). */
export interface TextVersion {
  readonly record: TextModelRecord;
  readonly files: FileMap;
  readonly profile: Uint8Array | null;
  readonly gate: unknown;
}

/** Brings back a version that was deleted, all of it or nothing. */
export function putTextVersion({ record, files, profile, gate }: TextVersion): Promise<void> {
  return write(['textModels', 'textFiles', 'profiles', 'gates'], async (tx) => {
    await tx.objectStore('textModels').put(record);
    await replaceFiles(tx, record.id, files);
    if (profile) await tx.objectStore('profiles').put(profile.slice(), record.id);
    if (gate !== undefined) await tx.objectStore('gates').put(gate, record.id);
  });
}

// ---------------------------------------------------------------- the training under way

/** The run's record, as its service wrote it; undefined without one. */
export function readTextRun(): Promise<unknown> {
  return read(['textRun'], (tx) => tx.objectStore('textRun').get(RUN_KEY));
}

/** The last checkpoint; empty before the first. */
export function readTextRunFiles(): Promise<FileMap> {
  return readFiles(RUN_OWNER);
}

/** What the run learns from, as it was at its start. */
export function readTextRunData(): Promise<FileMap> {
  return readFiles(RUN_DATA_OWNER);
}

/** In the place of any run before it. */
export function beginTextRun(record: unknown, data: FileMap): Promise<void> {
  return write(['textRun', 'textFiles'], async (tx) => {
    await clearRun(tx);
    await tx.objectStore('textRun').put(record, RUN_KEY);
    await replaceFiles(tx, RUN_DATA_OWNER, data);
  });
}

/** Record and, where given, a checkpoint in one transaction: it is there whole or not at all. */
export function saveTextRun(record: unknown, checkpoint?: FileMap): Promise<void> {
  return write(['textRun', 'textFiles'], async (tx) => {
    await tx.objectStore('textRun').put(record, RUN_KEY);
    if (checkpoint) await replaceFiles(tx, RUN_OWNER, checkpoint);
  });
}

export function deleteTextRun(): Promise<void> {
  return write(['textRun', 'textFiles'], clearRun);
}

/** The end of a training: the new model is there and the run is gone, in one transaction. */
export function turnRunIntoModel(record: TextModelRecord, files: FileMap): Promise<void> {
  return write(['textModels', 'textFiles', 'textRun'], async (tx) => {
    await clearRun(tx);
    await tx.objectStore('textModels').put(record);
    await replaceFiles(tx, record.id, files);
  });
}

async function clearRun(tx: WriteTransaction): Promise<void> {
  const files = tx.objectStore('textFiles');
  const owners = [RUN_OWNER, RUN_DATA_OWNER];
  await Promise.all([tx.objectStore('textRun').clear(), ...owners.map((owner) => files.delete(filesOf(owner)))]);
}

// ---------------------------------------------------------------- files

function filesOf(owner: string): IDBKeyRange {
  // An array sorts after every string.
  return IDBKeyRange.bound([owner], [owner, []]);
}

function readFiles(owner: string): Promise<FileMap> {
  return read(['textFiles'], async (tx) => {
    const store = tx.objectStore('textFiles');
    const [keys, values] = await Promise.all([store.getAllKeys(filesOf(owner)), store.getAll(filesOf(owner))]);
    return fromAllStored(
      keys.map(([, name]) => name),
      values,
    );
  });
}

async function replaceFiles(tx: WriteTransaction, owner: string, files: FileMap): Promise<void> {
  const store = tx.objectStore('textFiles');
  // One after the other: where one is refused, none before it is left without anybody who hears of it.
  await store.delete(filesOf(owner));
  for (const [name, bytes] of files) await store.put(toStored(bytes), [owner, name]);
}

// ---------------------------------------------------------------- back-up

export interface TextStore {
  readonly models: readonly { readonly record: TextModelRecord; readonly files: FileMap }[];
  readonly run: { readonly record: unknown; readonly files: FileMap; readonly data: FileMap } | null;
}

/** All that can be read whole. */
export async function readTextStore(leaveOut: LeaveOut = () => {}): Promise<TextStore> {
  const models: { record: TextModelRecord; files: FileMap }[] = [];
  for (const record of await listTextModels()) {
    const files = await unlessLost(`the text model “${record.name}”`, leaveOut, () => readFiles(record.id));
    if (files) models.push({ record, files });
  }
  const record = await readTextRun();
  if (record === undefined) return { models, run: null };
  const run = await unlessLost(TEXT_TRAINING, leaveOut, async () => {
    return { record, files: await readFiles(RUN_OWNER), data: await readFiles(RUN_DATA_OWNER) };
  });
  return { models, run };
}

/** Within a transaction of the caller's, over stores that are empty. */
export async function putTextStore(tx: WriteTransaction, { models, run }: TextStore): Promise<void> {
  for (const { record, files } of models) {
    await tx.objectStore('textModels').put(record);
    await replaceFiles(tx, record.id, files);
  }
  if (!run) return;
  await tx.objectStore('textRun').put(run.record, RUN_KEY);
  await replaceFiles(tx, RUN_OWNER, run.files);
  await replaceFiles(tx, RUN_DATA_OWNER, run.data);
}
