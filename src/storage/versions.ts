// What is kept about versions of text models beside the models themselves: what each was trained on (a profile, for
// noticing drift) and how it was judged (a gate report).

import { read, type WriteTransaction, write } from './db';

export function readProfile(model: string): Promise<Uint8Array | undefined> {
  return read(['profiles'], (tx) => tx.objectStore('profiles').get(model));
}

/** Of a model that was removed meanwhile it is not kept. */
export function saveProfile(model: string, bytes: Uint8Array): Promise<void> {
  return write(['textModels', 'profiles'], async (tx) => {
    if ((await tx.objectStore('textModels').getKey(model)) === undefined) return;
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

/** All of it, for a back-up. */
export interface VersionStore {
  readonly profiles: readonly { readonly model: string; readonly bytes: Uint8Array }[];
  readonly gates: readonly { readonly model: string; readonly report: unknown }[];
}

export function readVersions(): Promise<VersionStore> {
  return read(['profiles', 'gates'], async (tx) => {
    const [profiles, gates] = [tx.objectStore('profiles'), tx.objectStore('gates')];
    const [profileKeys, bytes, gateKeys, reports] = await Promise.all([
      profiles.getAllKeys(),
      profiles.getAll(),
      gates.getAllKeys(),
      gates.getAll(),
    ]);
    return {
      profiles: profileKeys.flatMap((model, i) => {
        const profile = bytes[i];
        return profile instanceof Uint8Array ? [{ model, bytes: profile }] : [];
      }),
      gates: gateKeys.map((model, i) => ({ model, report: reports[i] })),
    };
  });
}

/** Within a transaction of the caller's (restoring a back-up). */
export async function putVersions(tx: WriteTransaction, { profiles, gates }: VersionStore): Promise<void> {
  for (const { model, bytes } of profiles) await tx.objectStore('profiles').put(bytes.slice(), model);
  for (const { model, report } of gates) await tx.objectStore('gates').put(report, model);
}
