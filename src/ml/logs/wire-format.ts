// Protocol buffers' wire format, as far as event files need it (protobuf.dev/programming-guides/encoding): varints,
// 64-bit and 32-bit little-endian numbers, and length-delimited fields. As the reference encoders of proto3, nothing is
// written for a default value unless it is asked for.

import { LogError } from './errors';

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Collects the fields of one message. */
export class MessageWriter {
  private bytes = new Uint8Array(64);
  private used = 0;

  /** int32, int64, enum or bool: a whole number, negative ones in ten bytes. */
  int(field: number, value: number): this {
    if (!Number.isSafeInteger(value)) throw new LogError(`An event file holds whole numbers here, not ${value}.`);
    if (value === 0) return this;
    this.key(field, VARINT);
    this.varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  double(field: number, value: number, always = false): this {
    if (Object.is(value, 0) && !always) return this;
    this.key(field, FIXED64);
    this.view(8).setFloat64(0, value, true);
    return this;
  }

  /** A member of a oneof is written even where it is 0. */
  float(field: number, value: number, always = false): this {
    if (Object.is(value, 0) && !always) return this;
    this.key(field, FIXED32);
    this.view(4).setFloat32(0, value, true);
    return this;
  }

  string(field: number, value: string, always = false): this {
    return value === '' && !always ? this : this.blob(field, new TextEncoder().encode(value));
  }

  blob(field: number, value: Uint8Array): this {
    this.key(field, BYTES);
    this.varint(BigInt(value.length));
    this.room(value.length);
    this.bytes.set(value, this.used);
    this.used += value.length;
    return this;
  }

  message(field: number, value: MessageWriter): this {
    return this.blob(field, value.finish());
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.used);
  }

  private key(field: number, type: number): void {
    this.varint(BigInt((field << 3) | type));
  }

  private varint(value: bigint): void {
    this.room(10);
    let rest = value;
    for (; rest > 127n; rest >>= 7n) this.bytes[this.used++] = Number(rest & 127n) | 128;
    this.bytes[this.used++] = Number(rest);
  }

  /** The next `length` bytes, to be filled. */
  private view(length: number): DataView {
    this.room(length);
    const view = new DataView(this.bytes.buffer, this.used, length);
    this.used += length;
    return view;
  }

  private room(length: number): void {
    if (this.used + length <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.used + length, 2 * this.bytes.length));
    grown.set(this.bytes.subarray(0, this.used));
    this.bytes = grown;
  }
}

/** A field as it stands: what its number means is the reader's to know. */
export type Field =
  | { readonly number: number; readonly type: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly type: 'fixed'; readonly value: DataView }
  | { readonly number: number; readonly type: 'bytes'; readonly value: Uint8Array };

/** The fields of a message in the order they were written. @throws LogError where the bytes are no message. */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) throw new LogError('A record ends in the middle of a number.');
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new LogError('A record holds a number of more than ten bytes.');
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new LogError('A record ends in the middle of a field.');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [number, type] = [Math.floor(key / 8), key % 8];
    if (number === 0) throw new LogError('A record holds a field without a number.');
    if (type === VARINT) yield { number, type: 'varint', value: varint() };
    else if (type === BYTES) yield { number, type: 'bytes', value: take(Number(varint())) };
    else if (type === FIXED64 || type === FIXED32) {
      const value = take(type === FIXED64 ? 8 : 4);
      yield { number, type: 'fixed', value: new DataView(value.buffer, value.byteOffset, value.length) };
    } else throw new LogError(`A record holds a field of the unknown wire type ${type}.`);
  }
}
