// Experiment configurations of one's own: their texts, as files. Whether a text is in order is their service's to say.

import { read, type WriteTransaction, write } from './db';

export interface ConfigRecord {
  readonly id: string;
  /** "my-experiment.yaml" */
  readonly file_name: string;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly changed_at: string;
}

export function isConfigRecord(value: unknown): value is ConfigRecord {
  const { id, file_name, text, changed_at } = Object(value) as Partial<Record<keyof ConfigRecord, unknown>>;
  return [id, file_name, text, changed_at].every((part) => typeof part === 'string');
}

/** In no order; damaged records are left where they are. */
export function listConfigs(): Promise<ConfigRecord[]> {
  return read(['configs'], async (tx) => (await tx.objectStore('configs').getAll()).filter(isConfigRecord));
}

export function putConfig(record: ConfigRecord): Promise<void> {
  return write(['configs'], async (tx) => {
    await tx.objectStore('configs').put(record, record.id);
  });
}

export function deleteConfig(id: string): Promise<void> {
  return write(['configs'], async (tx) => {
    await tx.objectStore('configs').delete(id);
  });
}

/** Within a transaction of the caller's (restoring a back-up). */
export async function putConfigs(tx: WriteTransaction, records: readonly ConfigRecord[]): Promise<void> {
  for (const record of records) await tx.objectStore('configs').put(record, record.id);
}
