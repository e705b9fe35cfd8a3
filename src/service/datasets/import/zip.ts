// The files of a .zip, by the list at its end (APPNOTE.TXT 6.3.10), which alone says where each begins: read window
// by window, so that a hundred thousand small files are few reads. What was inflated must have the size and the
// CRC-32 that the list says.

import { inflateSync } from 'fflate';
import { ServiceError } from '../../../wire/errors';
import { END_BYTES, endOfZip, MAX_COMMENT } from '../../zip-end';
import { nameInZip } from '../../zip-name';
import type { EntrySource, FileEntry } from './entries';
import { placeOf } from './layout';
import { type Limits, maxTextBytes, tooManyEntries, unpacksTooLarge } from './limits';
import { damaged } from './source';

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const TAIL = END_BYTES + MAX_COMMENT;
const LOCAL_HEADER = 30;
/** Read at once. */
const WINDOW = 4 * 2 ** 20;
/** Of the list at the end. */
const MAX_LIST = 512 * 2 ** 20;

export interface Listed {
  readonly path: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly regular: boolean;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

export function zipEntries(blob: Blob, limits: Limits): EntrySource {
  let read = 0;
  async function* walk(): AsyncGenerator<FileEntry> {
    const files = new Windows(blob);
    const { list, count } = await readList(blob).catch(damaged);
    if (count > limits.entries) throw tooManyEntries(limits);
    let unpacked = 0;
    for (const entry of parseList(list, limits)) {
      const bytes = () => {
        unpacked += entry.size;
        if (unpacked > limits.unpacked) throw unpacksTooLarge(limits);
        return unpack(files, entry, limits).catch(damaged);
      };
      if (!entry.path.endsWith('/')) yield { path: entry.path, size: entry.size, regular: entry.regular, bytes };
      read = entry.offset + entry.packed;
    }
  }
  return { entries: walk(), share: () => Math.min(1, read / blob.size) };
}

/** Where a table packed by itself lies in the archive; null where there are texts, no table, or several. */
export async function tableIn(blob: Blob, limits: Limits): Promise<Listed | null> {
  const { list } = await readList(blob).catch(damaged);
  let table: Listed | null = null;
  for (const entry of parseList(list, limits)) {
    if (entry.path.endsWith('/') || /(^|\/)(\._|__MACOSX\/)/.test(entry.path)) continue;
    if (placeOf(entry.path) !== null) return null;
    if (!/\.(csv|tsv|txt|jsonl?|ndjson)$/i.test(entry.path)) continue;
    if (table) return null;
    table = entry;
  }
  return table;
}

/** One file's packed bytes, and how to unpack them as they are read. */
export async function openPacked(
  blob: Blob,
  entry: Listed,
): Promise<{ packed: Blob; unpack: (packed: Bytes) => Bytes }> {
  refuseUnreadable(entry);
  const from = await new Windows(blob)
    .read(entry.offset, LOCAL_HEADER)
    .then((header) => dataAt(header, entry))
    .catch(damaged);
  const packed = blob.slice(from, from + entry.packed);
  const unpack = (bytes: Bytes) =>
    (entry.method === 0 ? bytes : bytes.pipeThrough(new DecompressionStream('deflate-raw'))).pipeThrough(
      asListed(entry),
    );
  return { packed, unpack };
}

/** Passes a file's bytes through, and fails at the latest at its end where they are others than the list says. */
function asListed({ size, crc }: Listed): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let [length, sum] = [0, 0];
  return new TransformStream({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > size) throw new Error('wrong size');
      sum = crc32(chunk, sum);
      controller.enqueue(chunk);
    },
    flush() {
      if (length !== size || sum !== crc) throw new Error('wrong content');
    },
  });
}

async function readList(blob: Blob): Promise<{ list: DataView<ArrayBuffer>; count: number }> {
  const from = Math.max(0, blob.size - TAIL);
  const tail = await view(blob, from, blob.size);
  const at = endOfZip(tail, from);
  if (at < 0) throw new Error('no end of the list');
  let count = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let offset = tail.getUint32(at + 16, true);
  if (at >= 20 && tail.getUint32(at - 20, true) === END64_LOCATOR) {
    const end = await view(blob, whole(tail, at - 12), whole(tail, at - 12) + 56);
    if (end.getUint32(0, true) !== END64) throw new Error('no end of the long list');
    [count, size, offset] = [whole(end, 32), whole(end, 40), whole(end, 48)];
  }
  if (size > MAX_LIST || offset + size > blob.size) throw new Error('no list where it should be');
  return { list: await view(blob, offset, offset + size), count };
}

function* parseList(list: DataView<ArrayBuffer>, limits: Limits): Generator<Listed> {
  let at = 0;
  let count = 0;
  while (at + 46 <= list.byteLength) {
    if (list.getUint32(at, true) !== LISTED) damaged(null);
    count += 1;
    if (count > limits.entries) throw tooManyEntries(limits);
    const lengths = [28, 30, 32].map((place) => list.getUint16(at + place, true));
    const [nameLength = 0, extraLength = 0, commentLength = 0] = lengths;
    const end = at + 46 + nameLength + extraLength + commentLength;
    if (end > list.byteLength) damaged(null);
    yield parseEntry(list, at, nameLength, extraLength);
    at = end;
  }
}

function parseEntry(list: DataView<ArrayBuffer>, at: number, nameLength: number, extraLength: number): Listed {
  const flags = list.getUint16(at + 8, true);
  const name = new Uint8Array(list.buffer, list.byteOffset + at + 46, nameLength);
  let size = list.getUint32(at + 24, true);
  let packed = list.getUint32(at + 20, true);
  let offset = list.getUint32(at + 42, true);
  // Values too large for 32 bits stand in a field of their own, in this order.
  let extra = at + 46 + nameLength;
  const end = extra + extraLength;
  while (extra + 4 <= end) {
    const length = list.getUint16(extra + 2, true);
    if (list.getUint16(extra, true) === 1) {
      let place = extra + 4;
      const next = () => {
        place += 8;
        return place <= extra + 4 + length && place <= end ? whole(list, place - 8) : damaged(null);
      };
      if (size === 0xffffffff) size = next();
      if (packed === 0xffffffff) packed = next();
      if (offset === 0xffffffff) offset = next();
      break;
    }
    extra += 4 + length;
  }
  // The upper half of a Unix mode says what kind of file it is: a link is none.
  const kind = list.getUint16(at + 40, true) & 0xf000;
  const unix = list.getUint8(at + 5) === 3;
  return {
    path: nameInZip(name, (flags & 0x800) !== 0),
    method: list.getUint16(at + 10, true),
    encrypted: (flags & 1) !== 0,
    regular: !unix || kind === 0 || kind === 0x8000,
    crc: list.getUint32(at + 16, true),
    ...{ packed, size, offset },
  };
}

async function unpack(files: Windows, entry: Listed, limits: Limits): Promise<Uint8Array> {
  refuseUnreadable(entry);
  if (entry.size > maxTextBytes(limits) || entry.packed > 2 * entry.size + 1024) throw new Error('absurd sizes');
  const header = await files.read(entry.offset, LOCAL_HEADER);
  const packed = await files.read(dataAt(header, entry), entry.packed);
  const bytes = inflate(packed, entry);
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) throw new Error('wrong content');
  return bytes;
}

function inflate(packed: Uint8Array, { method, size }: Listed): Uint8Array {
  return method === 0 ? packed : inflateSync(packed, { out: new Uint8Array(size) });
}

function refuseUnreadable({ encrypted, method }: Listed): void {
  if (encrypted) throw new ServiceError('malformed', 'The archive is encrypted. Unpack it first.');
  if (method === 0 || method === 8) return;
  throw new ServiceError(
    'malformed',
    'The archive is packed by a method that cannot be read. Pack it as a plain .zip.',
  );
}

/** After a file's own header, whose lengths may differ from the list's. */
function dataAt(header: Uint8Array, { offset }: Listed): number {
  const start = new DataView(header.buffer, header.byteOffset, header.length);
  if (start.getUint32(0, true) !== LOCAL) throw new Error('no file where it should be');
  return offset + LOCAL_HEADER + start.getUint16(26, true) + start.getUint16(28, true);
}

/** Reads a file by stretches of it, one kept at a time. */
class Windows {
  private from = 0;
  private bytes = new Uint8Array(0);

  constructor(private readonly blob: Blob) {}

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (offset + length > this.blob.size) throw new Error('past the end');
    if (offset < this.from || offset + length > this.from + this.bytes.length) {
      const end = Math.min(this.blob.size, offset + Math.max(length, WINDOW));
      this.bytes = new Uint8Array(await this.blob.slice(offset, end).arrayBuffer());
      this.from = offset;
    }
    return this.bytes.subarray(offset - this.from, offset - this.from + length);
  }
}

async function view(blob: Blob, from: number, to: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await blob.slice(from, to).arrayBuffer());
}

function whole(data: DataView, at: number): number {
  const value = Number(data.getBigUint64(at, true));
  return Number.isSafeInteger(value) ? value : damaged(null);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** @param before that of the bytes before these */
function crc32(bytes: Uint8Array, before = 0): number {
  let crc = before ^ 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (CRC_TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
