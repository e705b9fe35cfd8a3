// Cells of a CSV file (RFC 4180), safe to open in a spreadsheet: a text that begins like a formula gets an
// apostrophe before it, which reading takes away again.

/**
 * What spreadsheets take for the beginning of a formula, full-width forms too, or skip before looking for one; and the
 * same after apostrophes of its own, so that reading takes away no other than the one that was put there.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** The text, with an apostrophe before what a spreadsheet would run. */
export function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function csvText(text: string): string {
  const safe = harmless(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text that `csvText` or `harmless` wrote, without quotes. */
export function textFromCsv(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}
