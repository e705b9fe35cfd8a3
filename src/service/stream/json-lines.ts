// Tables of one JSON row a line, read line by line, so that the largest keeps its thread for no longer than the smallest.

import { STREAM_LIMITS } from '../../wire/stream-limits';
import type { Encoding } from '../encoding';

/** Lines looked at for what rows are, and for the names of columns when they are objects. */
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

/** Rows of one table: lists, or objects by name, as the first is. What is not is a row of nothing. Names of later objects come last. */
export class LinesTable {
  private members: Set<string> | null = null;
  /** Of the first row that is a list. */
  width = 0;
  private known = false;
  private waiting: unknown[] = [];

  /** As far as rows were given out: those before may have had fewer. */
  get names(): readonly string[] | null {
    return this.members && [...this.members];
  }

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
    else this.members = new Set(first.filter(isRecord).flatMap((record) => Object.keys(record)));
  }

  private rowOf(value: unknown): Row {
    const { members } = this;
    if (members) return isRecord(value) ? membersOf(value, members) : [];
    return Array.isArray(value) ? value : [];
  }
}

/** Takes up names that are new, as long as there are no more than a table may have. */
function membersOf(record: Readonly<Record<string, unknown>>, names: Set<string>): Row {
  if (names.size <= STREAM_LIMITS.file_columns) for (const name of Object.keys(record)) names.add(name);
  return Array.from(names, (name) => record[name]);
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
