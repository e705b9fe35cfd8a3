// How much fits in one request about texts.

import { ServiceError } from '../../wire/errors';
import { MAX_REVIEW_CHARACTERS } from '../../wire/limits';

/** @throws ServiceError 'too_large' */
export function checkSizes(texts: readonly string[]): void {
  const longest = texts.reduce((top, text) => Math.max(top, text.length), 0);
  if (longest > MAX_REVIEW_CHARACTERS) throw tooMany('characters of a text', longest, MAX_REVIEW_CHARACTERS);
}

export function tooMany(field: string, n: number, max: number): ServiceError {
  const message = `${n.toLocaleString('en')} ${field}; ${max.toLocaleString('en')} fit in one request`;
  return new ServiceError('too_large', `That is too much at once: ${message}.`, [{ field, message }]);
}
