// The latest batch inference: what was asked for, which texts were drawn, and their scores so far.

import { read, write } from './db';

export interface BatchRecord {
  /** Request and progress, as the service wrote them. */
  readonly record: unknown;
  /** Rows of the dataset, in the order they are scored. */
  readonly index: Uint32Array;
  /** 0, 1, or −1 without a label. */
  readonly label: Int8Array;
  /** Of the rows scored so far. */
  readonly score: Float32Array;
}

const KEY = 'current';

export function readBatch(): Promise<BatchRecord | undefined> {
  return read(['batch'], (tx) => tx.objectStore('batch').get(KEY));
}

export function saveBatch(batch: BatchRecord): Promise<void> {
  return write(['batch'], async (tx) => {
    await tx.objectStore('batch').put(batch, KEY);
  });
}

export function deleteBatch(): Promise<void> {
  return write(['batch'], (tx) => tx.objectStore('batch').clear());
}
