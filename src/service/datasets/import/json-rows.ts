// JSON as rows: one object a line, or a list of objects, of lists, or of texts.

import { formatBytes } from '../../../ml/bytes';
import { ServiceError } from '../../../wire/errors';
import type { Encoding } from '../../encoding';
import { messageOf } from '../../errors';
import type { RawRow } from './delimited';
import { isDocument, rowsIn } from './json-document';
import type { Limits } from './limits';

const ACCEPTED = 'Accepted are one object a line and a list of objects: [{"text": "…", "label": 1}, …].';
/** Longest line, in units of the longest text: a text may be written in escapes of six. */
const ESCAPE = 6;

/** What a list begins with, an apostrophe for a quotation mark among it; in "[EXTERNAL] Hello" a text does. */
const LIST = /^\[\s*([[\]{"'\d-]|(true|false|null)\b|$)/;

export function looksLikeJson(head: string): 'jsonl' | 'json' | null {
  const start = head.trimStart();
  if (start.startsWith('[') && !LIST.test(start)) return null;
  if (start.startsWith('[')) return lineIsWhole(start) && /^\[.*\]\s*\n\s*\[/.test(start) ? 'jsonl' : 'json';
  if (!start.startsWith('{')) return null;
  const line = start.trimEnd();
  if (!line.includes('\n') && isDocument(line)) return 'json';
  if (lineIsWhole(start) || !start.includes('\n')) return 'jsonl';
  // A document goes on in the next line.
  return /^\{([^\n]*[[{])?\s*\n/.test(start) ? 'json' : 'jsonl';
}

function lineIsWhole(text: string): boolean {
  try {
    JSON.parse(text.slice(0, Math.max(text.indexOf('\n'), 0)) || text);
    return true;
  } catch {
    return false;
  }
}

/** Each line's value as the one cell of a row. */
export async function* readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  encoding: Encoding,
  limits: Limits,
): AsyncGenerator<RawRow> {
  const decoder = new TextDecoder(encoding);
  const reader = stream.getReader();
  let carry = '';
  let row = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const text = carry + (done ? decoder.decode() : decoder.decode(value, { stream: true }));
      const lines = text.split('\n');
      carry = done ? '' : (lines.pop() ?? '');
      if (carry.length > ESCAPE * limits.characters) {
        throw new ServiceError('malformed', `Line ${row + lines.length + 1} is too long for a text. ${ACCEPTED}`);
      }
      for (const line of lines) {
        row += 1;
        if (line.trim() !== '') yield parseLine(line, row);
      }
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parseLine(line: string, row: number): RawRow {
  try {
    return { row, cells: [JSON.parse(longAsText(line))] };
  } catch {
    return { row, cells: [], fault: 'this line is not JSON' };
  }
}

/** Read whole; rejects 'too_large' past the limit, 'malformed' when it is no JSON, 'invalid' without a list in it. */
export async function readList(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  encoding: Encoding,
  limits: Limits,
): Promise<RawRow[]> {
  const parts: string[] = [];
  const decoder = new TextDecoder(encoding);
  const reader = stream.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > limits.json) {
      await reader.cancel();
      const message = `A list in JSON is read up to ${formatBytes(limits.json)}. With one object a line, larger files can be read.`;
      throw new ServiceError('too_large', message);
    }
    parts.push(decoder.decode(value, { stream: true }));
  }
  parts.push(decoder.decode());
  return listIn(parseWhole(parts.join(''))).map((item, i) => ({ row: i + 1, cells: [item] }));
}

function parseWhole(text: string): unknown {
  try {
    return JSON.parse(longAsText(text));
  } catch (error) {
    const reason = messageOf(error);
    throw new ServiceError('malformed', `This is not valid JSON: ${reason}. ${ACCEPTED}`);
  }
}

/** The list itself, or what an object holds: {"reviews": […]}. */
function listIn(value: unknown): readonly unknown[] {
  const rows = rowsIn(value);
  if (rows) return rows;
  throw new ServiceError('invalid', `There is no list in this JSON. ${ACCEPTED}`);
}

const LONG = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/** Whole numbers with more digits than JavaScript keeps, as the ids of posts have, become texts: two could be one, rounded. */
function longAsText(json: string): string {
  if (!/\d{16}/.test(json)) return json;
  const parts: string[] = [];
  for (let at = 0; at < json.length; ) {
    const quote = json.indexOf('"', at);
    const open = quote < 0 ? json.length : quote;
    const end = pastText(json, open);
    parts.push(json.slice(at, open).replace(LONG, '"$&"'), json.slice(open, end));
    at = end;
  }
  return parts.join('');
}

/** After the quotation mark that closes the text which begins there. */
function pastText(json: string, open: number): number {
  for (let end = json.indexOf('"', open + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return json.length;
}
