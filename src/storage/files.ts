// Files as values of a store: small ones as bytes, large ones as Blobs, which browsers keep as files of their own. Chromium
// keeps no value of more than 127 MiB that is not a Blob, and takes ten times as long to read one of some size
// (docs/decisions/0019-large-files.md). A Blob comes and goes with the transaction of its value, as bytes do.

import { FileLostError, toStorageError } from './errors';

/** Bytes of the largest file that lies as bytes. */
export const MOST_AS_BYTES = 32 * 2 ** 20;

export type StoredFile = Uint8Array | Blob;

/** A copy, taken at once. Where it is a view, of what is seen: cloning a view would store the whole buffer under it. */
export function toStored(bytes: Uint8Array): StoredFile {
  return bytes.length > MOST_AS_BYTES ? new Blob([plain(bytes)]) : bytes.slice();
}

/**
 * A Blob is read after the transaction that gave it: nothing else may be asked of that one then. Rejects with
 * NotReadableError where the browser has lost it.
 */
export async function fromStored(file: StoredFile): Promise<Uint8Array> {
  return file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : file;
}

/** One after the other: only what is asked for is in memory, and not all of it twice. */
export async function fromAllStored<Path>(
  paths: readonly Path[],
  files: readonly StoredFile[],
): Promise<Map<Path, Uint8Array>> {
  const read = new Map<Path, Uint8Array>();
  for (const [i, path] of paths.entries()) read.set(path, await fromStored(files[i] ?? new Uint8Array(0)));
  return read;
}

/** Told of what is left out of a reading, "the dataset “Films”": it is damaged, or the browser has lost files of it. */
export type LeaveOut = (what: string) => void;

/** What a record that only its service reads is called, or else its id. */
export function quoted(record: unknown, id: string): string {
  const { name } = Object(record) as { readonly name?: unknown };
  return `“${typeof name === 'string' ? name : id}”`;
}

/** What `read` gives; null, and told, where the browser has lost a file that it reads. */
export async function unlessLost<T>(what: string, leaveOut: LeaveOut, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (!(toStorageError(error) instanceof FileLostError)) throw error;
    leaveOut(what);
    return null;
  }
}

/** As `toStored`, of every file inside a value of maps, lists and plain objects; small ones stay as they are. */
export function toStoredWithin(value: unknown): unknown {
  return mapped(value, (part) => (part instanceof Uint8Array && part.length > MOST_AS_BYTES ? toStored(part) : part));
}

/** What `toStoredWithin` was given. As `fromStored`, after the transaction. */
export async function fromStoredWithin(value: unknown): Promise<unknown> {
  const blobs: Blob[] = [];
  mapped(value, (part) => {
    if (part instanceof Blob) blobs.push(part);
    return part;
  });
  if (blobs.length === 0) return value;
  const read = await fromAllStored(blobs, blobs);
  return mapped(value, (part) => (part instanceof Blob ? read.get(part) : part));
}

/** A copy, with what `change` gives in place of what is neither map, list nor plain object. */
function mapped(value: unknown, change: (part: unknown) => unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, mapped(item, change)]));
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return change(value);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, change)]));
}

/** Bytes; 0 of what is none. */
export function sizeOfStored(file: unknown): number {
  if (file instanceof Blob) return file.size;
  return file instanceof Uint8Array ? file.length : 0;
}

/** The same bytes, copied only where threads share their memory, which makes no Blob. */
export function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(bytes);
}
