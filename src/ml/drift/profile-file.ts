// A profile at rest. Little-endian:
//   "MRPR", version (u32), checksum (u32, FNV-1a of all that comes after it), length of the header (u32)
//   header: JSON (UTF-8) with the numbers of everything, the vocabulary, and what it is about
//   scores f32 · labels i8 · embeddings' scales f32 · embeddings i8: rows times a scale
//   then whole numbers, 7 bits a byte, the lowest first, the high bit set when more follow: words of each text,
//   unknown words of each text, counts of tokens, known prints in rising order as differences.

import type { NullMoments, Profile, TextSample } from './types';

const MAGIC = 0x5250524d; // "MRPR"
const VERSION = 1;
const START = 16;

const MAX_TEXTS = 100_000;
const MAX_DIMENSIONS = 4096;
const MAX_KNOWN = 1_000_000;

interface Header {
  readonly n: number;
  /** How many scores there are. */
  readonly scores: number;
  readonly embeddings: { readonly n: number; readonly d: number };
  readonly known: number;
  /** Joined by line feeds: no word has one. */
  readonly vocabulary: string;
  readonly about: string;
  readonly vocabulary_null: readonly NullMoments[];
}

/** Bytes that are no profile, or a damaged one. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

export function encodeProfile({ sample, vocabulary, known, about, vocabulary_null = [] }: Profile): Uint8Array {
  const { n, scores, lengths, unknown, tokens, embeddings, labels } = sample;
  const { values, scales } = quantise(embeddings);
  const header: Header = {
    ...{ n, scores: scores.length, embeddings: { n: embeddings.n, d: embeddings.d }, known: known.length },
    ...{ vocabulary: vocabulary.join('\n'), about, vocabulary_null },
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const unknownWords = lengths.map((length, i) => Math.round(length * unknown[i]));
  const numbers = packCounts([...lengths, ...unknownWords, ...tokens, ...differences(known)]);
  const parts = [json, floats(scores), bytesOf(labels), floats(scales), bytesOf(values), numbers];
  const bytes = new Uint8Array(START + parts.reduce((sum, part) => sum + part.length, 0));
  let at = START;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(12, json.length, true);
  view.setUint32(8, fnv(bytes.subarray(12)), true);
  return bytes;
}

/** Throws ProfileError on anything that `encodeProfile` cannot have written. */
export function decodeProfile(bytes: Uint8Array): Profile {
  const { header, read } = open(bytes);
  const { n, embeddings, about, vocabulary_null } = header;
  const vocabulary = header.vocabulary === '' ? [] : header.vocabulary.split('\n');
  const scores = Float64Array.from(read.floats(header.scores));
  const labels = new Int8Array(read.take(n));
  const scales = read.floats(embeddings.n);
  const data = restore(new Int8Array(read.take(embeddings.n * embeddings.d)), scales, embeddings.d);
  const lengths = read.counts(n);
  const unknown = read.counts(n).map((words, i) => (lengths[i] === 0 ? 0 : words / lengths[i]));
  const tokens = read.counts(vocabulary.length + 1);
  const known = sums(read.counts(header.known));
  read.end();
  const sample: TextSample = { n, scores, lengths, unknown, tokens, embeddings: { ...embeddings, data }, labels };
  checkNumbers(sample);
  return { sample, vocabulary, known, about, vocabulary_null };
}

/** What a profile says of itself, without reading all of it. Throws ProfileError. */
export function aboutProfile(bytes: Uint8Array): string {
  return open(bytes).header.about;
}

/** Other bytes have another; but for one pair in four thousand million. */
export function fingerprint(bytes: Uint8Array): number {
  return fnv(bytes);
}

/** Checks it, and reads as far as the header. */
function open(bytes: Uint8Array): { header: Header; read: Pieces } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < START || view.getUint32(0, true) !== MAGIC) refuse('it is none');
  if (view.getUint32(4, true) !== VERSION) refuse('it is of another version');
  if (view.getUint32(8, true) !== fnv(bytes.subarray(12))) refuse('it is damaged');
  const read = new Pieces(bytes, START);
  return { header: parseHeader(read.take(view.getUint32(12, true))), read };
}

function parseHeader(bytes: ArrayBuffer): Header {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    refuse('its header is not JSON');
  }
  const { n, scores, embeddings, known, vocabulary, about, vocabulary_null } = Object(json) as Partial<Header>;
  const sound =
    [n, scores, embeddings?.n].every((value) => isCount(value, MAX_TEXTS)) &&
    isCount(embeddings?.d, MAX_DIMENSIONS) &&
    isCount(known, MAX_KNOWN) &&
    typeof vocabulary === 'string' &&
    typeof about === 'string' &&
    Array.isArray(vocabulary_null) &&
    vocabulary_null.every(isMoments);
  return sound ? (json as Header) : refuse('its header is damaged');
}

function isMoments(value: unknown): boolean {
  const { n, mean, sd, skew } = Object(value) as Partial<NullMoments>;
  return [n, mean, sd, skew].every(Number.isFinite);
}

function isCount(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function checkNumbers({ n, scores, unknown, labels, embeddings }: TextSample): void {
  const sound =
    scores.length <= n &&
    embeddings.n <= n &&
    scores.every((score) => score >= 0 && score <= 1) &&
    unknown.every((share) => share <= 1) &&
    labels.every((label) => label >= -1 && label <= 1) &&
    embeddings.data.every(Number.isFinite);
  if (!sound) refuse('its numbers are none that a profile can have');
}

/** Reads one piece after the other. */
class Pieces {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {}

  /** A copy of its own, so that its start is aligned. */
  take(length: number): ArrayBuffer {
    if (this.at + length > this.bytes.length) refuse('it is cut off');
    const piece = new Uint8Array(length);
    piece.set(this.bytes.subarray(this.at, this.at + length));
    this.at += length;
    return piece.buffer;
  }

  floats(n: number): Float32Array {
    return new Float32Array(this.take(4 * n));
  }

  counts(n: number): Float64Array {
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) values[i] = this.count();
    return values;
  }

  end(): void {
    if (this.at !== this.bytes.length) refuse('there is more than it should hold');
  }

  private count(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 49; factor *= 0x80) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) refuse('it is cut off');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return refuse('it holds a number that is too large');
  }
}

function packCounts(values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (let rest of values) {
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

function differences(sorted: Uint32Array): number[] {
  return Array.from(sorted, (value, i) => value - (sorted[i - 1] ?? 0));
}

function sums(steps: Float64Array): Uint32Array {
  let sum = 0;
  return Uint32Array.from(steps, (step, i) => {
    sum += step;
    if (sum > 0xffff_ffff || (i > 0 && step === 0)) refuse('its known words are out of order');
    return sum;
  });
}

/** Each row as int8 −127 … 127 times its largest magnitude / 127. */
function quantise({ n, d, data }: TextSample['embeddings']): { values: Int8Array; scales: Float32Array } {
  const values = new Int8Array(n * d);
  const scales = new Float32Array(n);
  for (let row = 0; row < n; row++) {
    const numbers = data.subarray(row * d, (row + 1) * d);
    const top = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    scales[row] = top / 127;
    if (top > 0)
      values.set(
        Array.from(numbers, (value) => Math.round((value * 127) / top)),
        row * d,
      );
  }
  return { values, scales };
}

function restore(values: Int8Array, scales: Float32Array, d: number): Float32Array {
  return Float32Array.from(values, (value, i) => value * scales[Math.floor(i / d)]);
}

function floats(values: ArrayLike<number>): Uint8Array {
  return bytesOf(Float32Array.from(values));
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function fnv(bytes: Uint8Array): number {
  let h = 0x811c9dc5;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  return h >>> 0;
}

function refuse(why: string): never {
  throw new ProfileError(`The profile cannot be used: ${why}.`);
}
