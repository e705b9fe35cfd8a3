// Datasets of images. Records are small; which image is what stands in an index beside them, and the files lie in chunks,
// as they came. A set is there once its record is: an index, chunks or decoded images without one are left-overs. Decoded
// images are a cache: they can be made again of the files, go with the set, and are in no back-up.

import { read, type WriteTransaction, write } from './db';
import type { LeaveOut } from './files';

export interface ImageSetRecord {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  /** Images. */
  readonly n: number;
  /** Of all files together. */
  readonly bytes: number;
  /** Classes, counts and problems, as the service wrote them. */
  readonly about: unknown;
}

/** Of a set's n images, in the order they are numbered in. */
export interface ImageIndex {
  readonly paths: readonly string[];
  /** Class numbers. */
  readonly labels: Uint16Array;
  /** Positions in the wire's IMAGE_PARTS. */
  readonly parts: Uint8Array;
  /** Where each one's file lies, counted over all chunks. */
  readonly places: Uint32Array;
  /** The place of each chunk's first file. */
  readonly starts: readonly number[];
}

/** Files one after the other. */
export interface ImageChunk {
  readonly bytes: Uint8Array;
  /** Where each ends. */
  readonly ends: Uint32Array;
}

/** The files of a chunk, decoded and scaled to one form. */
export interface PixelChunk {
  /** [files, height, width, channels]; zeros where one could not be decoded. */
  readonly pixels: Uint8Array;
  /** Files that could not be decoded: their numbers in the chunk, and why. */
  readonly failed: readonly { readonly at: number; readonly reason: string }[];
}

/** A chunk holds at most so many files, and is closed once it has so many bytes. */
export const CHUNK_FILES = 64;
export const CHUNK_BYTES = 2 ** 20;
/** The index stands before the first chunk. */
const INDEX = -1;

export function isImageSetRecord(value: unknown): value is ImageSetRecord {
  const { id, name, source, created_at, n, bytes } = Object(value) as Partial<ImageSetRecord>;
  const counts = [n, bytes].every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
  return counts && [id, name, source, created_at].every((text) => typeof text === 'string');
}

/** Whether it is columns of one length whose places are each of the files', once. */
export function isImageIndex(value: unknown): value is ImageIndex {
  const { paths, labels, parts, places, starts } = Object(value) as Partial<ImageIndex>;
  if (!Array.isArray(paths) || !Array.isArray(starts) || paths.length === 0) return false;
  if (!(labels instanceof Uint16Array && parts instanceof Uint8Array && places instanceof Uint32Array)) return false;
  const n = paths.length;
  const seen = new Set(places);
  return (
    [labels, parts, places].every((column) => column.length === n) &&
    paths.every((path) => typeof path === 'string') &&
    parts.every((part) => part <= 2) &&
    seen.size === n &&
    places.every((place) => place < n) &&
    starts.every((start, i) => (i === 0 ? start === 0 : start > starts[i - 1] && start < n))
  );
}

export function isImageChunk(value: unknown): value is ImageChunk {
  const { bytes, ends } = Object(value) as Partial<ImageChunk>;
  if (!(bytes instanceof Uint8Array && ends instanceof Uint32Array)) return false;
  const n = ends.length;
  if (n === 0 || n > CHUNK_FILES || ends[n - 1] !== bytes.length) return false;
  return ends.every((end, i) => i === 0 || end >= ends[i - 1]);
}

/** Newest first; damaged records are left where they are. */
export function listImageSets(): Promise<ImageSetRecord[]> {
  return read(['imageSets'], async (tx) => {
    const all: unknown[] = await tx.objectStore('imageSets').getAll();
    return all.filter(isImageSetRecord).sort((a, b) => b.created_at.localeCompare(a.created_at));
  });
}

export function readImageSet(id: string): Promise<ImageSetRecord | undefined> {
  return read(['imageSets'], async (tx) => {
    const record: unknown = await tx.objectStore('imageSets').get(id);
    return isImageSetRecord(record) ? record : undefined;
  });
}

/** In place of the one before; does nothing where there is none any more. */
export function changeImageSet(id: string, change: (record: ImageSetRecord) => ImageSetRecord): Promise<void> {
  return write(['imageSets'], async (tx) => {
    const record: unknown = await tx.objectStore('imageSets').get(id);
    if (isImageSetRecord(record)) await tx.objectStore('imageSets').put(change(record), id);
  });
}

export function readImageIndex(id: string): Promise<ImageIndex | undefined> {
  return read(['imageFiles'], async (tx) => {
    const index: unknown = await tx.objectStore('imageFiles').get([id, INDEX]);
    return isImageIndex(index) ? index : undefined;
  });
}

export function readImageChunk(id: string, chunk: number): Promise<ImageChunk | undefined> {
  return read(['imageFiles'], async (tx) => {
    const files: unknown = await tx.objectStore('imageFiles').get([id, chunk]);
    return isImageChunk(files) ? files : undefined;
  });
}

export function writeImageChunk(id: string, chunk: number, files: ImageChunk): Promise<void> {
  return write(['imageFiles'], async (tx) => {
    await tx.objectStore('imageFiles').put(files, [id, chunk]);
  });
}

/** All chunks of a set are there: with its index and record so is the set. */
export function completeImageSet(record: ImageSetRecord, index: ImageIndex): Promise<void> {
  return write(['imageSets', 'imageFiles'], async (tx) => {
    await tx.objectStore('imageFiles').put(index, [record.id, INDEX]);
    await tx.objectStore('imageSets').put(record, record.id);
  });
}

export function deleteImageSet(id: string): Promise<void> {
  return write(['imageSets', 'imageFiles', 'imagePixels'], async (tx) => {
    await Promise.all([
      tx.objectStore('imageSets').delete(id),
      tx.objectStore('imageFiles').delete(under(id)),
      tx.objectStore('imagePixels').delete(under(id)),
    ]);
  });
}

/** Deletes files and decoded images whose record is absent. */
export function sweepImages(): Promise<void> {
  return write(['imageSets', 'imageFiles', 'imagePixels'], async (tx) => {
    const there = new Set(await tx.objectStore('imageSets').getAllKeys());
    const sweep = async (store: 'imageFiles' | 'imagePixels') => {
      let cursor = await tx.objectStore(store).openKeyCursor();
      while (cursor) {
        const [id] = cursor.key;
        if (!there.has(id)) await tx.objectStore(store).delete(under(id));
        // To the next set.
        cursor = await cursor.continue(after(id));
      }
    };
    await sweep('imageFiles');
    await sweep('imagePixels');
  });
}

export function readPixelChunk(id: string, form: string, chunk: number): Promise<PixelChunk | undefined> {
  return read(['imagePixels'], async (tx) => {
    const found: unknown = await tx.objectStore('imagePixels').get([id, form, chunk]);
    const { pixels, failed } = Object(found) as Partial<PixelChunk>;
    return pixels instanceof Uint8Array && Array.isArray(failed) ? { pixels, failed } : undefined;
  });
}

/** Keeps it where the set still is. */
export function writePixelChunk(id: string, form: string, chunk: number, decoded: PixelChunk): Promise<void> {
  return write(['imageSets', 'imagePixels'], async (tx) => {
    if ((await tx.objectStore('imageSets').getKey(id)) === undefined) return;
    await tx.objectStore('imagePixels').put(decoded, [id, form, chunk]);
  });
}

/** Forgets what was decoded to other forms: a set is decoded for one model at a time, as a rule. */
export function forgetOtherForms(id: string, form: string): Promise<void> {
  return write(['imagePixels'], async (tx) => {
    const store = tx.objectStore('imagePixels');
    await Promise.all([
      store.delete(IDBKeyRange.bound([id], [id, form])),
      store.delete(IDBKeyRange.bound([id, form, []], after(id), false, true)),
    ]);
  });
}

/** All keys that begin with the id: numbers and texts come before lists. */
function under(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], after(id));
}

function after(id: string): [string, never] {
  return [id, [] as never];
}

/** Sets with their files, for a back-up. */
export interface ImageSetStore {
  readonly record: ImageSetRecord;
  readonly index: ImageIndex;
  readonly chunks: readonly ImageChunk[];
}

/** All that can be read whole. */
export async function readImageSets(leaveOut: LeaveOut = () => {}): Promise<ImageSetStore[]> {
  const stores: ImageSetStore[] = [];
  for (const record of await listImageSets()) {
    const index = await readImageIndex(record.id);
    const range = IDBKeyRange.bound([record.id, 0], [record.id, Number.POSITIVE_INFINITY]);
    const chunks: unknown[] = await read(['imageFiles'], (tx) => tx.objectStore('imageFiles').getAll(range));
    if (index && chunks.every(isImageChunk)) stores.push({ record, index, chunks });
    else leaveOut(`the image set “${record.name}”`);
  }
  return stores;
}

/** Within a transaction of the caller's (restoring a back-up). */
export async function putImageSets(tx: WriteTransaction, sets: readonly ImageSetStore[]): Promise<void> {
  for (const { record, index, chunks } of sets) {
    await tx.objectStore('imageSets').put(record, record.id);
    await tx.objectStore('imageFiles').put(index, [record.id, INDEX]);
    for (const [i, chunk] of chunks.entries()) await tx.objectStore('imageFiles').put(chunk, [record.id, i]);
  }
}
