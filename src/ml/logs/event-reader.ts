// Reads event files, this product's and others': scalars in either form, texts and histograms in their plugin's form;
// of everything else the tag and the plugin. Unknown fields are passed over, as the format asks for.

import { LogError } from './errors';
import type { Bucket, EventValue, LogEvent } from './events';
import { records } from './tfrecord';
import { type Field, fieldsOf } from './wire-format';

export interface ReadEvents {
  readonly events: readonly LogEvent[];
  /** Byte at which a last, unfinished record begins; null where the file ends with a whole one. */
  readonly cut: number | null;
}

/** @throws LogError with the byte offset where a CRC is wrong, or where a record is no event. */
export function readEvents(bytes: Uint8Array): ReadEvents {
  let cut: number | null = null;
  const events: LogEvent[] = [];
  for (const data of records(bytes, (offset) => {
    cut = offset;
  })) {
    try {
      events.push(readEvent(data));
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      throw new LogError(`${error.message} (event ${events.length + 1})`, data.byteOffset - bytes.byteOffset);
    }
  }
  return { events, cut };
}

function readEvent(data: Uint8Array): LogEvent {
  let [wallTime, step] = [0, 0];
  let version: string | null = null;
  const values: EventValue[] = [];
  for (const field of fieldsOf(data)) {
    if (field.number === 1) wallTime = real(field);
    else if (field.number === 2) step = whole(field);
    else if (field.number === 3) version = text(field);
    else if (field.number === 5) {
      for (const inner of fieldsOf(blob(field))) if (inner.number === 1) values.push(readValue(blob(inner)));
    }
  }
  return { wall_time: wallTime, step, file_version: version, values };
}

function readValue(data: Uint8Array): EventValue {
  let [tag, plugin] = ['', ''];
  let simple: number | null = null;
  let tensor: Tensor | null = null;
  for (const field of fieldsOf(data)) {
    if (field.number === 1) tag = text(field);
    else if (field.number === 2) simple = real(field);
    else if (field.number === 8) tensor = readTensor(blob(field));
    else if (field.number === 9) plugin = readPlugin(blob(field));
  }
  if (simple !== null) return { kind: 'scalar', tag, value: simple, form: 'simple' };
  if (plugin === 'scalars' && tensor && tensor.numbers.length === 1) {
    return { kind: 'scalar', tag, value: tensor.numbers[0], form: 'tensor' };
  }
  if (plugin === 'text' && tensor && tensor.texts.length > 0) {
    return { kind: 'text', tag, text: tensor.texts.join('\n\n') };
  }
  if (plugin === 'histograms' && tensor) return { kind: 'histogram', tag, buckets: bucketsOf(tensor) };
  return { kind: 'other', tag, plugin };
}

function readPlugin(metadata: Uint8Array): string {
  let name = '';
  for (const field of fieldsOf(metadata)) {
    if (field.number !== 1) continue;
    for (const inner of fieldsOf(blob(field))) if (inner.number === 1) name = text(inner);
  }
  return name;
}

interface Tensor {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

/** Numbers of float and double tensors, and texts of string tensors; of other types nothing. */
function readTensor(data: Uint8Array): Tensor {
  let dtype = 0;
  const parts: Uint8Array[] = [];
  const texts: string[] = [];
  for (const field of fieldsOf(data)) {
    if (field.number === 1) dtype = whole(field);
    else if (field.number === 8) texts.push(text(field));
    // tensor_content, float_val, double_val; the latter two packed, or one by one.
    else if (field.number === 4 || field.number === 5 || field.number === 6) parts.push(packed(field));
  }
  const size = dtype === 1 ? 4 : 8;
  const numbers = dtype === 1 || dtype === 2 ? parts.flatMap((part) => numbersOf(part, size)) : [];
  return { numbers, texts };
}

function packed(field: Field): Uint8Array {
  if (field.type !== 'fixed') return blob(field);
  return new Uint8Array(field.value.buffer, field.value.byteOffset, field.value.byteLength);
}

function numbersOf(bytes: Uint8Array, size: 4 | 8): number[] {
  if (bytes.length % size !== 0) throw new LogError('A tensor ends in the middle of a number.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = (i: number) => (size === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true));
  return Array.from({ length: bytes.length / size }, (_, i) => read(i));
}

function bucketsOf({ numbers }: Tensor): Bucket[] {
  if (numbers.length % 3 !== 0) throw new LogError('A histogram is not made of rows of three numbers.');
  return Array.from({ length: numbers.length / 3 }, (_, i) => {
    const [left, right, count] = numbers.slice(3 * i, 3 * i + 3);
    return { left, right, count };
  });
}

// ---------------------------------------------------------------- fields as what they should be

function wrong(field: Field): LogError {
  return new LogError(`Field ${field.number} of a record is of another type than an event's.`);
}

function real(field: Field): number {
  if (field.type !== 'fixed') throw wrong(field);
  return field.value.byteLength === 8 ? field.value.getFloat64(0, true) : field.value.getFloat32(0, true);
}

function whole(field: Field): number {
  if (field.type !== 'varint') throw wrong(field);
  return Number(BigInt.asIntN(64, field.value));
}

function blob(field: Field): Uint8Array {
  if (field.type !== 'bytes') throw wrong(field);
  return field.value;
}

function text(field: Field): string {
  return new TextDecoder().decode(blob(field));
}
