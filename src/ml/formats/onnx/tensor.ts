// Constants of an ONNX model: element types and bytes (onnx.proto3, TensorProto), and matrices in the precision asked for.

import { toHalf } from '../../bert/half';
import { MessageWriter } from '../../logs/wire-format';

/** TensorProto.DataType of IR version 8. */
export const TYPES = { float: 1, int8: 3, int64: 7, bool: 9, float16: 10, double: 11 } as const;
export type ElementType = keyof typeof TYPES;

export interface Constant {
  readonly type: ElementType;
  /** Empty: a scalar. */
  readonly dims: readonly number[];
  /** Little-endian, row-major: TensorProto.raw_data. */
  readonly bytes: Uint8Array;
}

export function floats(data: ArrayLike<number>, dims: readonly number[]): Constant {
  return { type: 'float', dims, bytes: bytesOf(Float32Array.from(data)) };
}

export function doubles(data: ArrayLike<number>, dims: readonly number[]): Constant {
  return { type: 'double', dims, bytes: bytesOf(Float64Array.from(data)) };
}

export function halves(data: ArrayLike<number>, dims: readonly number[]): Constant {
  return { type: 'float16', dims, bytes: bytesOf(Uint16Array.from(data, toHalf)) };
}

export function int8s(data: Int8Array, dims: readonly number[]): Constant {
  return { type: 'int8', dims, bytes: bytesOf(data) };
}

export function integers(data: readonly number[], dims: readonly number[] = [data.length]): Constant {
  return { type: 'int64', dims, bytes: bytesOf(BigInt64Array.from(data, BigInt)) };
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
export function tensorMessage(name: string, { type, dims, bytes }: Constant): MessageWriter {
  const message = new MessageWriter();
  if (dims.length > 0) message.blob(1, packedInts(dims));
  return message.int(2, TYPES[type]).string(8, name).blob(9, bytes);
}

/** A packed field of whole numbers from 0 on. */
export function packedInts(values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}
