// The part of a back-up that is datasets of images: of each a record, which image is what, and the files one after the
// other. What was decoded of them is a cache, and is not carried.

import { joined } from '../../ml/joined';
import {
  type ImageChunk,
  type ImageSetStore,
  isImageChunk,
  isImageIndex,
  isImageSetRecord,
} from '../../storage/images';
import { messageOf } from '../errors';
import { type BackupEntry, bad, encodeText } from './archive';
import { encode } from './codec';
import { parse } from './parse';

const PATH = /^images\/([\w-]{1,100})\/(record\.json|index\.json|files\.bin)$/;

/** Throws when a set is not one that this version can open. */
export interface ImageChecks {
  readonly imageSet: (set: ImageSetStore) => void;
}

export function imageEntries(sets: readonly ImageSetStore[]): BackupEntry[] {
  return sets.flatMap(({ record, index, chunks }) => [
    { path: `images/${record.id}/record.json`, bytes: encodeText(encode(record)) },
    {
      path: `images/${record.id}/index.json`,
      bytes: encodeText(encode({ index, ends: chunks.map(({ ends }) => ends) })),
    },
    { path: `images/${record.id}/files.bin`, bytes: joined(chunks.map(({ bytes }) => bytes)) },
  ]);
}

/** Takes what is about images out of `left`. Throws when it is not in order. */
export function takeImages(left: Map<string, Uint8Array>, checks: ImageChecks): ImageSetStore[] {
  const found = new Map<string, Map<string, Uint8Array>>();
  for (const [path, bytes] of left) {
    const [, id, file] = PATH.exec(path) ?? [];
    if (id === undefined) continue;
    found.set(id, (found.get(id) ?? new Map<string, Uint8Array>()).set(file, bytes));
    left.delete(path);
  }
  return [...found].map(([id, files]) => toSet(id, files, checks));
}

function toSet(id: string, files: ReadonlyMap<string, Uint8Array>, checks: ImageChecks): ImageSetStore {
  const folder = `images/${id}`;
  const take = (name: string) => {
    const bytes = files.get(name);
    if (!bytes) throw bad(`${folder}/${name} is missing`);
    return bytes;
  };
  const record = parse(`${folder}/record.json`, take('record.json'));
  if (!isImageSetRecord(record)) throw bad(`${folder}/record.json is not a set of images`);
  if (record.id !== id) throw bad(`${folder}/record.json is of another set`);
  const { index, ends } = Object(parse(`${folder}/index.json`, take('index.json')));
  if (!isImageIndex(index)) throw bad(`${folder}/index.json does not say which image is what`);
  const set = { record, index, chunks: toChunks(folder, take('files.bin'), ends) };
  try {
    checks.imageSet(set);
  } catch (error) {
    throw bad(`${folder}: ${messageOf(error)}`);
  }
  return set;
}

function toChunks(folder: string, files: Uint8Array, ends: unknown): ImageChunk[] {
  let at = 0;
  const all: readonly unknown[] = Array.isArray(ends) ? ends : [];
  const chunks = all.map((own): ImageChunk => {
    const length = own instanceof Uint32Array ? (own.at(-1) ?? 0) : 0;
    const chunk = { bytes: files.slice(at, at + length), ends: own };
    if (!isImageChunk(chunk)) throw bad(`${folder}/files.bin is not the files that its index speaks of`);
    at += length;
    return chunk;
  });
  if (at !== files.length) throw bad(`${folder}/files.bin has more than its index speaks of`);
  return chunks;
}
