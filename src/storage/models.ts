// Saved models, by id.

import { read, write } from './db';

export interface ModelRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: 'mixture';
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  readonly bytes: number;
  readonly description: string;
  /** The model itself, as its kind's service wrote it. */
  readonly payload: unknown;
}

/** What listing and versions rest on; the payload is its service's to check. */
export function isModelRecord(value: unknown): value is ModelRecord {
  const { id, name, kind, version, created_at, bytes, description } = Object(value) as Partial<ModelRecord>;
  const texts = [id, name, created_at, description].every((text) => typeof text === 'string');
  return texts && kind === 'mixture' && Number.isInteger(version) && Number.isFinite(bytes);
}

/** Newest first. Damaged records are left where they are, and counted. */
export function readModels(): Promise<{ models: ModelRecord[]; damaged: number }> {
  return read(['models'], async (tx) => {
    const all: unknown[] = await tx.objectStore('models').getAll();
    const models = all.filter(isModelRecord);
    models.sort((a, b) => b.created_at.localeCompare(a.created_at) || b.version - a.version);
    return { models, damaged: all.length - models.length };
  });
}

/** Those that can be read, newest first. */
export async function listModels(): Promise<ModelRecord[]> {
  return (await readModels()).models;
}

export function readModel(id: string): Promise<ModelRecord | undefined> {
  return read(['models'], (tx) => tx.objectStore('models').get(id));
}

/**
 * One that comes in, under its version, or under the next of its name where it has none or another has taken it; whatever
 * else comes in meanwhile.
 */
export async function addModel(
  model: Omit<ModelRecord, 'version'> & { readonly version?: number },
): Promise<ModelRecord> {
  let added: ModelRecord = { ...model, version: 1 };
  await write(['models'], async (tx) => {
    const store = tx.objectStore('models');
    const others = (await store.getAll()).filter(isModelRecord).filter(({ id }) => id !== model.id);
    const taken = others.filter(({ name }) => name === model.name).map(({ version }) => version);
    const next = 1 + Math.max(0, ...taken);
    added = { ...model, version: model.version === undefined || taken.includes(model.version) ? next : model.version };
    await store.put(added);
  });
  return added;
}

/** Null where there is none of that id; else whether it has the name now: no two have one name and version. */
export async function renameModel(id: string, name: string): Promise<{ version: number; done: boolean } | null> {
  let outcome: { version: number; done: boolean } | null = null;
  await write(['models'], async (tx) => {
    const store = tx.objectStore('models');
    const all = (await store.getAll()).filter(isModelRecord);
    const record = all.find((model) => model.id === id);
    if (!record) return;
    const { version } = record;
    const done = !all.some((other) => other.id !== id && other.name === name && other.version === version);
    if (done) await store.put({ ...record, name });
    outcome = { version, done };
  });
  return outcome;
}

export function deleteModel(id: string): Promise<void> {
  return write(['models'], async (tx) => {
    await tx.objectStore('models').delete(id);
  });
}
