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
