// A real number as people write it.

/** With a decimal point or comma; "5." is half typed. */
const WRITTEN = /^[+-]?(\d+\.?|\d*[.,]\d+)(e[+-]?\d+)?$/i;

/** A number with a decimal point or comma, and a minus of either kind; null for anything else. */
export function readDecimal(text: string): number | null {
  const trimmed = text.trim().replaceAll('−', '-');
  const value = WRITTEN.test(trimmed) ? Number(trimmed.replace(',', '.')) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}
