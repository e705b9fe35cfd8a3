// Small preferences of the engine, by key.

import { read, write } from './db';

export function readSetting<T>(key: string): Promise<T | undefined> {
  return read(['settings'], async (tx) => (await tx.objectStore('settings').get(key)) as T | undefined);
}

export function writeSetting(key: string, value: unknown): Promise<void> {
  return write(['settings'], async (tx) => {
    await tx.objectStore('settings').put(value, key);
  });
}
