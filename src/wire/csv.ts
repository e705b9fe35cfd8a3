// Names of columns as cells of a CSV file (RFC 4180), safe to open in a spreadsheet: one that begins like a
// formula gets an apostrophe before it, which reading takes away again.

const FORMULA = /^[=+\-@\t]/;

export function csvName(name: string): string {
  const safe = FORMULA.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The name that `csvName` wrote, without quotes. */
export function nameFromCsv(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}
