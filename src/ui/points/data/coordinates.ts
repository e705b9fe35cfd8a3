// A coordinate as a person types it.

import { MAX_COORDINATE } from '../../../wire/limits';
import { readDecimal } from '../../components/decimal';

/** A number with a decimal point or comma, within the limits of the plane; null for anything else. */
export function readCoordinate(text: string): number | null {
  const value = readDecimal(text);
  return value !== null && Math.abs(value) <= MAX_COORDINATE ? value : null;
}
