// Bytes to inputs and outputs to bytes by their media types (RFC 9110, sections 8.3 and 12.5.1), as the Python twins do
// it (../python/millrace/content.py).

import { DEFAULT_ACCEPTED, DEFAULT_CONTENT_TYPE, type Serialized, UnsupportedType } from '../protocol';

/** "application/json" of "Application/JSON; charset=utf-8". */
export function mediaType(contentType: string = DEFAULT_CONTENT_TYPE): string {
  const [name = ''] = contentType.split(';');
  return name.trim().toLowerCase() || DEFAULT_CONTENT_TYPE;
}

/** The first of the offered types that an Accept header allows, those it prefers first; null where it allows none. */
export function acceptedOf<T extends string>(accepted: string = DEFAULT_ACCEPTED, offered: readonly T[]): T | null {
  const ranges = (accepted.trim() || DEFAULT_ACCEPTED).split(',').map(rangeOf);
  const qualityOf = (type: string) => {
    // The closest range counts: a type before its family before everything.
    for (const name of [type, `${type.split('/')[0]}/*`, '*/*']) {
      const found = ranges.filter((range) => range.name === name);
      if (found.length > 0) return Math.max(...found.map(({ quality }) => quality));
    }
    return 0;
  };
  let best: { readonly type: T; readonly quality: number } | null = null;
  for (const type of offered) {
    const quality = qualityOf(type);
    if (quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type ?? null;
}

function rangeOf(part: string): { readonly name: string; readonly quality: number } {
  const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const given = parameters.find((parameter) => /^q\s*=/.test(parameter));
  const quality = given === undefined ? 1 : Number(given.split('=')[1]);
  return { name: name || DEFAULT_ACCEPTED, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** @param read for people: "text/plain and application/json" */
export function unsupported(type: string, read: string): UnsupportedType {
  return new UnsupportedType(`${type} is not read; ${read} are.`);
}

/** @throws Error, in words, for bytes that are no UTF-8 */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('The input is not in UTF-8.');
  }
}

/** @throws Error, in words, for bytes that are no JSON */
export function jsonOf(bytes: Uint8Array): unknown {
  const text = textOf(bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The input is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function serialized(contentType: string, text: string): Serialized {
  return { bytes: new TextEncoder().encode(text), contentType };
}
