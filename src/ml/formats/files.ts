// Models as files by name, and what readers of them share: files may come from anywhere.

import { inJson } from '../in-json';
import { FormatError } from './errors';

/** Paths from the model's folder, parted by "/". */
export type Files = ReadonlyMap<string, Uint8Array>;
export type WrittenFiles = Map<string, Uint8Array<ArrayBuffer>>;

export type Json = Readonly<Record<string, unknown>>;

export const PRECISIONS = ['float32', 'float16', 'int8'] as const;
/** How matrices are kept; vectors stay float32 in int8. */
export type Precision = (typeof PRECISIONS)[number];

/** Most bytes of a JSON file that is read. */
const MAX_JSON = 64 * 2 ** 20;

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function encodeJson(json: unknown): Uint8Array<ArrayBuffer> {
  return encodeText(`${JSON.stringify(json, null, 2)}\n`);
}

/** @throws FormatError naming the file that is missing */
export function requireFile(files: Files, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes) return bytes;
  const list = [...files.keys()].slice(0, 8).join(', ') || 'nothing';
  throw new FormatError(name, `There is no ${name} among the files; there is ${list}.`);
}

/** @throws FormatError where the bytes are no UTF-8 */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError(name, `${name} is not text in UTF-8.`);
  }
}

/** @throws FormatError where the bytes are no JSON object, or too many */
export function decodeJson(bytes: Uint8Array, name: string, most = MAX_JSON): Json {
  if (bytes.length > most) throw new FormatError(name, `${name} has ${bytes.length} bytes: at most ${most}.`);
  let json: unknown;
  try {
    json = JSON.parse(decodeText(bytes, name));
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(name, `${name} is not JSON.`);
  }
  if (!isObject(json)) throw new FormatError(name, `${name} must hold a JSON object.`);
  return json;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a message: short, in one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = inJson(value) || String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
