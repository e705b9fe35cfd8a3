// How a delimited file begins: whether its first row names the columns, how many of them there are, and whether the first
// merely tells the rows apart.

import { isMissing, toNumber } from '../table/cells';

type Cells = readonly string[];

/** From this share of numbers on a column is one of numbers, as when its table is planned. */
const NUMERIC = 0.95;
/** Rows looked at. */
const HEAD = 1000;

export interface Layout {
  /** Null: the first row is one of data. */
  readonly names: Cells | null;
  readonly width: number;
  /** A first column without a name that counts the rows, as pandas writes it, or names them: nothing is learnt from it. */
  readonly index: boolean;
}

/** `rows`: the first ones, none of them blank. */
export function layoutOf(rows: readonly Cells[], decimalComma: boolean): Layout {
  const [first = [], ...body] = rows.slice(0, HEAD);
  const unnamed = hasUnnamedRows(first, body);
  const top = unnamed ? ['', ...first] : first;
  let width = top.length;
  while (width > 1 && [top, ...body].every((row) => isBlank(row[width - 1]))) width -= 1;
  const isNumber = (cell: string | undefined) => !Number.isNaN(toNumber(cell, decimalComma));
  // A year is a name, too: then it is words over other columns that tell.
  const isNamed = (cell: string, j: number) => !isMissing(cell) && !isNumber(cell) && isNumeric(j);
  const isNumeric = (j: number) => {
    const known = body.map((row) => row[j]).filter((cell) => !isMissing(cell));
    return known.length > 0 && known.filter(isNumber).length >= NUMERIC * known.length;
  };
  const names = top.slice(0, width);
  const header = !names.some(isNumber) || names.some(isNamed);
  const index = header && width > 2 && isBlank(names[0]) && (unnamed || countsRows(body));
  return { names: header ? names : null, width, index };
}

function countsRows(body: readonly Cells[]): boolean {
  const start = toNumber(body[0]?.[0], false);
  return (start === 0 || start === 1) && body.every((row, i) => toNumber(row[0], false) === start + i);
}

/** Without what follows the last separator, where rows end in one, and without what tells the rows apart. */
export function fitted(cells: Cells, { width, index }: Layout): Cells {
  const whole = cells.length > width && cells.slice(width).every(isBlank) ? cells.slice(0, width) : cells;
  return index ? whole.slice(1) : whole;
}

/** A header one short of its rows has no name for the first column, as R's write.table writes it. */
function hasUnnamedRows(first: Cells, body: readonly Cells[]): boolean {
  const width = first.length + 1;
  if (width < 3 || first.some(isBlank)) return false;
  const longer = body.filter((row) => row.length === width);
  return 2 * longer.length > body.length && longer.some((row) => !isBlank(row[width - 1]));
}

function isBlank(cell: string | undefined): boolean {
  return cell === undefined || cell.trim() === '';
}
