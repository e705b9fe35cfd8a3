// Files of models on their way between workers. Small ones are copied, as messages are; large ones go to the other side,
// and their sender has them no more: a copy of each on both sides, and one on the way, would take three times their size.

import { transfer } from 'comlink';

/** Bytes from which on a file goes. */
const LARGE = 32 * 2 ** 20;

/** `message`, ready to be sent: the large files in it, or in a map in it, go with it. */
export function withLargeFiles<T>(message: T): T {
  const parts: readonly unknown[] = message instanceof Map ? [message] : Object.values(Object(message));
  const values = parts.flatMap((part) => (part instanceof Map ? [...part.values()] : []));
  const buffers = values.flatMap((value) => (value instanceof Uint8Array ? [value.buffer] : []));
  const large = buffers.filter((buffer) => buffer instanceof ArrayBuffer && buffer.byteLength > LARGE);
  return large.length === 0 ? message : transfer(message, [...new Set(large)] as ArrayBuffer[]);
}
