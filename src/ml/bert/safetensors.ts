// Reading and writing safetensors (github.com/huggingface/safetensors): eight bytes with the header's length, a
// JSON header that says where each tensor stands, the numbers. Files come from anywhere, so every length and
// offset is checked before a byte is read, as the format's own reader does; a tensor must hold finite numbers.
// int8 tensors are rows times a scale: `<name>` I8 [rows, …] with `<name>.scale` F32 [rows].

import { inJson } from '../in-json';
import { EncoderError } from './errors';
import { fromBrain, fromHalf, toHalf } from './half';

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}
export type Tensors = ReadonlyMap<string, Tensor>;

/** How matrices are kept in a file; vectors are F32 always (I8, F32) or F16. */
export type WeightDtype = 'F32' | 'F16' | 'I8';

const BYTES = { F64: 8, F32: 4, F16: 2, BF16: 2, I8: 1 } as const;
type Dtype = keyof typeof BYTES;
/** With types that no weight has: where other tensors stand hangs on them, too. */
const ALL_BYTES: Readonly<Record<string, number>> = { ...BYTES, I64: 8, I32: 4, I16: 2, U8: 1, BOOL: 1 };
/** What nobody needs in such a type: the numbers of the positions, as transformers before 4.31 saved them. */
const PASSED_OVER = /(?:^|\.)embeddings\.position_ids$/;

/** As in the format's reference reader. */
const MAX_HEADER = 100e6;
const SCALE = '.scale';

interface Place {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

interface Entry extends Place {
  readonly dtype: Dtype;
}

/**
 * Tensors by name, in float32 (F64 stays float64; I8 is multiplied out), without the numbers of positions that older
 * checkpoints have in whole numbers. Throws EncoderError where the file is damaged, its tensors overlap or leave holes, or a
 * number is not finite.
 */
export function readSafetensors(bytes: Uint8Array): Map<string, Tensor> {
  return read(bytes, (entry, own) => readNumbers(entry, own.slice()));
}

/**
 * As `readSafetensors`, for numbers that are only read: those of F32 and F64 are views of the file where they stand at
 * multiples of their size, which large files have no room for beside them twice.
 */
export function viewSafetensors(bytes: Uint8Array): Map<string, Tensor> {
  return read(bytes, (entry, own) => {
    const { buffer, byteOffset, byteLength } = own;
    const size = BYTES[entry.dtype];
    if (byteOffset % size !== 0) return readNumbers(entry, own.slice());
    if (entry.dtype === 'F32') return new Float32Array(buffer, byteOffset, byteLength / size);
    if (entry.dtype === 'F64') return new Float64Array(buffer, byteOffset, byteLength / size);
    return readNumbers(entry, own.slice());
  });
}

function read(bytes: Uint8Array, numbers: (entry: Entry, own: Uint8Array) => Tensor['data']): Map<string, Tensor> {
  const { header, start } = readHeader(bytes);
  const entries = readEntries(header, bytes.length - start);
  const tensors = new Map<string, Tensor>();
  // Of Node's Buffers, which are Uint8Arrays too, `slice` would be no copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const entry of entries) {
    const data = numbers(entry, plain.subarray(start + entry.begin, start + entry.end));
    checkFinite(entry.name, data);
    tensors.set(entry.name, { shape: entry.shape, data });
  }
  for (const entry of entries) if (entry.dtype === 'I8') multiplyOut(tensors, entry);
  return tensors;
}

/** What `readSafetensors` would give, without reading a number: shapes by name. Throws EncoderError as it does. */
export function tensorShapes(bytes: Uint8Array): Map<string, readonly number[]> {
  const { header, start } = readHeader(bytes);
  const entries = readEntries(header, bytes.length - start);
  const quantised = new Set(entries.filter(({ dtype }) => dtype === 'I8').map(({ name }) => name + SCALE));
  return new Map(entries.filter(({ name }) => !quantised.has(name)).map(({ name, shape }) => [name, shape]));
}

function refuse(why: string): never {
  throw new EncoderError('model.safetensors', `The weight file cannot be read: ${why}`);
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) refuse(`it has ${bytes.length} bytes, a safetensors file has at least 8`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > MAX_HEADER) refuse(`its header claims ${length} bytes`);
  if (8 + length > bytes.length) refuse(`its header of ${length} bytes runs past the end of the file`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch {
    refuse('its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) refuse('its header is not an object');
  return { header: header as Record<string, unknown>, start: 8 + length };
}

/** What is read of the header's entries, in order of place: all of them must follow one another without overlap or hole. */
function readEntries(header: Record<string, unknown>, size: number): readonly Entry[] {
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => readEntry(name, value, size))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const entry of entries) {
    if (entry.begin < at) refuse(`“${entry.name}” overlaps another tensor`);
    if (entry.begin > at) refuse(`there are ${entry.begin - at} bytes before “${entry.name}” that belong to nothing`);
    at = entry.end;
  }
  if (at !== size) refuse(`${size - at} bytes at its end belong to nothing`);
  return entries.filter(isRead);
}

function isRead(place: Place): place is Entry {
  return Object.hasOwn(BYTES, place.dtype);
}

function readEntry(name: string, value: unknown, size: number): Place {
  if (typeof value !== 'object' || value === null) refuse(`“${name}” is not described`);
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  const known = PASSED_OVER.test(name) ? ALL_BYTES : BYTES;
  if (typeof dtype !== 'string' || !Object.hasOwn(known, dtype)) {
    refuse(`“${name}” has the type ${inJson(dtype)}; ${Object.keys(BYTES).join(', ')} are known`);
  }
  if (!isCounts(shape) || shape.length > 8) refuse(`“${name}” has no proper shape`);
  if (!isCounts(offsets) || offsets.length !== 2) refuse(`“${name}” has no proper data_offsets`);
  const [begin, end] = offsets;
  if (end < begin || end > size) refuse(`“${name}” runs from byte ${begin} to ${end} of ${size}`);
  const expected = shape.reduce((a, b) => a * b, ALL_BYTES[dtype]);
  if (end - begin !== expected) {
    refuse(`“${name}” of shape [${shape.join(', ')}] needs ${expected} bytes, it has ${end - begin}`);
  }
  return { name, dtype, shape, begin, end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** `bytes` is a copy of its own, so that its start is aligned. */
function readNumbers(entry: Entry, bytes: Uint8Array<ArrayBuffer>): Float32Array | Float64Array {
  switch (entry.dtype) {
    case 'F64':
      return new Float64Array(bytes.buffer);
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'F16':
      return Float32Array.from(new Uint16Array(bytes.buffer), fromHalf);
    case 'BF16':
      return Float32Array.from(new Uint16Array(bytes.buffer), fromBrain);
    case 'I8':
      return Float32Array.from(new Int8Array(bytes.buffer));
  }
}

function checkFinite(name: string, data: Float32Array | Float64Array): void {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) refuse(`number ${i} of “${name}” is ${data[i]}`);
  }
}

function multiplyOut(tensors: Map<string, Tensor>, { name, shape }: Entry): void {
  const scale = tensors.get(name + SCALE);
  const rows = shape[0] ?? 1;
  if (!scale) refuse(`“${name}” is int8 without “${name}${SCALE}”`);
  if (scale.data.length !== rows) refuse(`“${name}${SCALE}” has ${scale.data.length} numbers for ${rows} rows`);
  const { data } = tensors.get(name)!;
  const width = data.length / rows;
  for (let i = 0; i < data.length; i++) data[i] *= scale.data[Math.floor(i / width)];
  checkFinite(name, data);
  tensors.delete(name + SCALE);
}

interface Part {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** The same tensors give the same bytes, in whatever order they come. */
export function writeSafetensors(tensors: Tensors, dtype: WeightDtype = 'F32'): Uint8Array<ArrayBuffer> {
  const parts = [...tensors].flatMap(([name, tensor]) => encode(name, tensor, dtype));
  // Wide types first, as the reference writer does, so that every tensor starts aligned.
  parts.sort((a, b) => BYTES[b.dtype] - BYTES[a.dtype] || (a.name < b.name ? -1 : 1));
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let size = 0;
  for (const part of parts) {
    const begin = size;
    size += part.bytes.length;
    header[part.name] = { dtype: part.dtype, shape: part.shape, data_offsets: [begin, size] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const out = new Uint8Array(8 + padded + size);
  new DataView(out.buffer).setBigUint64(0, BigInt(padded), true);
  out.fill(0x20, 8, 8 + padded);
  out.set(json, 8);
  let at = 8 + padded;
  for (const part of parts) {
    out.set(part.bytes, at);
    at += part.bytes.length;
  }
  return out;
}

function encode(name: string, { shape, data }: Tensor, dtype: WeightDtype): Part[] {
  if (data instanceof Float64Array) return [{ name, dtype: 'F64', shape, bytes: bytesOf(data) }];
  if (dtype === 'F16') return [{ name, dtype, shape, bytes: bytesOf(Uint16Array.from(data, toHalf)) }];
  if (dtype === 'F32' || shape.length < 2) return [{ name, dtype: 'F32', shape, bytes: bytesOf(data) }];
  const { values, scale } = quantiseRows(data, shape[0]);
  return [
    { name, dtype, shape, bytes: bytesOf(values) },
    { name: name + SCALE, dtype: 'F32', shape: [shape[0]], bytes: bytesOf(scale) },
  ];
}

/** Each row as int8 −127 … 127 times its largest magnitude / 127; a row is all that has the same first index. */
export function quantiseRows(data: Float32Array, rows: number): { values: Int8Array; scale: Float32Array } {
  const width = data.length / rows;
  const values = new Int8Array(data.length);
  const scale = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let top = 0;
    for (let j = row * width; j < (row + 1) * width; j++) top = Math.max(top, Math.abs(data[j]));
    scale[row] = top / 127;
    if (top === 0) continue;
    for (let j = row * width; j < (row + 1) * width; j++) values[j] = Math.round((data[j] * 127) / top);
  }
  return { values, scale };
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
