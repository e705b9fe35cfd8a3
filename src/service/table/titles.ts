// Titles above a table, as reports and spreadsheets have them: no rows of it.

import { isMissing } from './cells';

/** How many rows at the top are titles: each a word or a sentence alone, above a row of names that stands over numbers. */
export function titleRows(rows: readonly (readonly unknown[])[], isNumber: (cell: unknown) => boolean): number {
  const filled = (row: readonly unknown[]) => row.filter((cell) => !isMissing(cell));
  const first = rows.findIndex((row) => filled(row).length > 1);
  if (first <= 0) return 0;
  const words = rows.slice(0, first + 1).every((row) => !row.some(isNumber));
  return words && rows[first + 1]?.some(isNumber) ? first : 0;
}
