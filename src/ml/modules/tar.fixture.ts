// Tar archives as nobody's tar makes them: each field as a test wants it.

import type { Rng } from '../rng';

export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly body?: string | Uint8Array;
  readonly type?: string;
  /** In place of the body's length. */
  readonly size?: number | Uint8Array;
  readonly magic?: string;
  readonly prefix?: string;
  readonly checksum?: number;
  readonly linkname?: string;
}

const encoder = new TextEncoder();

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? encoder.encode(text) : text;
}

export function rawEntry(entry: RawEntry): Uint8Array {
  const body = bytesOf(entry.body ?? '');
  const header = new Uint8Array(512);
  const size = entry.size ?? body.length;
  header.set(bytesOf(entry.name).subarray(0, 100), 0);
  header.set(encoder.encode('0000644\0'), 100);
  header.set(typeof size === 'number' ? encoder.encode(`${size.toString(8).padStart(11, '0')}\0`) : size, 124);
  header.set(encoder.encode('00000000000\0'), 136);
  header.set(encoder.encode(entry.type ?? '0'), 156);
  header.set(encoder.encode(entry.linkname ?? ''), 157);
  header.set(encoder.encode(entry.magic ?? 'ustar\x0000'), 257);
  header.set(encoder.encode(entry.prefix ?? ''), 345);
  header.fill(32, 148, 156);
  const sum = entry.checksum ?? header.reduce((total, byte) => total + byte, 0);
  header.set(encoder.encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  const whole = new Uint8Array(512 + Math.ceil(body.length / 512) * 512);
  whole.set(header);
  whole.set(body, 512);
  return whole;
}

/** One record of attributes, its own length in it. */
export function paxRecord(key: string, value: string | Uint8Array): Uint8Array {
  const rest = concat([encoder.encode(` ${key}=`), bytesOf(value), encoder.encode('\n')]);
  let length = rest.length + 1;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return concat([encoder.encode(String(length)), rest]);
}

/** A tar archive, with its end. */
export function rawTar(...entries: readonly RawEntry[]): Uint8Array {
  return concat([...entries.map(rawEntry), new Uint8Array(1024)]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const BLOCK = 512;
/** Name, size, kind, mark and prefix of a ustar header: offset and length. */
const FIELDS = [
  [0, 100],
  [124, 12],
  [156, 1],
  [257, 8],
  [345, 155],
] as const;
const KINDS = '\x001234567gxLKSZ';
const CHARACTERS = '\0 01278/.\\é';

/** A header's field changed at random, and its check sum made to fit: what check sums do not catch. */
export function forged(tar: Uint8Array, rng: Rng): Uint8Array<ArrayBuffer> {
  const changed = new Uint8Array(tar);
  const block = rng.integer(Math.max(1, Math.floor(tar.length / BLOCK)));
  const header = changed.subarray(BLOCK * block, BLOCK * (block + 1));
  if (header.length < BLOCK) return changed;
  const [at, length] = FIELDS[rng.integer(FIELDS.length)] ?? FIELDS[0];
  if (length === 1) header[at] = KINDS.charCodeAt(rng.integer(KINDS.length));
  else header[at + rng.integer(Math.min(length, 14))] = CHARACTERS.charCodeAt(rng.integer(CHARACTERS.length));
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  header.set(encoder.encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return changed;
}
