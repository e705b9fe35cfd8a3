// Changes under a check sum: of an event file's records and a PNG's chunks, sealed again, so that what lies behind the check
// is read.

import { frame } from '../../../src/ml/logs/tfrecord';
import type { Rng } from '../../../src/ml/rng';
import { crc32 } from '../../../src/service/images/png';
import { changedBytes, joined, pick } from './bytes';

/** Bytes of one record's frame beside its data. */
const [FRAME_HEAD, FRAME_FOOT] = [12, 4];

export function changedEvents(bytes: Uint8Array, rng: Rng): Uint8Array {
  if (rng.integer(5) === 0) return changedBytes(bytes, rng);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: Uint8Array[] = [];
  for (let at = 0; at + FRAME_HEAD <= bytes.length; ) {
    const end = at + FRAME_HEAD + Number(view.getBigUint64(at, true));
    records.push(bytes.subarray(at + FRAME_HEAD, end));
    at = end + FRAME_FOOT;
  }
  const changed = rng.integer(records.length);
  return joined(...records.map((data, i) => frame(i === changed ? changedBytes(data, rng) : data)));
}

const SIZES = [0, 1, 4, 8, 255, 65_535, 2 ** 31 - 1, 2 ** 32 - 1];

export function changedPicture(bytes: Uint8Array, rng: Rng): Uint8Array {
  if (bytes[0] !== 0x89 || rng.integer(3) === 0) return changedBytes(bytes, rng);
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const chunks: number[] = [];
  for (let at = 8; at + 12 <= copy.length; at += 12 + view.getUint32(at)) chunks.push(at);
  const at = pick(chunks, rng);
  const length = view.getUint32(at);
  if (at === 8 && rng.integer(2) === 0) view.setUint32(16 + 4 * rng.integer(2), pick(SIZES, rng));
  else if (length > 0) copy[at + 8 + rng.integer(length)] = rng.integer(256);
  view.setUint32(at + 8 + length, crc32(copy.subarray(at + 4, at + 8 + length)));
  return rng.integer(10) === 0 ? changedBytes(copy, rng) : copy;
}
