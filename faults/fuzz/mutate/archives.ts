// Changes of archives: of what is in them, of a tar's headers with their check sums made to fit, of a zip's fields, and of
// the packed bytes.

import { gzipSync, zipSync } from 'fflate';
import { forged, type RawEntry, rawTar } from '../../../src/ml/modules/tar.fixture';
import type { Rng } from '../../../src/ml/rng';
import { type Bytes, changedBytes, pick } from './bytes';
import { changedFiles, type FileSet } from './files';

export function tarOf(files: FileSet): Bytes {
  const entries = [...files].map(([name, body]): RawEntry => ({ name, body }));
  return new Uint8Array(rawTar(...entries));
}

export function gzipped(bytes: Uint8Array): Bytes {
  return new Uint8Array(gzipSync(bytes, { level: 1, mtime: 0 }));
}

export function zipOf(files: FileSet, level: 0 | 6 = 6): Bytes {
  // Of these the packer makes no entry, or fails.
  const named = [...files].filter(([name]) => name !== '' && name !== '__proto__');
  return new Uint8Array(zipSync(Object.fromEntries(named.map(([name, bytes]) => [name, [bytes, { level }]]))));
}

/** A tar of changed files, or changed itself; packed as a rule, and now and then changed once more. */
export function changedTar(files: FileSet, rng: Rng): Bytes {
  const within = rng.integer(2) === 0 ? changedFiles(files, rng) : files;
  let tar = tarOf(within);
  if (rng.integer(3) === 0) tar = forged(tar, rng);
  if (rng.integer(4) === 0) tar = changedBytes(tar, rng);
  if (rng.integer(8) === 0) return tar;
  const packed = gzipped(tar);
  return rng.integer(6) === 0 ? changedBytes(packed, rng) : packed;
}

/** Field by offset and width: of a file's own header, of the list at the end, and of the list's end. */
type Field = readonly [offset: number, width: number];
const ZIP_FIELDS: Readonly<Record<string, readonly Field[]>> = {
  'PK\x03\x04': [4, 6, 8, 26, 28].map((at): Field => [at, 2]).concat([14, 18, 22].map((at): Field => [at, 4])),
  'PK\x01\x02': [8, 10, 28, 30, 32].map((at): Field => [at, 2]).concat([16, 20, 24, 42].map((at): Field => [at, 4])),
  'PK\x05\x06': [4, 6, 8, 10, 20].map((at): Field => [at, 2]).concat([12, 16].map((at): Field => [at, 4])),
};
const ZIP_VALUES = [0, 1, 2, 8, 9, 12, 99, 255, 0xffff, 0x7fffffff, 0xffffffff];

function forgedZip(zip: Bytes, rng: Rng): Bytes {
  const changed = zip.slice();
  const text = new TextDecoder('latin1').decode(zip);
  const mark = pick(Object.keys(ZIP_FIELDS), rng);
  const places = [...text.matchAll(new RegExp(mark, 'g'))].map(({ index }) => index);
  if (places.length === 0) return changed;
  const [offset, width] = pick(ZIP_FIELDS[mark] ?? [], rng);
  const at = pick(places, rng) + offset;
  if (at + width > changed.length) return changed;
  const view = new DataView(changed.buffer);
  const value = pick(ZIP_VALUES, rng);
  if (width === 2) view.setUint16(at, value & 0xffff, true);
  else view.setUint32(at, value, true);
  return changed;
}

export function changedZip(files: FileSet, rng: Rng): Bytes {
  const within = rng.integer(2) === 0 ? changedFiles(files, rng) : files;
  let zip = zipOf(within, rng.integer(2) === 0 ? 0 : 6);
  if (rng.integer(2) === 0) zip = forgedZip(zip, rng);
  return rng.integer(4) === 0 ? changedBytes(zip, rng) : zip;
}
