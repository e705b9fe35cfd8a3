// Models in another precision: float32 as they are trained, float16 and int8 (each row of a matrix or kernel times a scale of
// its own, ../../bert/safetensors.ts) for rest and for use. Files that hold no tensors stay as they are.

import { type Tensor, viewSafetensors, type WeightDtype, writeSafetensors } from '../../bert/safetensors';
import { isImageModel } from '../../image/files';
import { joinCombined, splitCombined } from '../../text/combined/files';
import { modelKind } from '../../text/kind';
import { FormatError, inWords } from '../errors';
import { type Files, PRECISIONS, type Precision } from '../files';
import { MIXTURE_FILE } from '../mixture/read';
import { parametersOf, readStreamModel, STREAM_FILE, writeNetwork } from '../stream/model';

const WEIGHTS_FILE = 'model.safetensors';

export const DTYPES: Readonly<Record<Precision, WeightDtype>> = { float32: 'F32', float16: 'F16', int8: 'I8' };

/** Largest magnitude of a half. */
const MAX_HALF = 65_504;

/**
 * The same model with its numbers kept in `precision`. Of a stream's network only what answers is kept, and not the state of
 * its training; mixtures and n-gram models have no precision but their own.
 *
 * @throws FormatError where a number is too large for float16, or the files hold no model that has precisions
 */
export function atPrecision(files: Files, precision: Precision): Files {
  return inWords(() => converted(files, precision));
}

function converted(files: Files, precision: Precision): Files {
  if (files.has(STREAM_FILE)) {
    const model = readStreamModel(files);
    if (model.config.id === 'mixture') throw none('A mixture');
    const parameters = parametersOf(model);
    checkRange(precision, 'parameters', parameters);
    return new Map([...files, ...writeNetwork(model.about, parameters, DTYPES[precision])]);
  }
  if (files.has(MIXTURE_FILE)) throw none('A mixture');
  if (isImageModel(files)) return rewritten(files, precision);
  switch (modelKind(files)) {
    case 'ngram':
      throw none('An n-gram model');
    case 'encoder':
      return rewritten(files, precision);
    case 'combined': {
      const parts = splitCombined(files);
      return new Map([...files, ...joinCombined({ ...parts, encoder: rewritten(parts.encoder, precision) })]);
    }
  }
}

/** The precisions that files can be kept in; empty where they have none but their own. */
export function precisionsOf(files: Files): readonly Precision[] {
  if (files.has(STREAM_FILE)) return readStreamModel(files).config.id === 'mixture' ? [] : PRECISIONS;
  return [...files.keys()].some((name) => name === WEIGHTS_FILE || name.endsWith(`/${WEIGHTS_FILE}`)) ? PRECISIONS : [];
}

/** Tensors in float64, which the reference backend leaves, come to single precision first. */
function rewritten(files: Files, precision: Precision): Files {
  const bytes = files.get(WEIGHTS_FILE);
  if (!bytes) throw new FormatError(WEIGHTS_FILE, `There is no ${WEIGHTS_FILE} among the files.`);
  const tensors = [...viewSafetensors(bytes)].map(([name, { shape, data }]): [string, Tensor] => {
    checkRange(precision, name, data);
    return [name, { shape, data: data instanceof Float64Array ? Float32Array.from(data) : data }];
  });
  return new Map(files).set(WEIGHTS_FILE, writeSafetensors(new Map(tensors), DTYPES[precision]));
}

function checkRange(precision: Precision, name: string, data: Float32Array | Float64Array): void {
  if (precision !== 'float16') return;
  const beyond = data.find((value) => Math.abs(value) > MAX_HALF);
  if (beyond === undefined) return;
  const message = `“${name}” holds ${beyond}; float16 reaches to ${MAX_HALF}: choose float32 or int8.`;
  throw new FormatError(name, message);
}

function none(what: string): FormatError {
  return new FormatError('precision', `${what} is kept in its own precision alone.`);
}
