// Tables of one JSON row a line, read line by line, so that the largest keeps its thread for no longer than the smallest.

import type { Encoding } from '../encoding';

/** Lines looked at for the names of columns, when rows are objects. */
const NAMING = 1000;
const LONGEST_LINE = 4 * 1024 * 1024;

type Row = readonly unknown[];

/** The first line is JSON, and it is not all there is. */
export function looksLikeLines(head: string): boolean {
  const [first, ...others] = head.trim().split(/\r?\n/);
  return others.length > 0 && parsed(first) !== undefined;
}

/** All lines in their order, as many at a time as came. */
export async function* readLinesOf(file: Blob, encoding: Encoding): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder(encoding);
  const reader = file.stream().getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      if (done) {
        yield lines;
        return;
      }
      rest = lines.pop() ?? '';
      // A line without an end is no row: it is given up, in its place.
      if (rest.length > LONGEST_LINE) rest = '#';
      yield lines;
    }
  } finally {
    await reader.cancel();
  }
}

/** Rows of one table: lists, or objects by the names of the first thousand, as the first is. What is not is a row of nothing. */
export class LinesTable {
  names: readonly string[] | null = null;
  /** Of the first row that is a list. */
  width = 0;
  private known = false;
  private waiting: unknown[] = [];

  add(line: string): void {
    if (line.trim() !== '') this.waiting.push(parsed(line));
  }

  /** Those that are complete: none before the names are known. */
  rows(): readonly Row[] {
    if (!this.known && this.waiting.length < NAMING) return [];
    return this.end();
  }

  /** All the others. */
  end(): readonly Row[] {
    if (!this.known) this.look();
    const rows = this.waiting.map((value) => this.rowOf(value));
    this.waiting = [];
    return rows;
  }

  private look(): void {
    this.known = true;
    const first = this.waiting.slice(0, NAMING);
    const list = first.find((value) => isRecord(value) || Array.isArray(value));
    if (Array.isArray(list)) this.width = list.length;
    else this.names = [...new Set(first.filter(isRecord).flatMap((record) => Object.keys(record)))];
  }

  private rowOf(value: unknown): Row {
    const { names } = this;
    if (names) return isRecord(value) ? names.map((name) => value[name]) : [];
    return Array.isArray(value) ? value : [];
  }
}

/** Undefined for what is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
