// Weights of TensorFlow.js models (tfjs-core/src/io/types.ts, WeightsManifestConfig; io_utils.ts, decodeWeights): groups of
// binary shards that, joined, hold tensors one after the other, each as it is or quantised: float16, or uint8 and uint16 with
// value = min + scale · number.

import { z } from 'zod';
import { fromHalf, toHalf } from '../../bert/half';
import { joined } from '../../joined';
import { FormatError } from '../errors';
import { type Files, type Precision, requireFile, type WrittenFiles } from '../files';

/** As TensorFlow.js's own converter cuts them, for caches of browsers. */
const SHARD_BYTES = 4 * 2 ** 20;
const MAX_NUMBERS = 500e6;

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const quantization = z.object({
  dtype: z.enum(['uint8', 'uint16', 'float16']),
  scale: z.number().optional(),
  min: z.number().optional(),
});
const spec = z.object({
  name: z.string().max(1000),
  shape: z.array(z.number().int().min(0)).max(8),
  dtype: z.enum(['float32', 'int32', 'bool', 'uint8', 'float16']),
  quantization: quantization.optional(),
});
type Spec = z.infer<typeof spec>;

export const manifestSchema = z
  .array(z.object({ paths: z.array(z.string().max(1000)).max(10_000), weights: z.array(spec).max(10_000) }))
  .max(1000);
export type Manifest = z.infer<typeof manifestSchema>;

const BYTES = { float32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

/** Tensors of all groups. @throws FormatError where shards are missing, named twice, too short or too long, or a number is not finite */
export function readWeights(manifest: Manifest, files: Files, folder: string): NamedTensor[] {
  // A small file that is named a thousand times would be a large one.
  const named = new Set<string>();
  for (const path of manifest.flatMap(({ paths }) => paths)) {
    if (named.has(path)) throw unreadable(`the shard ${path.slice(0, 60)} is named twice`);
    named.add(path);
  }
  return manifest.flatMap(({ paths, weights }) => {
    const bytes = joined(paths.map((path) => requireFile(files, folder + path)));
    let at = 0;
    const tensors = weights.map((one) => {
      const size = one.shape.reduce((product, length) => product * length, 1);
      const length = size * BYTES[storedAs(one)];
      if (size > MAX_NUMBERS || at + length > bytes.length) {
        throw unreadable(`the shards ${paths.join(', ')} end before “${one.name}” does`);
      }
      const data = decode(one, bytes.slice(at, at + length));
      at += length;
      return { name: one.name, shape: one.shape, data };
    });
    if (at !== bytes.length)
      throw unreadable(`the shards ${paths.join(', ')} have ${bytes.length - at} bytes too many`);
    return tensors;
  });
}

function storedAs({ name, dtype, quantization }: Spec): keyof typeof BYTES {
  if (quantization) return quantization.dtype;
  if (dtype === 'float32') return dtype;
  throw unreadable(`“${name}” is of type ${dtype}; float32 is read, or quantised float16, uint8 and uint16`);
}

/** `bytes` is a copy of its own, so that its start is aligned. */
function decode(one: Spec, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const data = numbersOf(one, bytes);
  const wrong = data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw unreadable(`number ${wrong} of “${one.name}” is ${data[wrong]}`);
  return data;
}

function numbersOf(one: Spec, { buffer }: Uint8Array<ArrayBuffer>): Float32Array {
  const kind = storedAs(one);
  if (kind === 'float32') return new Float32Array(buffer);
  if (kind === 'float16') return Float32Array.from(new Uint16Array(buffer), fromHalf);
  const { scale, min } = one.quantization ?? {};
  if (scale === undefined || min === undefined) throw unreadable(`“${one.name}” is quantised without scale and min`);
  const stored = kind === 'uint8' ? new Uint8Array(buffer) : new Uint16Array(buffer);
  return Float32Array.from(stored, (value) => value * scale + min);
}

function unreadable(why: string): FormatError {
  return new FormatError('weightsManifest', `The weights cannot be read: ${why}.`);
}

/** Matrices and kernels in the precision, vectors in float32; the same tensors give the same bytes. */
export function writeWeights(
  tensors: readonly NamedTensor[],
  precision: Precision,
): { readonly manifest: Manifest; readonly files: WrittenFiles } {
  const parts = tensors.map((tensor) => encode(tensor, tensor.shape.length > 1 ? precision : 'float32'));
  const bytes = joined(parts.map((part) => part.bytes));
  const count = Math.max(1, Math.ceil(bytes.length / SHARD_BYTES));
  const files: WrittenFiles = new Map();
  for (let i = 0; i < count; i++) {
    files.set(`group1-shard${i + 1}of${count}.bin`, bytes.slice(i * SHARD_BYTES, (i + 1) * SHARD_BYTES));
  }
  return { manifest: [{ paths: [...files.keys()], weights: parts.map((part) => part.spec) }], files };
}

function encode({ name, shape, data }: NamedTensor, precision: Precision): { spec: Spec; bytes: Uint8Array } {
  const plain = { name, shape: [...shape], dtype: 'float32' as const };
  if (precision === 'float32') return { spec: plain, bytes: bytesOf(data) };
  const original = { original_dtype: 'float32' };
  if (precision === 'float16') {
    const spec = { ...plain, quantization: { dtype: 'float16' as const, ...original } };
    return { spec, bytes: bytesOf(Uint16Array.from(data, toHalf)) };
  }
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of data) [min, max] = [Math.min(min, value), Math.max(max, value)];
  // Of numbers that are all alike every step is as good.
  const scale = max > min ? (max - min) / 255 : 1;
  const stored = Uint8Array.from(data, (value) => Math.round((value - min) / scale));
  return { spec: { ...plain, quantization: { dtype: 'uint8', scale, min, ...original } }, bytes: stored };
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
