// A file to be streamed: CSV, TSV, JSON or JSON lines, to rows of cells in their order. Rows that are not in order stay
// in: the stream stops at them and says where.

import type { Cell } from '../../ml/stream/sources';
import { ServiceError } from '../../wire/errors';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import { breathe } from '../points/pace';
import { isMissing, toNumber } from '../table/cells';
import { findDialect, isBlank, parseRows } from '../table/delimited';
import { looksLikeJson, readJson } from '../table/json';
import { readAll, readHead, readPieces } from '../table/text';

export interface TableFile {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Rejects with ServiceError: 'malformed', 'invalid' where there is no table in it, 'too_large' past 100 MB. */
export async function readTableFile(file: Blob): Promise<TableFile> {
  if (file.size === 0) throw new ServiceError('invalid', 'There is nothing in it.');
  if (file.size > STREAM_LIMITS.file_bytes) throw new ServiceError('too_large', 'A file has at most 100 MB.');
  const head = await readHead(file);
  const table = looksLikeJson(head.text) ? await readJsonFile(file, head.encoding) : await readDelimited(file, head);
  if (table.rows.length === 0) throw new ServiceError('invalid', 'There are no rows in it.');
  if (table.columns.length < 2) {
    throw new ServiceError('invalid', 'It needs two columns at least: one to predict, and one to predict it from.');
  }
  if (table.columns.length > STREAM_LIMITS.file_columns) {
    throw new ServiceError('too_large', `A table has at most ${STREAM_LIMITS.file_columns} columns.`);
  }
  return table;
}

async function readDelimited(file: Blob, head: { encoding: string; text: string }): Promise<TableFile> {
  const { delimiter, decimalComma } = findDialect(head.text);
  const rows: (readonly Cell[])[] = [];
  let columns: readonly string[] | null = null;
  let line = 1;
  for await (const { text } of readPieces(file, head.encoding)) {
    const parsed = parseRows(text, delimiter, 0, line);
    line += parsed.length;
    for (const cells of parsed) {
      if (isBlank(cells)) continue;
      if (columns === null) {
        columns = headerOf(cells, decimalComma);
        if (columns) continue;
        columns = unnamed(cells.length);
      }
      rows.push(cells.map((cell) => toCell(cell, decimalComma)));
    }
    await breathe();
  }
  return { columns: columns ?? [], rows };
}

/** Null when the first row is one of data: it has a number. */
function headerOf(cells: readonly string[], decimalComma: boolean): readonly string[] | null {
  if (cells.some((cell) => !Number.isNaN(toNumber(cell, decimalComma)))) return null;
  return distinct(cells.map((cell, i) => cell.trim() || `Column ${i + 1}`));
}

async function readJsonFile(file: Blob, encoding: string): Promise<TableFile> {
  const { names, rows, broken } = readJson(await readAll(file, encoding));
  const cells = rows.map((row) => row.map((value) => toCell(value, false)));
  // Lines that are no JSON are rows of nothing, in their places.
  for (const line of broken) cells.splice(line - 1, 0, []);
  const width = cells.find((row) => row.length > 0)?.length ?? 0;
  return { columns: names ? distinct(names) : unnamed(width), rows: cells };
}

function unnamed(width: number): readonly string[] {
  return Array.from({ length: width }, (_, i) => `Column ${i + 1}`);
}

/** The target is chosen by its name. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count > 1 ? `${name} (${count})` : name;
  });
}

/** Numbers as such: they take a fraction of the room. Marks for "not available" are empty cells. */
function toCell(value: unknown, decimalComma: boolean): Cell {
  const number = toNumber(value, decimalComma);
  if (!Number.isNaN(number)) return number;
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? '');
  return isMissing(text) ? null : text;
}
