// A file to be streamed: CSV, TSV, JSON or JSON lines, to rows of cells in their order. Rows that are not in order stay
// in: the stream stops at them and says where.

import { formatBytes } from '../../ml/bytes';
import { inJson } from '../../ml/in-json';
import type { Cell } from '../../ml/stream/sources';
import { ServiceError } from '../../wire/errors';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import type { Encoding } from '../encoding';
import { Breath, breathe } from '../pace';
import { isMissing, toNumber } from '../table/cells';
import { findDialect, isBlank, parseRows } from '../table/delimited';
import { looksLikeJson, readJson } from '../table/json';
import { readAll, readHead, readPieces, type TextHead } from '../table/text';
import { titleRows } from '../table/titles';
import { LinesTable, looksLikeLines, readLinesOf } from './json-lines';
import { fitted, type Layout, layoutOf } from './layout';

export interface TableFile {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Rejects with ServiceError: 'malformed', 'invalid' where there is no table in it, 'too_large'. */
export async function readTableFile(file: Blob): Promise<TableFile> {
  if (file.size === 0) throw new ServiceError('invalid', 'There is nothing in it.');
  if (file.size > STREAM_LIMITS.file_bytes) {
    throw new ServiceError('too_large', `A file has at most ${formatBytes(STREAM_LIMITS.file_bytes)}.`);
  }
  const head = await readHead(file);
  const table = await readTable(file, head);
  if (table.rows.length === 0) throw new ServiceError('invalid', 'There are no rows in it.');
  if (table.columns.length < 2) {
    throw new ServiceError('invalid', 'It needs two columns at least: one to predict, and one to predict it from.');
  }
  if (table.columns.length > STREAM_LIMITS.file_columns) {
    throw new ServiceError('too_large', `A table has at most ${STREAM_LIMITS.file_columns} columns.`);
  }
  return table;
}

function readTable(file: Blob, head: TextHead): Promise<TableFile> {
  if (!looksLikeJson(head.text)) return readDelimited(file, head);
  return (looksLikeLines(head.text) ? readLines : readDocument)(file, head.encoding);
}

async function readDelimited(file: Blob, head: TextHead): Promise<TableFile> {
  const { delimiter, decimalComma } = findDialect(head.text);
  const rows: (readonly Cell[])[] = [];
  let layout: Layout | null = null;
  let line = 1;
  for await (const { text } of readPieces(file, head.encoding)) {
    const parsed = parseRows(text, delimiter, 0, line);
    line += parsed.length;
    let body = parsed.filter((cells) => !isBlank(cells));
    if (body.length === 0) continue;
    if (layout === null) {
      body = body.slice(titleRows(body, (cell) => !Number.isNaN(toNumber(cell, decimalComma))));
      layout = layoutOf(body, decimalComma);
      if (layout.names) body = body.slice(1);
    }
    for (const cells of body) rows.push(fitted(cells, layout).map((cell) => toCell(cell, decimalComma)));
    await breathe();
  }
  return { columns: layout ? columnsOf(layout) : [], rows };
}

function columnsOf({ names, width, index }: Layout): readonly string[] {
  const all = names ? distinct(names.map((name, i) => name.trim() || `Column ${i + 1}`)) : unnamed(width);
  return index ? all.slice(1) : all;
}

/** A document, which can only be read whole. */
async function readDocument(file: Blob, encoding: Encoding): Promise<TableFile> {
  if (file.size > STREAM_LIMITS.json_bytes) {
    const most = formatBytes(STREAM_LIMITS.json_bytes);
    throw new ServiceError('too_large', `JSON has at most ${most}. Larger tables come one row a line, or as CSV.`);
  }
  const { names, rows } = readJson(await readAll(file, encoding));
  const cells: (readonly Cell[])[] = [];
  await addRows(cells, rows, new Breath());
  const width = cells.find((row) => row.length > 0)?.length ?? 0;
  return { columns: names ? distinct(names) : unnamed(width), rows: cells };
}

async function readLines(file: Blob, encoding: Encoding): Promise<TableFile> {
  const breath = new Breath();
  const table = new LinesTable();
  const rows: (readonly Cell[])[] = [];
  for await (const lines of readLinesOf(file, encoding)) {
    for (const line of lines) {
      table.add(line);
      await breath.take();
    }
    await addRows(rows, table.rows(), breath);
  }
  await addRows(rows, table.end(), breath);
  const { names, width } = table;
  if (!names) return { columns: unnamed(width), rows };
  for (const [i, row] of rows.entries()) {
    // Before the last of the names was met.
    const missing = row.length > 0 ? names.length - row.length : 0;
    if (missing > 0) rows[i] = [...row, ...Array.from({ length: missing }, () => null)];
    await breath.take();
  }
  return { columns: distinct(names), rows };
}

async function addRows(
  rows: (readonly Cell[])[],
  more: readonly (readonly unknown[])[],
  breath: Breath,
): Promise<void> {
  for (const row of more) {
    rows.push(row.map((value) => toCell(value, false)));
    await breath.take();
  }
}

function unnamed(width: number): readonly string[] {
  return Array.from({ length: width }, (_, i) => `Column ${i + 1}`);
}

/** The target is chosen by its name. */
function distinct(names: readonly string[]): readonly string[] {
  /** As they stand: one of them may be what another would be called. */
  const taken = new Set(names);
  const seen = new Map<string, number>();
  return names.map((name) => {
    let count = (seen.get(name) ?? 0) + 1;
    while (count > 1 && taken.has(`${name} (${count})`)) count += 1;
    seen.set(name, count);
    const distinct = count > 1 ? `${name} (${count})` : name;
    taken.add(distinct);
    return distinct;
  });
}

/** Thousands parted by points, as they are where commas are decimal: 1.234 would else be read as a little more than 1. */
const GROUPED = /^\s*[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?\s*$/;

/** Numbers as such: they take a fraction of the room. Marks for "not available" are empty cells. */
function toCell(value: unknown, decimalComma: boolean): Cell {
  const grouped = decimalComma && typeof value === 'string' && GROUPED.test(value);
  const number = toNumber(grouped ? value.replaceAll('.', '') : value, decimalComma);
  if (!Number.isNaN(number)) return number;
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim() : inJson(value);
  return isMissing(text) ? null : text;
}
