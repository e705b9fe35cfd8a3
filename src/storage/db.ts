// Opens the one database, brings it to the current version, and runs transactions.
//
// settings     key → value             small preferences of the engine
// workspace    'current' → record      the Points page: options, fit, model (points apart)
// pointChunks  index → Float64Array    the points, CHUNK_ROWS rows each
// models       id → model record       saved models
// reviews      id → review             texts that were labelled or kept, numbered as they came
// textModels   id → record             text models trained here (their files apart)
// textFiles    [owner, name] → file    files of text models, and of the training under way (what a file is: files.ts)
// textRun      'current' → record      the training of a text model under way
// datasets     id → record             datasets of texts (their rows apart)
// datasetRows  [id, chunk] → rows      CHUNK_TEXTS texts each
// imports      'current' → record      the import of a dataset under way, with the file it reads; 'images': the take of images
// batch        'current' → record      the latest batch inference, with its scores
// reviewScores 'current' → record      the serving model's scores of the reviews
// profiles     model id → bytes        what a model was trained on, for noticing drift
// gates        model id → report       how a retrained model was judged
// streamRun    name → record           the Stream page: 'config', 'run' (the model, and where it is), 'kept' (their names)
// streamKept   id → record             metrics of runs that were kept
// streamFiles  id → record             tables kept to be streamed (their rows apart)
// streamRows   [id, chunk] → rows      ROWS_PER_CHUNK rows each
// configs      id → record             experiment configurations of one's own
// imageSets    id → record             datasets of images (their files apart)
// imageFiles   [id, chunk] → files     the files as they came, some in a chunk
// imagePixels  [id, form, chunk] → px  a cache: the images decoded and scaled to a form ("28x28x1")
// runs         id → record             training runs (their rows, checkpoints and models apart)
// runRows      [id, chunk] → rows      metrics
// checkpoints  [id, role] → record     what a run goes on from ('last'), and how its model was judged ('report')
// trained      id → record             models that runs made (their files apart)
// trainedFiles [id, path] → file       files of such models
// library      id → record             what people say of any model (tags, note, card), and models that were put aside

import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import type { BatchRecord } from './batch';
import type { DatasetRecord, ImportRecord, TextChunk } from './datasets';
import { QuotaExceededError, toStorageError } from './errors';
import type { StoredFile } from './files';
import type { ModelRecord } from './models';
import type { ReviewScoresRecord } from './review-scores';
import type { ReviewRecord } from './reviews';
import type { StreamFileRecord, TableRows } from './stream';
import type { TextModelRecord } from './text-models';
import type { StoredWorkspace } from './workspace';

export interface Schema extends DBSchema {
  settings: { key: string; value: unknown };
  workspace: { key: string; value: StoredWorkspace };
  pointChunks: { key: number; value: Float64Array };
  models: { key: string; value: ModelRecord };
  reviews: { key: number; value: ReviewRecord };
  textModels: { key: string; value: TextModelRecord };
  textFiles: { key: [owner: string, name: string]; value: StoredFile };
  textRun: { key: string; value: unknown };
  datasets: { key: string; value: DatasetRecord };
  datasetRows: { key: [dataset: string, chunk: number]; value: TextChunk };
  imports: { key: string; value: ImportRecord };
  batch: { key: string; value: BatchRecord };
  reviewScores: { key: string; value: ReviewScoresRecord };
  profiles: { key: string; value: Uint8Array };
  gates: { key: string; value: unknown };
  streamRun: { key: string; value: unknown };
  streamKept: { key: string; value: unknown };
  streamFiles: { key: string; value: StreamFileRecord };
  streamRows: { key: [file: string, chunk: number]; value: TableRows };
  configs: { key: string; value: unknown };
  imageSets: { key: string; value: unknown };
  imageFiles: { key: [set: string, chunk: number]; value: unknown };
  imagePixels: { key: [set: string, form: string, chunk: number]; value: unknown };
  runs: { key: string; value: unknown };
  runRows: { key: [run: string, chunk: number]; value: unknown };
  checkpoints: { key: [run: string, role: string]; value: unknown };
  trained: { key: string; value: unknown };
  trainedFiles: { key: [model: string, path: string]; value: StoredFile };
  library: { key: string; value: unknown };
}

export type StoreName = StoreNames<Schema>;
export type ReadTransaction = IDBPTransaction<Schema, StoreName[], 'readonly'>;
export type WriteTransaction = IDBPTransaction<Schema, StoreName[], 'readwrite'>;
type UpgradeTransaction = IDBPTransaction<Schema, StoreName[], 'versionchange'>;

/**
 * Step i brings version i to version i + 1. Steps are never edited once released: a change of
 * the schema appends one.
 */
export type Migration = (db: IDBPDatabase<Schema>, tx: UpgradeTransaction) => void | Promise<void>;
const RUN_STORES = [
  'configs',
  'imageSets',
  'imageFiles',
  'imagePixels',
  'runs',
  'runRows',
  'checkpoints',
  'trained',
  'trainedFiles',
] as const;
const MIGRATIONS: readonly Migration[] = [
  (db) => {
    db.createObjectStore('settings');
    db.createObjectStore('workspace');
    db.createObjectStore('pointChunks');
    db.createObjectStore('models', { keyPath: 'id' });
  },
  (db) => {
    db.createObjectStore('reviews', { keyPath: 'id', autoIncrement: true });
    db.createObjectStore('textModels', { keyPath: 'id' });
    db.createObjectStore('textFiles');
    db.createObjectStore('textRun');
  },
  (db) => {
    db.createObjectStore('datasets', { keyPath: 'id' });
    for (const name of ['datasetRows', 'imports', 'batch', 'reviewScores', 'profiles', 'gates'] as const) {
      db.createObjectStore(name);
    }
  },
  (db) => {
    for (const name of ['streamRun', 'streamKept', 'streamRows'] as const) db.createObjectStore(name);
    db.createObjectStore('streamFiles', { keyPath: 'id' });
  },
  (db) => {
    for (const name of RUN_STORES) db.createObjectStore(name);
  },
  (db) => {
    db.createObjectStore('library');
  },
  // Large files are Blobs from here on, which versions before take for no bytes: they must not open them.
  () => {},
];

export const STORES: readonly StoreName[] = [
  'settings',
  'workspace',
  'pointChunks',
  'models',
  'reviews',
  'textModels',
  'textFiles',
  'textRun',
  'datasets',
  'datasetRows',
  'imports',
  'batch',
  'reviewScores',
  'profiles',
  'gates',
  'streamRun',
  'streamKept',
  'streamFiles',
  'streamRows',
  ...RUN_STORES,
  'library',
];
const DATABASE_NAME = 'millrace';

/** Opens a database and runs the migrations it has not seen. */
export function openDatabase(
  name: string = DATABASE_NAME,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, migrations.length, {
    async upgrade(db, oldVersion, _newVersion, tx) {
      for (const migrate of migrations.slice(oldVersion)) await migrate(db, tx);
    },
    // A newer version of the app in another tab wants to migrate: make way. The next call opens anew.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
}

let connection: Promise<IDBPDatabase<Schema>> | null = null;

function forget(): void {
  connection = null;
}

async function database(): Promise<IDBPDatabase<Schema>> {
  connection ??= openDatabase();
  try {
    return await connection;
  } catch (error) {
    forget();
    throw toStorageError(error);
  }
}

/** Closes the connection (tests, and before deleting the database). */
export async function closeDatabase(): Promise<void> {
  const open = connection;
  forget();
  if (open) (await open).close();
}

/** Reads within one transaction. */
export async function read<T>(stores: readonly StoreName[], work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
  const db = await database();
  try {
    const tx = db.transaction([...stores], 'readonly');
    return await work(tx);
  } catch (error) {
    throw toStorageError(error);
  }
}

let makeRoom: (() => Promise<boolean>) | null = null;

/**
 * Who is asked for room by a transaction that found none: resolves with whether there is more now, and then the
 * transaction is tried once more. Null: nobody is.
 */
export function whenFull(free: (() => Promise<boolean>) | null): void {
  makeRoom = free;
}

/** Whether there is more room now, for what is written where nobody is asked: in a worker. */
export async function madeRoom(): Promise<boolean> {
  // Where no room can be made, for whatever reason, that there is none says more.
  return (await makeRoom?.().catch(() => false)) ?? false;
}

/**
 * Writes within one transaction: all of it or nothing. `work` must await nothing but the
 * transaction's own requests, or the browser commits early; it may be called twice.
 */
export async function write(
  stores: readonly StoreName[],
  work: (tx: WriteTransaction) => Promise<void>,
): Promise<void> {
  try {
    await writeOnce(stores, work);
  } catch (error) {
    if (!(error instanceof QuotaExceededError && (await madeRoom()))) throw error;
    await writeOnce(stores, work);
  }
}

/** As `write`; where there is no room, nobody is asked for more. */
export async function writeOnce(
  stores: readonly StoreName[],
  work: (tx: WriteTransaction) => Promise<void>,
): Promise<void> {
  const db = await database();
  try {
    const tx = db.transaction([...stores], 'readwrite');
    try {
      await work(tx);
    } catch (error) {
      // A failed request has aborted the transaction already; then its own reason says more.
      try {
        tx.abort();
      } catch {}
      await tx.done.catch((reason) => {
        throw reason?.name === 'AbortError' ? error : reason;
      });
      throw error;
    }
    await tx.done;
  } catch (error) {
    throw toStorageError(error);
  }
}
