// How much fits in one request about texts, and how large a model may be.

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

/** Chromium keeps no value of more than 127 MiB, its key and its own marks among them; each file is one. */
const MAX_KEPT_BYTES = 127 * 2 ** 20 - 64 * 2 ** 10;

/** Files of a model that is to be kept. @throws ServiceError 'too_large', naming the file */
export function checkFiles(files: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, { length }] of files) {
    if (length <= MAX_KEPT_BYTES) continue;
    const [has, most] = [Math.ceil(length / 2 ** 20), Math.floor(MAX_KEPT_BYTES / 2 ** 20)];
    const message = `${path} would take ${has} MB; a file of at most ${most} MB can be kept`;
    throw new ServiceError('too_large', `The model is too large for the browser’s storage: ${message}.`, [
      { field: 'file', message },
    ]);
  }
}

/** Of those, the vocabulary and the positions take up to 30. */
const MAX_LAYERS_BYTES = 96 * 2 ** 20;

/**
 * Looks at an encoder's size before anything is made of it.
 * @throws ServiceError 'invalid' when heads do not part the hidden units, 'too_large' when it could not be kept
 */
export function checkEncoder({ layers, hidden, heads }: NonNullable<NewTextModel['size']>): void {
  if (hidden % heads !== 0) {
    throw invalid('size.heads', `The hidden size, ${hidden}, must be a multiple of the number of heads, ${heads}.`);
  }
  // Four matrices of attention and two of four times the width, in single precision (Vaswani et al. 2017).
  const bytes = 4 * layers * 12 * hidden * hidden;
  if (bytes <= MAX_LAYERS_BYTES) return;
  const [has, most] = [bytes, MAX_LAYERS_BYTES].map((n) => Math.round(n / 2 ** 20));
  const message = `its layers would take ${has} MB; at most ${most} MB can be kept`;
  throw new ServiceError('too_large', `Choose fewer layers or hidden units: ${message}.`, [{ field: 'size', message }]);
}
