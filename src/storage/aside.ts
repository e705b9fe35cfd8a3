// Models that were put aside, out of their stores: a small record each, and their files apart, a value each (files.ts).
// Keys in the library's store: `aside:<id>`, `aside-file:<id>/<path>`.
// Whoever reads a record checks what is in it.

import { type ReadTransaction, read, type WriteTransaction, writeOnce } from './db';
import { fromAllStored, type StoredFile, toStored } from './files';
import { ABOUT, startingWith } from './library';
import type { FileMap } from './text-models';

const STORE = ['library'] as const;
const ASIDE = 'aside:';
const FILE = 'aside-file:';
/** Where models are while they are not aside; modules are while something is known of them. */
const LIVING = ['models', 'textModels', 'trained'] as const;

/** In place of what was aside under that id. Rejects, without a second try, where there is no room. */
export function putAside(id: string, record: unknown, files: FileMap): Promise<void> {
  return writeOnce(STORE, async (tx) => {
    await deleteOf(tx, id);
    const store = tx.objectStore('library');
    await store.put(record, ASIDE + id);
    for (const [path, bytes] of files) await store.put(toStored(bytes), fileKey(id, path));
  });
}

/** The record is undefined where nothing is aside under that id. */
export function readAside(id: string): Promise<{ readonly record: unknown; readonly files: FileMap }> {
  return read(STORE, async (tx) => {
    const store = tx.objectStore('library');
    const range = startingWith(fileKey(id, ''));
    const [record, keys, files] = await Promise.all([
      store.get(ASIDE + id),
      store.getAllKeys(range),
      store.getAll(range),
    ]);
    const start = fileKey(id, '').length;
    const paths = keys.map((key) => key.slice(start));
    return { record, files: await fromAllStored(paths, files as readonly StoredFile[]) };
  });
}

/** Without their files. */
export function readAsides(): Promise<readonly unknown[]> {
  return read(STORE, (tx) => tx.objectStore('library').getAll(startingWith(ASIDE)));
}

export function deleteAside(id: string): Promise<void> {
  return writeOnce(STORE, (tx) => deleteOf(tx, id));
}

/**
 * Deletes what `stays` does not keep, with what was said of it; of a model that is in its store, only the copy: the app
 * may have ended while it was put aside or brought back. Resolves with how many went.
 */
export async function sweepAside(stays: (record: unknown, id: string) => boolean): Promise<number> {
  let gone = 0;
  await writeOnce([...STORE, ...LIVING], async (tx) => {
    const store = tx.objectStore('library');
    for (const key of await store.getAllKeys(startingWith(ASIDE))) {
      const id = key.slice(ASIDE.length);
      if (stays(await store.get(key), id)) continue;
      await deleteOf(tx, id);
      if (!(await isLiving(tx, id))) await store.delete(ABOUT + id);
      gone += 1;
    }
  });
  return gone;
}

/** Whether the model is in the store of its kind. */
export function isStored(id: string): Promise<boolean> {
  return read([...STORE, ...LIVING], (tx) => isLiving(tx, id));
}

async function isLiving(tx: ReadTransaction | WriteTransaction, id: string): Promise<boolean> {
  for (const name of LIVING) if ((await tx.objectStore(name).getKey(id)) !== undefined) return true;
  const { module } = Object(await tx.objectStore('library').get(ABOUT + id)) as { readonly module?: unknown };
  return Boolean(module);
}

async function deleteOf(tx: WriteTransaction, id: string): Promise<void> {
  const store = tx.objectStore('library');
  await Promise.all([store.delete(ASIDE + id), store.delete(startingWith(fileKey(id, '')))]);
}

function fileKey(id: string, path: string): string {
  return `${FILE}${id}/${path}`;
}
