// A real number as people write it.

/** A number with a decimal point or comma, and a minus of either kind; null for anything else. */
export function readDecimal(text: string): number | null {
  const trimmed = text.trim().replace('−', '-');
  const value = Number(/^[+-]?\d*,\d+$/.test(trimmed) ? trimmed.replace(',', '.') : trimmed);
  return trimmed !== '' && Number.isFinite(value) ? value : null;
}
