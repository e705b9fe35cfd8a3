// A file or a paste to points. Runs in the import worker: large files take seconds.

import { formatBytes } from '../../ml/bytes';
import { ServiceError } from '../../wire/errors';
import { MAX_POINTS } from '../../wire/limits';
import type { TableOptions, TableProgress, TableResult } from '../../wire/table';
import type { Encoding } from '../encoding';
import { TableCollector } from './collector';
import { describeDialect, findDialect, isBlank, parseRows } from './delimited';
import { looksLikeJson, readJson } from './json';
import { readAll, readHead, readPieces, type TextHead } from './text';

/** JSON has to be held as one string; V8 allows about half a billion characters. */
const MAX_JSON_BYTES = 270e6;

/**
 * Reads a table of numbers: CSV, TSV and other delimited text, or JSON.
 * Stops after `limit` good rows and says so in `truncated`.
 * Rejects with ServiceError: 'malformed' (not text, no JSON, an open quote), 'invalid' (nothing usable in it),
 * 'too_large' (JSON past MAX_JSON_BYTES).
 */
export async function readTable(
  source: Blob,
  options: TableOptions,
  onProgress: (progress: TableProgress) => void,
  limit = MAX_POINTS,
): Promise<TableResult> {
  if (source.size === 0) throw new ServiceError('invalid', 'There is nothing in it.');
  const head = await readHead(source);
  return looksLikeJson(head.text)
    ? readJsonTable(source, head.encoding, options, onProgress, limit)
    : readDelimited(source, head, options, onProgress, limit);
}

async function readDelimited(
  source: Blob,
  head: TextHead,
  options: TableOptions,
  onProgress: (progress: TableProgress) => void,
  limit: number,
): Promise<TableResult> {
  const dialect = findDialect(head.text);
  const collector = new TableCollector({ ...options, decimalComma: dialect.decimalComma, limit });
  let row = 1;
  let wanted = true;
  for await (const { text, bytes } of readPieces(source, head.encoding)) {
    const rows = parseRows(text, dialect.delimiter, 0, row);
    for (const cells of rows) {
      if (!isBlank(cells)) wanted = collector.push(cells, row);
      row++;
      if (!wanted) break;
    }
    onProgress({ share: bytes / source.size, rows: collector.rows });
    if (!wanted) break;
  }
  return { format: 'csv', separator: describeDialect(dialect), ...collector.finish() };
}

async function readJsonTable(
  source: Blob,
  encoding: Encoding,
  options: TableOptions,
  onProgress: (progress: TableProgress) => void,
  limit: number,
): Promise<TableResult> {
  if (source.size > MAX_JSON_BYTES) {
    const most = formatBytes(MAX_JSON_BYTES);
    throw new ServiceError('too_large', `JSON is read up to ${most}. As CSV, larger tables can be read.`);
  }
  const table = readJson(await readAll(source, encoding));
  onProgress({ share: 0.5, rows: 0 });
  const names = table.names ? { names: table.names } : {};
  const collector = new TableCollector({ ...options, decimalComma: false, limit, ...names });
  for (const line of table.broken) collector.reject(line, 'this line is not JSON');
  for (const [i, cells] of table.rows.entries()) {
    if (!collector.push(cells, i + 1)) break;
  }
  onProgress({ share: 1, rows: collector.rows });
  return { format: 'json', separator: '', ...collector.finish() };
}
