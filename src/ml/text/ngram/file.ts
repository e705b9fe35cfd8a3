// The n-gram model at rest. Little-endian:
//   "MRNG", version (1 byte), order (1 byte; 0 before version 3, for 2), 2 bytes of zero, count (u32), bias (f32), scale (f32),
//     checksum (u32, FNV-1a of what comes after it, then of what comes before it; in version 1 of what comes after it only)
//   fingerprints in rising order as differences, 7 bits a byte, the lowest first, the high bit set when more follow
//   weights, one int8 each: sign(q)·scale·(q/127)², so that small weights keep their precision.

import { EncoderError } from '../../bert/errors';
import { DEFAULT_ORDER, MAX_ORDER } from './features';

const MAGIC = 0x474e524d; // "MRNG"
/** Of pairs; 1 is older, with a weaker checksum. */
const PAIRS = 2;
/** Of runs of any length, so that what reads pairs alone does not read longer runs as less. */
const RUNS = 3;
const HEADER = 24;
const CHECKSUM = 20;
const MAX_FEATURES = 5_000_000;
const MAX_DIFFERENCE_BYTES = 5;

export interface NgramNumbers {
  readonly bias: number;
  /** Weight in the logit by fingerprint. */
  readonly weights: ReadonlyMap<number, number>;
  /** Words of the longest run that counts. */
  readonly order: number;
}

export function writeNgram({ bias, weights, order }: NgramNumbers): Uint8Array {
  const entries = [...weights].sort(([a], [b]) => a - b);
  const scale = entries.reduce((top, [, weight]) => Math.max(top, Math.abs(weight)), 0);
  const prints: number[] = [];
  let before = 0;
  for (const [print] of entries) {
    let rest = print - before;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) prints.push((rest % 0x80) | 0x80);
    prints.push(rest);
    before = print;
  }
  const bytes = new Uint8Array(HEADER + prints.length + entries.length);
  bytes.set(prints, HEADER);
  const quantised = new Int8Array(bytes.buffer, HEADER + prints.length);
  quantised.set(entries.map(([, weight]) => quantise(weight, scale)));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  const version = order === DEFAULT_ORDER ? PAIRS : RUNS;
  view.setUint8(4, version);
  if (version === RUNS) view.setUint8(5, order);
  view.setUint32(8, entries.length, true);
  view.setFloat32(12, bias, true);
  view.setFloat32(16, scale, true);
  view.setUint32(CHECKSUM, checksum(bytes, version), true);
  return bytes;
}

/** Throws EncoderError on anything that `writeNgram` cannot have written. */
export function readNgram(bytes: Uint8Array): NgramNumbers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER || view.getUint32(0, true) !== MAGIC) refuse('it is no n-gram model');
  const version = view.getUint8(4);
  if (version < 1 || version > RUNS) refuse('it is of another version');
  const order = version === RUNS ? view.getUint8(5) : DEFAULT_ORDER;
  const count = view.getUint32(8, true);
  const bias = view.getFloat32(12, true);
  const scale = view.getFloat32(16, true);
  if (
    count > MAX_FEATURES ||
    !Number.isFinite(bias) ||
    !Number.isFinite(scale) ||
    scale < 0 ||
    order < 1 ||
    order > MAX_ORDER
  )
    refuse('its header is damaged');
  if (view.getUint32(CHECKSUM, true) !== checksum(bytes, version)) refuse('it is damaged');
  const { prints, end } = readPrints(bytes, count);
  if (bytes.length !== end + count) refuse('it is cut off');
  const entries = Array.from(prints, (print, i) => [print, restore(view.getInt8(end + i), scale)] as const);
  return { bias, weights: new Map(entries), order };
}

function readPrints(bytes: Uint8Array, count: number): { prints: Float64Array; end: number } {
  const prints = new Float64Array(count);
  let at = HEADER;
  let print = 0;
  for (let i = 0; i < count; i++) {
    let difference = 0;
    let factor = 1;
    for (let n = 0; ; n++) {
      if (at >= bytes.length || n >= MAX_DIFFERENCE_BYTES) refuse('it is cut off');
      const byte = bytes[at++];
      difference += (byte & 0x7f) * factor;
      factor *= 0x80;
      if (byte < 0x80) break;
    }
    print += difference;
    if (print > 0xffff_ffff || (i > 0 && difference === 0)) refuse('its fingerprints are out of order');
    prints[i] = print;
  }
  return { prints, end: at };
}

function quantise(weight: number, scale: number): number {
  if (scale === 0) return 0;
  return Math.sign(weight) * Math.round(Math.sqrt(Math.abs(weight) / scale) * 127);
}

function restore(quantised: number, scale: number): number {
  return Math.sign(quantised) * scale * (quantised / 127) ** 2;
}

function checksum(bytes: Uint8Array, version: number): number {
  const body = fnv(FNV_BASIS, bytes.subarray(HEADER));
  return (version === 1 ? body : fnv(body, bytes.subarray(0, CHECKSUM))) >>> 0;
}

const FNV_BASIS = 0x811c9dc5;

function fnv(start: number, bytes: Uint8Array): number {
  let h = start;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return h;
}

function refuse(why: string): never {
  throw new EncoderError(NGRAM_FILE, `The n-gram weights cannot be used: ${why}`);
}

export const NGRAM_FILE = 'ngram.bin';
