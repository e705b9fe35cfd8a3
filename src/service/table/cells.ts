// One cell of a table to one number, and words for why it is none.

import { inJson } from '../../ml/in-json';
import { MAX_COORDINATE } from '../../wire/limits';

const DECIMAL_COMMA = /^\s*[+-]?(\d+(,\d*)?|,\d+)([eE][+-]?\d+)?\s*$/;
/** Of a cell without the blanks around it: an expression that takes these, too, is at a long row of them for minutes. */
const MISSING = /^(|na|n\/a|nan|null|none|missing|-|–|\?|\.)$/i;
/** Second characters of 0x…, 0b…, 0o…, which `Number` would read as hexadecimal, binary, octal. */
const RADIX_MARKS = new Set(['x', 'X', 'b', 'B', 'o', 'O']);
const SHOWN = 40;

/** The cell's number, or NaN when it holds none that is usable. */
export function toNumber(cell: unknown, decimalComma: boolean): number {
  if (typeof cell === 'number') return usable(cell);
  if (typeof cell !== 'string') return Number.NaN;
  let text = cell;
  if (decimalComma) {
    if (!DECIMAL_COMMA.test(cell)) return Number.NaN;
    text = cell.replace(',', '.');
  }
  const value = Number(text);
  // Blank text reads as 0 as well.
  if (value === 0 && text.trim() === '') return Number.NaN;
  if (text.length > 2 && RADIX_MARKS.has(text.trimStart().charAt(1))) return Number.NaN;
  return usable(value);
}

function usable(value: number): number {
  return Math.abs(value) <= MAX_COORDINATE ? value : Number.NaN;
}

/** Empty, or one of the usual marks for "not available". */
export function isMissing(cell: unknown): boolean {
  if (cell === null || cell === undefined) return true;
  if (typeof cell === 'number') return Number.isNaN(cell);
  return typeof cell === 'string' && MISSING.test(cell.trim());
}

/** Why `toNumber` gave NaN, for people. */
export function whyNoNumber(cell: unknown): string {
  if (isMissing(cell)) return 'no value';
  const text = typeof cell === 'string' ? cell.trim() : inJson(cell) || String(cell);
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  const value = Number(text);
  if (text !== '' && (Math.abs(value) > MAX_COORDINATE || /^[+-]?inf(inity)?$/i.test(text))) {
    return `“${shown}” is too large (up to 1e100)`;
  }
  return `“${shown}” is not a number`;
}
