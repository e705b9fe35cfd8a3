// Rows of numbers to learn from, from a file in the model's folder.

import type { ModelDir } from '../../protocol';
import { type Rows, rowsOf } from '../rows';

/** Rows of one training. */
const MOST_ROWS = 10_000_000;

/** A CSV file, a row a line; a first line of words is a header. @throws Error, in words */
export async function readRows(dir: ModelDir, path: string): Promise<Rows> {
  const rows = rowsOf(await dir.read(path), 'text/csv', [], [], MOST_ROWS);
  if (rows.n === 0) throw new Error(`${path} has no rows.`);
  return rows;
}
