// TFRecord framing (tensorflow.org/tutorials/load_data/tfrecord): each record is its length (uint64, little-endian), the
// masked CRC-32C of those eight bytes, the data, and the masked CRC-32C of the data.

import { maskedCrc32c } from './crc32c';
import { LogError } from './errors';

const HEADER = 12;
const FOOTER = 4;

export function frame(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER + data.length + FOOTER);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, HEADER);
  view.setUint32(HEADER + data.length, maskedCrc32c(data), true);
  return bytes;
}

/**
 * The data of each record. A file that is cut off (its writer still at work, or killed) gives all whole records and then
 * ends, as TensorBoard reads it; `onCut` is told the offset at which the cut record begins.
 * @throws LogError with the offset of the record whose check is wrong.
 */
export function* records(bytes: Uint8Array, onCut?: (offset: number) => void): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  while (at < bytes.length) {
    if (at + HEADER > bytes.length) return onCut?.(at);
    if (view.getUint32(at + 8, true) !== maskedCrc32c(bytes.subarray(at, at + 8))) throw damaged('length', at);
    const length = view.getBigUint64(at, true);
    if (length > BigInt(bytes.length - at - HEADER - FOOTER)) return onCut?.(at);
    const start = at + HEADER;
    const end = start + Number(length);
    const data = bytes.subarray(start, end);
    if (view.getUint32(end, true) !== maskedCrc32c(data)) throw damaged('data', at);
    yield data;
    at = end + FOOTER;
  }
}

function damaged(what: string, offset: number): LogError {
  return new LogError(
    `The event file is damaged: the CRC of the ${what} of the record at byte ${offset} is wrong.`,
    offset,
  );
}
