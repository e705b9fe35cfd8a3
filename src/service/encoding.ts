// Bytes to text. A byte order mark says what it is; else it is UTF-8 where that is valid but for a few damaged letters, and
// Windows-1252, which Latin-1 is a part of, where it is not. Zero bytes are no text.

import { ServiceError } from '../wire/errors';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** For people. */
export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Latin-1 (Windows-1252)',
};

/** One file's text; null when it is none. */
export function decodeBytes(bytes: Uint8Array): string | null {
  if (isUtf32(bytes)) return null;
  const marked = marks(bytes);
  if (marked) return new TextDecoder(marked).decode(bytes);
  if (bytes.includes(0)) return null;
  return new TextDecoder(unmarked(bytes, true)).decode(bytes);
}

/** Reads to the end where no mark says what it is; null when it is no text. Rejects 'malformed' for UTF-32. */
export async function findEncoding(stream: ReadableStream<Uint8Array>): Promise<Encoding | null> {
  const reader = stream.getReader();
  const guess = new Guess();
  let first = true;
  try {
    for (;;) {
      const { done, value = new Uint8Array(0) } = await reader.read();
      if (first) refuseUtf32(value);
      const marked = first ? marks(value) : null;
      if (marked) return marked;
      if (value.length > 0) first = false;
      if (value.includes(0)) return null;
      guess.add(value, !done);
      if (done) return guess.encoding;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** By the beginning alone, which may end within a character; null when it is no text. */
export function guessEncoding(head: Uint8Array, whole: boolean): Encoding | null {
  refuseUtf32(head);
  const marked = marks(head);
  if (marked) return marked;
  if (head.includes(0)) return null;
  return unmarked(head, whole);
}

function unmarked(bytes: Uint8Array, whole: boolean): Encoding {
  const guess = new Guess();
  guess.add(bytes, !whole);
  return guess.encoding;
}

/** Letters that only UTF-8 has: most of its own are found by chance in no other encoding. */
const LETTERS = /[\u0080-\ufffc]/g;
const DAMAGED = /\ufffd/g;

/**
 * UTF-8 or Windows-1252, by all the bytes that are added. A text that is cut off within a letter, or has another's bytes
 * among its own, is UTF-8 still: read as anything else it would lose every accent it has.
 */
class Guess {
  private readonly strict = new TextDecoder('utf-8', { fatal: true });
  private readonly lenient = new TextDecoder();
  private sound = true;
  private letters = 0;
  private damaged = 0;

  add(bytes: Uint8Array, more: boolean): void {
    this.sound &&= valid(this.strict, bytes, more);
    const text = this.lenient.decode(bytes, { stream: more });
    // As many letters as bytes: plain ASCII, where there is nothing to count.
    if (this.sound && text.length === bytes.length) return;
    this.letters += text.match(LETTERS)?.length ?? 0;
    this.damaged += text.match(DAMAGED)?.length ?? 0;
  }

  get encoding(): Encoding {
    return this.sound || this.letters > this.damaged ? 'utf-8' : 'windows-1252';
  }
}

function marks(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** Its mark begins as that of UTF-16 does. Browsers do not read it. */
function isUtf32(bytes: Uint8Array): boolean {
  return bytes.length > 3 && [0xff, 0xfe, 0, 0].every((byte, i) => bytes[i] === byte);
}

/** @throws ServiceError 'malformed' */
function refuseUtf32(bytes: Uint8Array): void {
  if (isUtf32(bytes)) throw new ServiceError('malformed', 'This is text in UTF-32. Save it as UTF-8.');
}

function valid(decoder: TextDecoder, bytes: Uint8Array, more: boolean): boolean {
  try {
    decoder.decode(bytes, { stream: more });
    return true;
  } catch {
    return false;
  }
}
