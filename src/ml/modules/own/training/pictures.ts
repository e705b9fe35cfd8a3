// Pictures to learn from, from the model's folder: an .npz of NumPy's with `pixels` and `labels`, or a folder of picture files for
// each class, as ../../python/image/train.py reads them.

import { unzipSync } from 'fflate';
import type { ImageModelConfig, ImageShape } from '../../../image/config';
import { pixelsOf } from '../../../image/images';
import { isLeftBySystem } from '../../paths';
import type { ModelDir } from '../../protocol';

export interface Pictures {
  /** [n, height, width, channels] */
  readonly pixels: Uint8Array;
  /** [n] numbers of classes. */
  readonly labels: Int32Array;
}

export type DecodePicture = (file: Uint8Array, path: string, shape: ImageShape) => Promise<Uint8Array>;

/** @throws Error, in words, for what is neither, or does not fit the model */
export async function readPictures(
  dir: ModelDir,
  path: string,
  config: ImageModelConfig,
  decode: DecodePicture | undefined,
): Promise<Pictures> {
  const all = await dir.list();
  if (all.includes(path)) return fromNpz(await dir.read(path), config);
  if (!decode) throw new Error(`There is no file ${path} in the model; picture files are not decoded here.`);
  const files = all.filter((file) => !isLeftBySystem(file));
  const found = config.classes.flatMap((name, label) =>
    files.filter((file) => file.startsWith(`${path}/${name}/`)).map((file) => ({ file, label })),
  );
  if (found.length === 0) throw new Error(`There are no folders named as classes are: ${config.classes.join(', ')}.`);
  const each = pixelsOf(config.shape);
  const pixels = new Uint8Array(found.length * each);
  for (const [i, { file }] of found.entries()) {
    pixels.set((await decode(await dir.read(file), file, config.shape)).subarray(0, each), i * each);
  }
  return { pixels, labels: Int32Array.from(found, ({ label }) => label) };
}

function fromNpz(bytes: Uint8Array, { shape, classes }: ImageModelConfig): Pictures {
  const files = unzipped(bytes);
  const [pixels, numbers] = ['pixels', 'labels'].map((name) => readNpy(files[`${name}.npy`], name));
  const n = numbers.shape[0] ?? 0;
  const wanted = [n, shape.height, shape.width, shape.channels];
  const fits = pixels.descr === '|u1' && pixels.shape.join() === wanted.join();
  if (!fits || pixels.data.length !== n * pixelsOf(shape)) {
    throw new Error(`“pixels” must be uint8 of [n, ${wanted.slice(1).join(', ')}].`);
  }
  const labels = Array.from({ length: n }, (_, i) => numbers.at(i));
  if (n === 0 || !labels.every((label) => label >= 0 && label < classes.length)) {
    throw new Error(`“labels” must be numbers of classes, 0 … ${classes.length - 1}.`);
  }
  return { pixels: pixels.data, labels: Int32Array.from(labels) };
}

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch {
    throw new Error('The pictures must be an .npz file: numpy.savez(path, pixels=…, labels=…).');
  }
}

interface Npy {
  /** As NumPy names types: "|u1". */
  readonly descr: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
  /** The number at a place; NaN where there is none of a known type. */
  at(index: number): number;
}

/** numpy/lib/format.py: a magic text, a version, a header that is a dictionary of Python's, the numbers. */
function readNpy(bytes: Uint8Array | undefined, name: string): Npy {
  if (bytes?.[0] !== 0x93 || bytes.length < 12) throw new Error(`The pictures have no array “${name}”.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const descr = /'descr': '([^']+)'/.exec(header)?.[1] ?? '';
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1];
  if (shape === undefined || header.includes("'fortran_order': True")) {
    throw new Error(`The array “${name}” cannot be read: its rows must lie one after the other.`);
  }
  const sizes = shape.split(',').filter((size) => size.trim() !== '');
  const data = bytes.subarray(start + length);
  return { descr, shape: sizes.map(Number), data, at: (index) => numberAt(data, descr, index) };
}

function numberAt(data: Uint8Array, descr: string, index: number): number {
  const [, order, kind, size] = /^([<|])([iu])([1248])$/.exec(descr) ?? [];
  const at = index * Number(size);
  if (order === undefined || at + Number(size) > data.length) return Number.NaN;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const signed = kind === 'i';
  switch (size) {
    case '1':
      return signed ? view.getInt8(at) : view.getUint8(at);
    case '2':
      return signed ? view.getInt16(at, true) : view.getUint16(at, true);
    case '4':
      return signed ? view.getInt32(at, true) : view.getUint32(at, true);
    default:
      return Number(signed ? view.getBigInt64(at, true) : view.getBigUint64(at, true));
  }
}
