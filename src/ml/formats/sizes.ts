// How large a model's files are in each format and precision, before anything is exported. Small models are exported to be
// measured; of large ones, whose export takes a while, the numbers are counted.

import { tensorShapes } from '../bert/safetensors';
import { COMBINED_FILE } from '../text/combined/files';
import { VOCABULARY_FILE, WEIGHTS_FILE } from '../text/encoder/files';
import { NGRAM_FILE } from '../text/ngram/file';
import { FormatError } from './errors';
import { exportAs, type Format, type FormatId } from './export';
import type { Files, Precision } from './files';
import { networkOf, readStreamModel, STREAM_FILE } from './stream/model';

/** Bytes of files that are exported for their size. */
const SMALL = 2 ** 20;

export type Sizes = Partial<Record<Precision, number>>;

/** Of a format's files together, before they are packed; without what cannot be written, of which an export says why. */
export function sizesOf(files: Files, { id, precisions }: Pick<Format, 'id' | 'precisions'>): Sizes {
  const small = bytesOf(files) <= SMALL || precisions.length === 1;
  const counted = small ? null : countNumbers(files);
  return Object.fromEntries(
    precisions.flatMap((precision): [Precision, number][] => {
      const bytes = counted ? workedOut(files, counted, id, precision) : exportedSize(files, id, precision);
      return bytes === null ? [] : [[precision, bytes]];
    }),
  );
}

function exportedSize(files: Files, id: FormatId, precision: Precision): number | null {
  try {
    return bytesOf(exportAs(files, id, precision));
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** Of a model's own files with their numbers in a precision; in float32 they stay as they are. */
export function ownSize(files: Files, precision: Precision): number {
  if (precision === 'float32') return bytesOf(files);
  return sizesOf(files, { id: 'safetensors', precisions: ['float32', precision] })[precision] ?? bytesOf(files);
}

export function bytesOf(files: Files): number {
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}

interface Counted {
  /** In matrices and kernels, and their rows. */
  readonly matrices: number;
  readonly rows: number;
  readonly vectors: number;
}

/** `shapes`: of tensors; those of more than one dimension are kept in the precision. */
function countNumbers(files: Files): Counted {
  let [matrices, rows, vectors] = [0, 0, 0];
  for (const shape of shapesOf(files)) {
    const size = shape.reduce((product, length) => product * length, 1);
    if (shape.length < 2) vectors += size;
    else {
      matrices += size;
      rows += shape[0];
    }
  }
  return { matrices, rows, vectors };
}

function shapesOf(files: Files): readonly (readonly number[])[] {
  if (files.has(STREAM_FILE)) {
    return networkOf(readStreamModel(files).about).layers.flatMap(({ inputs, outputs }) => [
      [outputs, inputs],
      [outputs],
    ]);
  }
  return weightFiles(files).flatMap((bytes) => [...tensorShapes(bytes).values()]);
}

function weightFiles(files: Files): readonly Uint8Array[] {
  return [...files].flatMap(([path, bytes]) => (endsIn(path, WEIGHTS_FILE) ? [bytes] : []));
}

function endsIn(path: string, name: string): boolean {
  return path === name || path.endsWith(`/${name}`);
}

/** tokenizer.json beside vocab.txt: each piece with quotes, spaces and its number. */
const TOKENIZER = 3;
/** LabelEncoder has a number of five bytes and a weight of four where ngram.bin has some three together. */
const LABELS = 2.4;

function workedOut(files: Files, counted: Counted, id: FormatId, precision: Precision): number {
  const sizeOf = (name: string) =>
    [...files].reduce((sum, [path, { length }]) => sum + (endsIn(path, name) ? length : 0), 0);
  const rest = bytesOf(files) - sizeOf(WEIGHTS_FILE);
  const ngram = files.has(COMBINED_FILE) ? sizeOf(NGRAM_FILE) : 0;
  switch (id) {
    case 'huggingface':
      return numbersIn(counted, precision, precision === 'float16') + (1 + TOKENIZER) * sizeOf(VOCABULARY_FILE);
    case 'onnx':
      return numbersIn(counted, precision, false) + LABELS * ngram;
    case 'tfjs':
      return numbersIn(counted, precision, false);
    default:
      return numbersIn(counted, precision, precision === 'float16') + rest;
  }
}

/** @param halves whether vectors are halves, too */
function numbersIn({ matrices, rows, vectors }: Counted, precision: Precision, halves: boolean): number {
  const beside = vectors * (halves ? 2 : 4);
  switch (precision) {
    case 'float32':
      return 4 * matrices + beside;
    case 'float16':
      return 2 * matrices + beside;
    case 'int8':
      return matrices + 4 * rows + beside;
  }
}
