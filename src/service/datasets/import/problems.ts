// What was left out of an import, and why: all of it counted, the first of it listed.

import type { TableProblem } from '../../../wire/table';

const LISTED = 100;
const SHOWN = 60;

export class Problems {
  readonly list: TableProblem[] = [];
  skipped = 0;
  /** Files that are no texts of a dataset: read-me files, lists of words. */
  ignored = 0;

  /** @param row of the table, or the file's place in the archive, from 1 */
  note(row: number, column: string | null, message: string): void {
    this.skipped += 1;
    if (this.list.length < LISTED) this.list.push({ row, column, message });
  }
}

/** A value or a path in a message: short, in one line. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
