// Fingerprints of what is stored, so that two moments can be compared bit for bit: SHA-256 over each entry.

import type { Dump } from './dump';
import { keyText } from './dump';

/** "store key" → hexadecimal digest. */
export type Prints = Readonly<Record<string, string>>;

export async function printsOf({ stores }: Dump): Promise<Prints> {
  const prints: Record<string, string> = {};
  for (const [name, entries] of stores) {
    for (const { key, value } of entries) prints[`${name} ${keyText(key)}`] = await digest(value);
  }
  return prints;
}

async function digest(value: unknown): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  await write(value, parts);
  const bytes = await new Blob(parts).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Every value is written with its kind before it: 1 and "1" differ, and so do arrays of another width. */
async function write(value: unknown, parts: Uint8Array<ArrayBuffer>[]): Promise<void> {
  const text = (word: string) => parts.push(new TextEncoder().encode(`${word};`));
  if (value instanceof Blob) {
    text(`blob ${value.size}`);
    parts.push(new Uint8Array(await value.arrayBuffer()));
  } else if (ArrayBuffer.isView(value)) {
    text(`${value.constructor.name} ${value.byteLength}`);
    parts.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice());
  } else if (Array.isArray(value)) {
    text(`list ${value.length}`);
    for (const item of value) await write(item, parts);
  } else if (value instanceof Map) {
    text(`map ${value.size}`);
    for (const pair of value) await write(pair, parts);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    text(`object ${entries.length}`);
    for (const [name, item] of entries) {
      text(JSON.stringify(name));
      await write(item, parts);
    }
  } else text(typeof value === 'string' ? `text ${JSON.stringify(value)}` : `${typeof value} ${String(value)}`);
}
