// How much fits in one request about texts, and how large a model may be.

import { formatBytes, formatTooLarge } from '../../ml/bytes';
import { ServiceError } from '../../wire/errors';
import { MAX_REVIEW_CHARACTERS, MAX_SCORED_TEXTS } from '../../wire/limits';
import type { NewTextModel } from '../../wire/reviews';
import { invalid } from '../errors';

/** @throws ServiceError 'too_large' */
export function checkSizes(texts: readonly string[]): void {
  const longest = texts.reduce((top, text) => Math.max(top, text.length), 0);
  if (longest > MAX_REVIEW_CHARACTERS) throw tooMany('characters of a text', longest, MAX_REVIEW_CHARACTERS);
}

/** Texts of one request: their number as well. @throws ServiceError 'too_large' */
export function checkTexts(texts: readonly string[]): void {
  if (texts.length > MAX_SCORED_TEXTS) throw tooMany('texts', texts.length, MAX_SCORED_TEXTS);
  checkSizes(texts);
}

export function tooMany(field: string, n: number, max: number): ServiceError {
  const message = `${n.toLocaleString('en')} ${field}; ${max.toLocaleString('en')} fit in one request`;
  return new ServiceError('too_large', `That is too much at once: ${message}.`, [{ field, message }]);
}

/**
 * Of all files of a model. A BERT of 12 layers in 32 bits has 440 MB; a tab has a model in memory once or twice, and what is
 * kept must leave and come in again as one archive, which may have as much.
 */
export const MAX_MODEL_BYTES = 540e6;

/** Files of a model that is to be kept. @throws ServiceError 'too_large' */
export function checkFiles(files: ReadonlyMap<string, Uint8Array>): void {
  checkModelBytes([...files.values()].reduce((sum, { length }) => sum + length, 0));
}

/** @throws ServiceError 'too_large' */
export function checkModelBytes(bytes: number): void {
  if (bytes <= MAX_MODEL_BYTES) return;
  const [has, most] = [formatTooLarge(bytes), formatBytes(MAX_MODEL_BYTES)];
  const message = `its files would take ${has} together; a model of at most ${most} can be kept`;
  throw new ServiceError('too_large', `The model is too large: ${message}.`, [{ field: 'file', message }]);
}

/** Of an encoder where none is said, here and in configurations: BERT small's (Turc et al. 2019). */
export const STANDARD_SIZE = { layers: 4, hidden: 512, heads: 8 } as const satisfies NewTextModel['size'];

/** Training has weights, gradients and two moments in a memory of 4 GB, with what is computed of a batch. */
const MAX_LAYERS_BYTES = 101e6;

/**
 * Looks at an encoder's size before anything is made of it.
 * @throws ServiceError 'invalid' when heads do not part the hidden units, 'too_large' when it is too much for a tab to train
 */
export function checkEncoder({ layers, hidden, heads }: NonNullable<NewTextModel['size']>): void {
  if (hidden % heads !== 0) {
    throw invalid('size.heads', `The hidden size, ${hidden}, must be a multiple of the number of heads, ${heads}.`);
  }
  // Four matrices of attention and two of four times the width, in single precision (Vaswani et al. 2017).
  const bytes = 4 * layers * 12 * hidden * hidden;
  if (bytes <= MAX_LAYERS_BYTES) return;
  const [has, most] = [formatTooLarge(bytes), formatBytes(MAX_LAYERS_BYTES)];
  const message = `its layers would take ${has}; at most ${most} can be trained here`;
  throw new ServiceError('too_large', `Choose fewer layers or hidden units: ${message}.`, [{ field: 'size', message }]);
}
