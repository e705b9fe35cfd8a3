// For tests: tables of two columns as CSV, each with how many rows are read of it, null where it is refused. What reads them
// here and its twins in archives do so alike.

/** Of those that are refused. */
export const NO_NUMBER = 'Value 1 of row 1 is no finite number.';

export const TABLES: readonly (readonly [csv: string, rows: number | null])[] = [
  ['1,2\n\n \n3,4\n', 2],
  ['x,y\n1,2\n3,4\n', 2],
  ['"x","y"\r\n"1","2"\r\n', 1],
  // As pandas names the columns of an index.
  [',y\n1,2\n', 1],
  ['NaN,2\n3,4\n', null],
  [',2\n3,4\n', null],
  ['x,2\n3,4\n', null],
  ['NaN,nan\n3,4\n', null],
  ['inf,-Infinity\n3,4\n', null],
  [',\n3,4\n', null],
  // As Macs once ended lines.
  ['x,y\r1,2\r3,4', 2],
  // What some languages read as numbers is none in a table.
  ['1_000,2\n', null],
  ['\uff11,2\n', null],
];
