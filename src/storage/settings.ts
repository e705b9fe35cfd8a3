// Small preferences of the engine, by key.

import { read, write } from './db';

/** Of this device alone, so that no back-up carries them: a handle of one of its folders, and what its hardware is good for. */
export const DEVICE_SETTINGS = { mirror: 'reviews.mirror', measurement: 'compute.measurement' } as const;

export function isOfDevice(key: string): boolean {
  return Object.values<string>(DEVICE_SETTINGS).includes(key);
}

export function readSetting<T>(key: string): Promise<T | undefined> {
  return read(['settings'], async (tx) => (await tx.objectStore('settings').get(key)) as T | undefined);
}

export function writeSetting(key: string, value: unknown): Promise<void> {
  return write(['settings'], async (tx) => {
    await tx.objectStore('settings').put(value, key);
  });
}
