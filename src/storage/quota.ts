// How much room the browser gives this origin, and what takes it.

import { read } from './db';
import { isModelRecord } from './models';

export interface StorageUse {
  /** Bytes used by the origin, as the browser estimates it (caches included). */
  readonly usage: number;
  readonly quota: number;
  readonly persisted: boolean;
  readonly points: { readonly count: number; readonly bytes: number };
  readonly models: { readonly count: number; readonly bytes: number };
}

export async function measureUse(): Promise<StorageUse> {
  const manager = globalThis.navigator?.storage;
  const estimate = manager?.estimate ? await manager.estimate() : {};
  const persisted = manager?.persisted ? await manager.persisted() : false;
  const [stored, records] = await read(['workspace', 'models'], (tx) =>
    Promise.all([tx.objectStore('workspace').get('current'), tx.objectStore('models').getAll()]),
  );
  const { n = 0, d = 0 } = stored?.shape ?? {};
  const models = records.filter(isModelRecord);
  return {
    usage: estimate.usage ?? 0,
    quota: estimate.quota ?? 0,
    persisted,
    points: { count: n, bytes: n * d * Float64Array.BYTES_PER_ELEMENT },
    models: { count: models.length, bytes: models.reduce((sum, model) => sum + model.bytes, 0) },
  };
}
