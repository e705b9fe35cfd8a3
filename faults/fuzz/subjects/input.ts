// Inputs as reports show them.

import type { Input } from '../types';

const SHOWN = 600;

/** Bytes as text where they are, and in base64 where they are not. */
function shownBytes(bytes: Uint8Array): string {
  const head = bytes.subarray(0, SHOWN);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(head);
    return `${bytes.length} bytes: ${JSON.stringify(text)}`;
  } catch {
    return `${bytes.length} bytes, base64: ${Buffer.from(head).toString('base64')}`;
  }
}

export function bytesInput(bytes: Uint8Array): Input {
  return { value: bytes, shown: shownBytes(bytes) };
}

export function filesInput(files: ReadonlyMap<string, Uint8Array>): Input {
  const each = Math.floor(SHOWN / Math.max(1, files.size));
  const lines = [...files].map(([name, bytes]) => `${JSON.stringify(name)}: ${shownBytes(bytes).slice(0, each)}`);
  return { value: files, shown: lines.join('\n') };
}

export function valueInput(value: unknown, shown: string): Input {
  return { value, shown: shown.slice(0, SHOWN) };
}

export function blobOf(input: Input): Blob {
  return new Blob([(input.value as Uint8Array).slice()]);
}
