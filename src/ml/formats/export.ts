// What a model can be exported as: one list for every kind of model, and one way to make each.

import { exportMixture } from '../gmm/export';
import { readImageModel } from '../image/files';
import { splitCombined } from '../text/combined/files';
import { readEncoder, VOCABULARY_FILE } from '../text/encoder/files';
import { NgramModel } from '../text/ngram/model';
import { FormatError, inWords } from './errors';
import {
  decodeText,
  encodeText,
  type Files,
  PRECISIONS,
  type Precision,
  requireFile,
  type WrittenFiles,
} from './files';
import { toHuggingFace } from './huggingface/export';
import { importMixture, MIXTURE_FILE } from './mixture/read';
import { imageToOnnx } from './onnx/image';
import { mixtureToOnnx } from './onnx/mixture';
import { combinedToOnnx, ngramToOnnx } from './onnx/ngram';
import { streamToOnnx } from './onnx/stream';
import { encoderToOnnx } from './onnx/text';
import { ownModel } from './own';
import { atPrecision, precisionsOf } from './precision/precision';
import { readStreamModel } from './stream/model';
import { imageToTfjs, streamToTfjs } from './tfjs/write';

export const FORMAT_IDS = [
  'files',
  'safetensors',
  'huggingface',
  'onnx',
  'tfjs',
  'sklearn',
  'sklearn-code',
  'numpy',
] as const;
export type FormatId = (typeof FORMAT_IDS)[number];

export interface Format {
  readonly id: FormatId;
  readonly label: string;
  /** Who reads it, for people. */
  readonly for: string;
  readonly precisions: readonly Precision[];
}

export const ONNX_FILE = 'model.onnx';

const FULL = ['float32'] as const;
/** What transformers reads. */
const HALVES = ['float32', 'float16'] as const;

const ALL: Readonly<Record<FormatId, Omit<Format, 'precisions'>>> = {
  files: { id: 'files', label: 'Model files', for: 'this app' },
  safetensors: {
    id: 'safetensors',
    label: 'Model files (safetensors)',
    for: 'this app, and the safetensors library',
  },
  huggingface: { id: 'huggingface', label: 'Hugging Face folder', for: 'transformers in Python' },
  onnx: { id: 'onnx', label: 'ONNX', for: 'ONNX Runtime on any system' },
  tfjs: { id: 'tfjs', label: 'TensorFlow.js layers model', for: 'TensorFlow.js in a page or in Node' },
  sklearn: { id: 'sklearn', label: 'scikit-learn’s parameters (JSON)', for: 'any program, by scikit-learn’s names' },
  'sklearn-code': { id: 'sklearn-code', label: 'scikit-learn code', for: 'scikit-learn in Python' },
  numpy: { id: 'numpy', label: 'NumPy code', for: 'NumPy in Python' },
};

/** What `exportAs` makes of these files; empty where they are no model. */
export function formatsOf(files: Files): readonly Format[] {
  const own = precisionsOf(files);
  const as = (id: FormatId, precisions: readonly Precision[] = PRECISIONS): Format => ({ ...ALL[id], precisions });
  switch (ownModel(files)) {
    case 'mixture':
      return [as('sklearn', FULL), as('sklearn-code', FULL), as('numpy', FULL), as('onnx', FULL)];
    case 'encoder':
      return [as('safetensors', own), as('huggingface', HALVES), as('onnx')];
    case 'combined': {
      const alone = 'transformers in Python: the encoder alone, less often right without its n-grams';
      return [as('safetensors', own), { ...as('huggingface', HALVES), for: alone }, as('onnx')];
    }
    case 'ngram':
      return [as('files', FULL), as('onnx', FULL)];
    case 'image':
      return [as('safetensors', own), as('onnx'), as('tfjs')];
    case 'stream':
      return own.length > 0 ? [as('safetensors', own), as('onnx'), as('tfjs')] : [as('files', FULL), as('onnx', FULL)];
    case null:
      return [];
  }
}

/** @throws FormatError where the model has no such format or precision, or a file is damaged */
export function exportAs(files: Files, id: string, precision: Precision = 'float32'): Files {
  const format = formatsOf(files).find((one) => one.id === id);
  if (!format) throw new FormatError('format', `This model is not exported as “${id.slice(0, 60)}”.`);
  if (!format.precisions.includes(precision)) {
    const list = format.precisions.join(', ');
    throw new FormatError('precision', `As ${format.label} this model is kept in ${list}, not in ${precision}.`);
  }
  return inWords(() => made(files, format.id, precision));
}

function made(files: Files, id: FormatId, precision: Precision): Files {
  switch (id) {
    case 'files':
      return files;
    case 'safetensors':
      return atPrecision(files, precision);
    case 'huggingface':
      return encoderFolder(reduced(files, precision), precision);
    case 'onnx':
      return new Map([[ONNX_FILE, toOnnx(reduced(files, precision), precision)]]);
    case 'tfjs':
      // Its int8 has one scale for all of a tensor: what has been cut to rows' scales would be cut twice.
      return toTfjs(precision === 'float16' ? reduced(files, precision) : files, precision);
    case 'sklearn':
      return one(MIXTURE_FILE, exportMixture(mixtureOf(files), 'json'));
    case 'sklearn-code':
      return one('mixture_sklearn.py', exportMixture(mixtureOf(files), 'sklearn'));
    case 'numpy':
      return one('mixture_numpy.py', exportMixture(mixtureOf(files), 'numpy'));
  }
}

/**
 * Every number as the product keeps it in that precision: in float16 vectors are halves too, which ONNX has as float32 (biases
 * and norms are no room worth saving there). What is computed differs by rounding alone.
 */
function reduced(files: Files, precision: Precision): Files {
  return precision === 'float32' ? files : atPrecision(files, precision);
}

function toOnnx(files: Files, precision: Precision): Uint8Array<ArrayBuffer> {
  switch (ownModel(files)) {
    case 'mixture':
      return mixtureToOnnx(mixtureOf(files));
    case 'stream':
      return streamToOnnx(readStreamModel(files), precision);
    case 'image': {
      const { config, weights } = readImageModel(files);
      return imageToOnnx(config, weights, precision);
    }
    case 'ngram':
      return ngramToOnnx(NgramModel.fromFiles(files).numbers());
    case 'combined': {
      const { encoder, ngram, combination } = splitCombined(files);
      const { config, weights } = readEncoder(encoder);
      return combinedToOnnx(config, weights, NgramModel.fromFiles(ngram).numbers(), combination, precision);
    }
    default: {
      const { config, weights } = readEncoder(files);
      return encoderToOnnx(config, weights, precision);
    }
  }
}

function encoderFolder(files: Files, precision: Precision): WrittenFiles {
  const encoder = ownModel(files) === 'combined' ? splitCombined(files).encoder : files;
  const { config, weights } = readEncoder(encoder);
  return toHuggingFace(config, weights, decodeText(requireFile(encoder, VOCABULARY_FILE), VOCABULARY_FILE), precision);
}

function toTfjs(files: Files, precision: Precision): WrittenFiles {
  if (ownModel(files) === 'stream') return streamToTfjs(readStreamModel(files), precision);
  const { config, weights } = readImageModel(files);
  return imageToTfjs(config, weights, precision);
}

function mixtureOf(files: Files) {
  return importMixture(requireFile(files, MIXTURE_FILE)).mixture;
}

function one(name: string, text: string): WrittenFiles {
  return new Map([[name, encodeText(text)]]);
}
