// What is kept about versions of text models beside the models themselves: what each was trained on (a profile, for
// noticing drift) and how it was judged (a gate report).

import { read, write } from './db';

export function readProfile(model: string): Promise<Uint8Array | undefined> {
  return read(['profiles'], (tx) => tx.objectStore('profiles').get(model));
}

export function saveProfile(model: string, bytes: Uint8Array): Promise<void> {
  return write(['profiles'], async (tx) => {
    await tx.objectStore('profiles').put(bytes.slice(), model);
  });
}

/** As its service wrote it; undefined without one. */
export function readGate(model: string): Promise<unknown> {
  return read(['gates'], (tx) => tx.objectStore('gates').get(model));
}

export function saveGate(model: string, report: unknown): Promise<void> {
  return write(['gates'], async (tx) => {
    await tx.objectStore('gates').put(report, model);
  });
}

/** With a model that is removed. */
export function deleteVersion(model: string): Promise<void> {
  return write(['profiles', 'gates'], async (tx) => {
    await Promise.all([tx.objectStore('profiles').delete(model), tx.objectStore('gates').delete(model)]);
  });
}
