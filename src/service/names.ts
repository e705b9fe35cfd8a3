// Names that people give to what they keep.

import { ServiceError } from '../wire/errors';

const MAX_NAME = 100;

/** Without blanks at its ends. Throws 'invalid' when nothing is left or it is too long. */
export function checkName(raw: unknown): string {
  const name = typeof raw === 'string' ? raw.trim() : '';
  if (name.length > 0 && name.length <= MAX_NAME) return name;
  throw new ServiceError('invalid', `A name needs 1 to ${MAX_NAME} characters.`, [
    { field: 'name', message: name.length === 0 ? 'is empty' : `has ${name.length} characters` },
  ]);
}
