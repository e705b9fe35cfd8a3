// Reads everything that IndexedDB holds for the app, in one transaction: what is seen is of one moment, also while the app
// writes. Opens the database as it is, whatever its version, and never makes one. Files that lie as Blobs are read, too.

import { fromStored, fromStoredWithin } from '../../src/storage/files';

export const DATABASE = 'millrace';

export interface Entry {
  readonly key: IDBValidKey;
  /** Of a file its bytes, however it lies; undefined of one that cannot be read. */
  readonly value: unknown;
  /** It lies as a Blob. */
  readonly blob?: true;
}

/** Where files, and what has files in it, may lie as Blobs. */
const FILED: readonly string[] = ['textFiles', 'trainedFiles', 'library', 'checkpoints'];

export interface Dump {
  readonly version: number;
  /** By the store's name, in the order of their keys. */
  readonly stores: ReadonlyMap<string, readonly Entry[]>;
}

/** Null where there is no database yet. */
export async function readDump(name = DATABASE): Promise<Dump | null> {
  const there = await indexedDB.databases();
  if (!there.some((one) => one.name === name)) return null;
  const db = await opened(name);
  try {
    const names = [...db.objectStoreNames];
    const stores = new Map<string, readonly Entry[]>();
    if (names.length === 0) return { version: db.version, stores };
    const tx = db.transaction(names, 'readonly');
    await Promise.all(names.map(async (store) => stores.set(store, await entriesOf(tx.objectStore(store)))));
    for (const store of FILED) stores.set(store, await Promise.all((stores.get(store) ?? []).map(filed)));
    return { version: db.version, stores };
  } finally {
    db.close();
  }
}

function opened(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    // It went away since it was looked for: none is made in its place.
    request.onupgradeneeded = () => request.transaction?.abort();
  });
}

/** By a cursor: a value that cannot be read fails alone, with its key. */
function entriesOf(store: IDBObjectStore): Promise<Entry[]> {
  const entries: Entry[] = [];
  const request = store.openCursor();
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(new Error(`${store.name}: ${request.error?.message ?? 'cannot be read'}`));
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve(entries);
      entries.push({ key: cursor.key, value: cursor.value });
      cursor.continue();
    };
  });
}

async function filed({ key, value }: Entry): Promise<Entry> {
  try {
    if (value instanceof Blob) return { key, value: await fromStored(value), blob: true };
    return { key, value: await fromStoredWithin(value) };
  } catch {
    return { key, value: undefined };
  }
}

/** A key as text: "r-1", "42", "r-1/last". */
export function keyText(key: IDBValidKey): string {
  return Array.isArray(key) ? key.map(keyText).join('/') : String(key);
}
