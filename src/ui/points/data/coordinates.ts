// A number as a person types it.

import { MAX_COORDINATE } from '../../../wire/limits';

/** A number with a decimal point or comma; null for anything else. */
export function readCoordinate(text: string): number | null {
  const trimmed = text.trim().replace('−', '-');
  const value = Number(/^[+-]?\d*,\d+$/.test(trimmed) ? trimmed.replace(',', '.') : trimmed);
  return trimmed !== '' && Math.abs(value) <= MAX_COORDINATE ? value : null;
}
