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

/** Newest first. */
export function listModels(): Promise<ModelRecord[]> {
  return read(['models'], async (tx) => {
    const all = await tx.objectStore('models').getAll();
    return all.sort((a, b) => b.created_at.localeCompare(a.created_at) || b.version - a.version);
  });
}

export function readModel(id: string): Promise<ModelRecord | undefined> {
  return read(['models'], (tx) => tx.objectStore('models').get(id));
}

export function putModel(record: ModelRecord): Promise<void> {
  return write(['models'], async (tx) => {
    await tx.objectStore('models').put(record);
  });
}

export function deleteModel(id: string): Promise<void> {
  return write(['models'], async (tx) => {
    await tx.objectStore('models').delete(id);
  });
}
