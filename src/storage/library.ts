// What people say of models (tags, notes, cards), and the files of modules of one's own. The models themselves lie in the
// stores of their kinds, those that were put aside in this one (aside.ts). Keys: `about:<id>`, `file:<id>/<path>`, and
// `left:<id>/<path>` of what a training has written and the module has not. Whoever reads a record checks what is in it.

import { read, type WriteTransaction, write } from './db';
import {
  fromAllStored,
  fromStored,
  type LeaveOut,
  quoted,
  type StoredFile,
  sizeOfStored,
  toStored,
  unlessLost,
} from './files';
import type { FileMap } from './text-models';

const STORE = ['library'] as const;
export const ABOUT = 'about:';
const FILE = 'file:';
const LEFT = 'left:';

export function readAbouts(): Promise<readonly unknown[]> {
  return read(STORE, (tx) => tx.objectStore('library').getAll(startingWith(ABOUT)));
}

export function putAbout(id: string, record: unknown): Promise<void> {
  return write(STORE, async (tx) => {
    await tx.objectStore('library').put(record, ABOUT + id);
  });
}

/** What is known of a module, and all its files in place of those before. */
export function putModule(id: string, record: unknown, files: FileMap): Promise<void> {
  return write(STORE, async (tx) => {
    const store = tx.objectStore('library');
    await store.put(record, ABOUT + id);
    await store.delete(startingWith(`${FILE}${id}/`));
    for (const [path, bytes] of files) await store.put(toStored(bytes), `${FILE}${id}/${path}`);
  });
}

/**
 * Some files of a module, null for those that go, and what is known of it then: `recordOf` is told by how many bytes
 * the files grew.
 */
export function changeModuleFiles(
  id: string,
  changes: ReadonlyMap<string, Uint8Array | null>,
  recordOf: (grown: number) => unknown,
): Promise<void> {
  return write(STORE, async (tx) => {
    const store = tx.objectStore('library');
    let grown = 0;
    for (const [path, bytes] of changes) {
      const key = `${FILE}${id}/${path}`;
      grown += (bytes?.length ?? 0) - sizeOfStored(await store.get(key));
      if (bytes) await store.put(toStored(bytes), key);
      else await store.delete(key);
    }
    await store.put(recordOf(grown), ABOUT + id);
  });
}

/** With the files, where it has any. */
export function deleteAbout(id: string): Promise<void> {
  return write(STORE, async (tx) => {
    const store = tx.objectStore('library');
    const places = [ABOUT + id, ...[FILE, LEFT].map((prefix) => startingWith(`${prefix}${id}/`))];
    await Promise.all(places.map((place) => store.delete(place)));
  });
}

export function readModuleFiles(id: string): Promise<Map<string, Uint8Array>> {
  return readUnder(`${FILE}${id}/`);
}

/** Of its files, without reading them. */
export function readModulePaths(id: string): Promise<readonly string[]> {
  return readPathsUnder(`${FILE}${id}/`);
}

function readUnder(prefix: string): Promise<Map<string, Uint8Array>> {
  return read(STORE, async (tx) => {
    const store = tx.objectStore('library');
    const range = startingWith(prefix);
    const [keys, files] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
    const paths = keys.map((key) => key.slice(prefix.length));
    return fromAllStored(paths, files as readonly StoredFile[]);
  });
}

function readPathsUnder(prefix: string): Promise<readonly string[]> {
  return read(STORE, async (tx) => {
    const keys = await tx.objectStore('library').getAllKeys(startingWith(prefix));
    return keys.map((key) => key.slice(prefix.length));
  });
}

/** Bytes of some of them together; those that are not there have none. */
export function sizeOfModuleFiles(id: string, paths: readonly string[]): Promise<number> {
  return read(STORE, async (tx) => {
    const store = tx.objectStore('library');
    let bytes = 0;
    for (const path of paths) bytes += sizeOfStored(await store.get(`${FILE}${id}/${path}`));
    return bytes;
  });
}

// ---------------------------------------------------------------- what a training has written so far

/** All of them, or none, in place of those of the same paths. */
export function putLeft(id: string, files: FileMap): Promise<void> {
  return write(STORE, async (tx) => {
    const store = tx.objectStore('library');
    for (const [path, bytes] of files) await store.put(toStored(bytes), `${LEFT}${id}/${path}`);
  });
}

export function readLeft(id: string): Promise<Map<string, Uint8Array>> {
  return readUnder(`${LEFT}${id}/`);
}

export function readLeftPaths(id: string): Promise<readonly string[]> {
  return readPathsUnder(`${LEFT}${id}/`);
}

export function deleteLeft(id: string): Promise<void> {
  return write(STORE, async (tx) => {
    await tx.objectStore('library').delete(startingWith(`${LEFT}${id}/`));
  });
}

// ---------------------------------------------------------------- all of it, for a back-up

/** What was put aside is not carried, nor what a training has written before its end. */
export interface LibraryStore {
  readonly abouts: readonly { readonly id: string; readonly record: unknown }[];
  readonly files: readonly { readonly id: string; readonly path: string; readonly bytes: Uint8Array }[];
}

/** All that can be read. */
export function readLibraryStore(leaveOut: LeaveOut = () => {}): Promise<LibraryStore> {
  return read(STORE, async (tx) => {
    const store = tx.objectStore('library');
    const [ids, records, keys, files] = await Promise.all([
      store.getAllKeys(startingWith(ABOUT)),
      store.getAll(startingWith(ABOUT)),
      store.getAllKeys(startingWith(FILE)),
      store.getAll(startingWith(FILE)),
    ]);
    const abouts = ids.map((key, i) => ({ id: key.slice(ABOUT.length), record: records[i] }));
    const about = new Map(abouts.map(({ id, record }) => [id, record]));
    const read: { id: string; path: string; bytes: Uint8Array }[] = [];
    for (const [i, key] of keys.entries()) {
      const [id, ...parts] = key.slice(FILE.length).split('/');
      const path = parts.join('/');
      const file = files[i];
      const what = `the file ${path} of the module ${quoted(about.get(id), id)}`;
      if (!(file instanceof Uint8Array || file instanceof Blob)) leaveOut(what);
      else {
        const bytes = await unlessLost(what, leaveOut, () => fromStored(file));
        if (bytes) read.push({ id, path, bytes });
      }
    }
    return { abouts, files: read };
  });
}

/** Within a transaction of the caller's (restoring a back-up). */
export async function putLibraryStore(tx: WriteTransaction, { abouts, files }: LibraryStore): Promise<void> {
  const store = tx.objectStore('library');
  for (const { id, record } of abouts) await store.put(record, ABOUT + id);
  for (const { id, path, bytes } of files) await store.put(toStored(bytes), `${FILE}${id}/${path}`);
}

/** Up to the prefix with the next character in place of its last: whatever follows the prefix comes before that. */
export function startingWith(prefix: string): IDBKeyRange {
  const last = prefix.length - 1;
  const next = String.fromCharCode(prefix.charCodeAt(last) + 1);
  return IDBKeyRange.bound(prefix, prefix.slice(0, last) + next, false, true);
}
