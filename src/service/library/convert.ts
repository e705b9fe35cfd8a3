// A model in the forms of other programs, as one file: src/ml/formats has each of them. Several files are a zip, the same
// bytes for the same model.

import { zipSync } from 'fflate';
import type { WeightDtype } from '../../ml/bert/safetensors';
import { readSafetensors, writeSafetensors } from '../../ml/bert/safetensors';
import { toHuggingFace } from '../../ml/formats/huggingface/export';
import { imageToOnnx } from '../../ml/formats/onnx/image';
import { mixtureToOnnx } from '../../ml/formats/onnx/mixture';
import { streamToOnnx } from '../../ml/formats/onnx/stream';
import { encoderToOnnx } from '../../ml/formats/onnx/text';
import { parametersOf, readStreamModel, writeNetwork } from '../../ml/formats/stream/model';
import { imageToTfjs, streamToTfjs } from '../../ml/formats/tfjs/write';
import { exportMixture } from '../../ml/gmm/export';
import { readImageModel } from '../../ml/image/files';
import { MIXTURE_FILE, readMixture } from '../../ml/modules/own';
import { splitCombined } from '../../ml/text/combined/files';
import { readEncoder, VOCABULARY_FILE } from '../../ml/text/encoder/files';
import { modelKind } from '../../ml/text/kind';
import type { Precision } from '../../wire/library';
import type { OfKind } from './host';
import type { Files } from './source';

export interface Converted {
  readonly file: Blob;
  /** "onnx", "zip". */
  readonly ending: string;
}

type Bytes = Uint8Array<ArrayBuffer>;

const DTYPES: Readonly<Record<Precision, WeightDtype>> = { float32: 'F32', float16: 'F16', int8: 'I8' };

export function convert(model: OfKind, format: string, precision: Precision): Converted {
  switch (format) {
    case 'json':
    case 'numpy':
    case 'sklearn':
      return textual(model.files, format);
    case 'onnx':
      return { file: new Blob([toOnnx(model, precision)]), ending: 'onnx' };
    case 'huggingface':
      return zipped(huggingFace(model.files, precision));
    case 'tfjs':
      return zipped(toTfjs(model, precision));
    default:
      return zipped(atPrecision(model, precision));
  }
}

function textual(files: Files, format: 'json' | 'numpy' | 'sklearn'): Converted {
  const [ending, type] = format === 'json' ? ['json', 'application/json'] : ['py', 'text/x-python'];
  const text = exportMixture(readMixture(files.get(MIXTURE_FILE) ?? new Uint8Array(0)), format);
  return { file: new Blob([text], { type }), ending };
}

function toOnnx({ kind, files }: OfKind, precision: Precision): Bytes {
  switch (kind) {
    case 'mixture':
      return mixtureToOnnx(readMixture(files.get(MIXTURE_FILE) ?? new Uint8Array(0)));
    case 'image': {
      const { config, weights } = readImageModel(files);
      return imageToOnnx(config, weights, precision);
    }
    case 'stream':
      return streamToOnnx(readStreamModel(files), precision);
    case 'text': {
      const { config, weights } = readEncoder(encoderOf(files));
      return encoderToOnnx(config, weights, precision);
    }
    case 'module':
      throw new Error('A module has no form in ONNX.');
  }
}

function huggingFace(files: Files, precision: Precision): Files {
  const encoder = encoderOf(files);
  const { config, weights } = readEncoder(encoder);
  return toHuggingFace(config, weights, new TextDecoder().decode(encoder.get(VOCABULARY_FILE)), precision);
}

function toTfjs({ kind, files }: OfKind, precision: Precision): Files {
  if (kind === 'stream') return streamToTfjs(readStreamModel(files), precision);
  const { config, weights } = readImageModel(files);
  return imageToTfjs(config, weights, precision);
}

/** Of a combined model its encoder alone. */
function encoderOf(files: Files): Files {
  return modelKind(files) === 'combined' ? splitCombined(files).encoder : files;
}

/** The model's own files with matrices in another precision; float32: as they are. */
export function atPrecision({ kind, files }: OfKind, precision: Precision): Files {
  if (precision === 'float32') return files;
  if (kind === 'stream') {
    const model = readStreamModel(files);
    if (model.config.id === 'mixture') throw new Error('A mixture is written in double precision alone.');
    return writeNetwork(model.about, parametersOf(model), DTYPES[precision]);
  }
  return new Map(
    [...files].map(([path, bytes]) => {
      const weights = path.endsWith('.safetensors');
      return [path, weights ? writeSafetensors(readSafetensors(bytes), DTYPES[precision]) : bytes];
    }),
  );
}

/** As old as a .zip can be, in any time zone: nothing of the clock goes in. */
const TIME = new Date(1980, 0, 2);

function zipped(files: Files): Converted {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const zip = zipSync(Object.fromEntries(entries), { mtime: TIME, level: 6 });
  return { file: new Blob([zip], { type: 'application/zip' }), ending: 'zip' };
}
