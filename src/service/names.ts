// Names that people give to what they keep, and what is meant by one.

import { ServiceError } from '../wire/errors';

const MAX_NAME = 100;

/** What no name is written with: controls, ends of lines, half characters, and what turns the direction of all that follows. */
const UNWRITTEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** In one line, without blanks at its ends. Throws 'invalid' when nothing is left or it is too long. */
export function checkName(raw: unknown): string {
  const name = typeof raw === 'string' ? raw.replace(UNWRITTEN, ' ').trim() : '';
  if (name.length > 0 && name.length <= MAX_NAME) return name;
  throw new ServiceError('invalid', `A name needs 1 to ${MAX_NAME} characters.`, [
    { field: 'name', message: name.length === 0 ? 'is empty' : `has ${name.length} characters` },
  ]);
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** By id or name; capitals are told apart only where two differ in nothing else. */
export function meant<T extends Named>(wanted: string, all: readonly T[]): T | undefined {
  const lower = wanted.toLowerCase();
  return (
    all.find(({ id }) => id === wanted) ??
    all.find(({ name }) => name === wanted) ??
    all.find(({ name }) => name.toLowerCase() === lower)
  );
}
