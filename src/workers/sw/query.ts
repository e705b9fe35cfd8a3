// Numbers in a query.

import { ServiceError } from '../../wire/errors';

interface CountRange {
  /** What it is where it was left out. */
  readonly otherwise: number;
  readonly least?: number;
  readonly most?: number;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** NaN for what is no decimal number: Number reads 0x10 and blanks too. */
export function numberIn(text: string): number {
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

/** @throws ServiceError 'invalid' for anything else than a whole number within the range. */
export function countIn(
  parameter: (name: string) => string,
  name: string,
  { otherwise, least = 0, most = Number.MAX_SAFE_INTEGER }: CountRange,
): number {
  const text = parameter(name);
  if (text === '') return otherwise;
  // Digits alone: no 1e3 either.
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const end = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most.toLocaleString('en')}`;
  const message = `must be a whole number from ${least}${end}, not ${text}`;
  throw new ServiceError('invalid', `${name} ${message}.`, [{ field: name, message }]);
}
