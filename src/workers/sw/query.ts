// Numbers in a query.

import { ServiceError } from '../../wire/errors';

interface CountRange {
  /** What it is where it was left out. */
  readonly otherwise: number;
  readonly least?: number;
  readonly most?: number;
}

/** @throws ServiceError 'invalid' for anything else than a whole number within the range. */
export function countIn(
  parameter: (name: string) => string,
  name: string,
  { otherwise, least = 0, most = Number.MAX_SAFE_INTEGER }: CountRange,
): number {
  const text = parameter(name);
  if (text === '') return otherwise;
  // Digits alone: Number reads 0x10, 1e3 and blanks too.
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const end = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most.toLocaleString('en')}`;
  const message = `must be a whole number from ${least}${end}, not ${text}`;
  throw new ServiceError('invalid', `${name} ${message}.`, [{ field: name, message }]);
}
