// Texts written to files, piece by piece: an archive with a file for each, CSV, JSON lines.

import { createTarPacker } from 'modern-tar';
import { csvText } from '../../wire/csv';

/** Iterables may be slow to give their next: texts are read from storage as they are written. */
type Source<T> = AsyncIterable<T> | Iterable<T>;

/** A .tar.gz with one UTF-8 file for each text. Paths have '/' between folders. */
export async function writeArchive(files: Source<{ readonly path: string; readonly text: string }>): Promise<Blob> {
  const { readable, controller } = createTarPacker();
  const zipped = new Response((readable as ReadableStream<BufferSource>).pipeThrough(new CompressionStream('gzip')));
  const encoder = new TextEncoder();
  const mtime = new Date();
  const fill = async () => {
    for await (const { path, text } of files) {
      const bytes = encoder.encode(text);
      const writer = controller.add({ name: path, size: bytes.length, type: 'file', mtime }).getWriter();
      await writer.write(bytes);
      await writer.close();
    }
    controller.finalize();
  };
  const filled = fill().catch((error: unknown) => {
    controller.error(error);
    throw error;
  });
  const [blob] = await Promise.all([zipped.blob(), filled]);
  return new Blob([blob], { type: 'application/gzip' });
}

/** CSV of UTF-8 with a byte order mark, which spreadsheets need, and CRLF (RFC 4180). Null is an empty cell. */
export function writeCsv(columns: readonly string[], rows: Source<readonly (string | number | null)[]>): Promise<Blob> {
  const line = (cells: readonly (string | number | null)[]) => `${cells.map(toCell).join(',')}\r\n`;
  return collect(`\ufeff${line(columns)}`, rows, line, 'text/csv;charset=utf-8');
}

/** One JSON object a line. */
export function writeJsonLines(rows: Source<object>): Promise<Blob> {
  return collect('', rows, (row) => `${JSON.stringify(row)}\n`, 'application/jsonl');
}

function toCell(value: string | number | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : csvText(value);
}

/** Characters gathered before they become a part of the file. */
const PART = 1 << 20;

async function collect<T>(head: string, rows: Source<T>, line: (row: T) => string, type: string): Promise<Blob> {
  const parts: Blob[] = [];
  let text = head;
  for await (const row of rows) {
    text += line(row);
    if (text.length < PART) continue;
    parts.push(new Blob([text]));
    text = '';
  }
  return new Blob([...parts, text], { type });
}
