// Bytes to text: tells text from binary, and hands out pieces that end where a row of the table ends, so that each can be
// parsed by itself.

import { ServiceError } from '../../wire/errors';
import { type Encoding, findEncoding } from '../encoding';

const HEAD_BYTES = 64 * 1024;
const PIECE_CHARS = 1024 * 1024;
/** Longest stretch without a row's end. */
const LONGEST_ROW = 4 * PIECE_CHARS;

export interface TextHead {
  readonly encoding: Encoding;
  /** The first characters, up to a row's end where there is one. */
  readonly text: string;
}

/** Reads the first bytes, and all of them for the encoding. Rejects with 'malformed' when they are not text, 'invalid' when there are none. */
export async function readHead(source: Blob): Promise<TextHead> {
  const bytes = new Uint8Array(await source.slice(0, HEAD_BYTES).arrayBuffer());
  refusePacked(bytes);
  const encoding = await findEncoding(source.stream());
  if (encoding === null || isBinary(bytes, encoding)) {
    throw new ServiceError('malformed', 'This is not a text file. A table as CSV, TSV or JSON can be read.');
  }
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.trim() === '' && bytes.length === source.size) {
    throw new ServiceError('invalid', 'There is nothing in it.');
  }
  const end = bytes.length < source.size ? lastRowEnd(text) : text.length;
  return { encoding, text: end > 0 ? text.slice(0, end) : text };
}

function refusePacked(bytes: Uint8Array): void {
  const starts = (...magic: number[]) => magic.every((byte, i) => bytes[i] === byte);
  if (starts(0x50, 0x4b, 3, 4) || starts(0xd0, 0xcf, 0x11, 0xe0)) {
    throw new ServiceError('malformed', 'This is a spreadsheet or a zip archive. Save the sheet as CSV and open that.');
  }
  if (starts(0x1f, 0x8b)) throw new ServiceError('malformed', 'This file is compressed. Unpack it first.');
}

/** Bytes that no text has, more than a few. */
function isBinary(bytes: Uint8Array, encoding: Encoding): boolean {
  if (encoding.startsWith('utf-16')) return false;
  const control = bytes.reduce((count, byte) => (byte < 9 || (byte > 13 && byte < 32) ? count + 1 : count), 0);
  return control > bytes.length / 50;
}

/** All of it as one string. */
export async function readAll(source: Blob, encoding: Encoding): Promise<string> {
  return new TextDecoder(encoding).decode(await source.arrayBuffer());
}

/** Whole rows, about a million characters at a time, with the bytes read so far. */
export async function* readPieces(source: Blob, encoding: Encoding): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder(encoding);
  const reader = source.stream().getReader();
  let carry = '';
  let parts: string[] = [];
  let length = 0;
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      const text = decoder.decode(value, { stream: true });
      parts.push(text);
      length += text.length;
      if (length < PIECE_CHARS) continue;
      carry += parts.join('');
      parts = [];
      length = 0;
      const end = rowEnd(carry);
      if (end === 0) continue;
      yield { text: carry.slice(0, end), bytes };
      carry = carry.slice(end);
    }
  } finally {
    // Reached early when the reader has enough: the rest of the file need not be read.
    await reader.cancel();
  }
  const rest = carry + parts.join('') + decoder.decode();
  if (rest !== '') yield { text: rest, bytes };
}

/** Where the last whole row ends; 0 when none does yet. */
function rowEnd(text: string): number {
  const end = lastRowEnd(text);
  if (end > 0 || text.length < LONGEST_ROW) return end;
  // Quotation marks that are not used as quotes; any line break will do.
  const anyBreak = text.lastIndexOf('\n') + 1;
  if (anyBreak > 0) return anyBreak;
  throw new ServiceError('malformed', 'A row is longer than four million characters: this is no table of numbers.');
}

/** After the last line break that is not within quotes. */
function lastRowEnd(text: string): number {
  let end = text.lastIndexOf('\n') + 1;
  if (end === 0) return lastReturn(text);
  let quotes = countQuotes(text, 0, end);
  while (quotes % 2 === 1 && end > 0) {
    const before = end > 1 ? text.lastIndexOf('\n', end - 2) + 1 : 0;
    quotes -= countQuotes(text, before, end);
    end = before;
  }
  return end;
}

/** Old Mac files end their rows in a lone carriage return. */
function lastReturn(text: string): number {
  return text.includes('"') ? 0 : text.lastIndexOf('\r', text.length - 2) + 1;
}

function countQuotes(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = text.indexOf('"', from); i >= 0 && i < to; i = text.indexOf('"', i + 1)) count++;
  return count;
}
