// The scripts of JavaScript that go into archives beside a model's files: the same module as the product's own (../own), made
// from the same sources by scripts/twins.mjs. Who gets an archive runs them anywhere; the app runs its own in their place, as
// long as nobody changed them, which their first line tells.

import { sha256 } from './digest';

const KINDS: Readonly<Record<string, () => Promise<{ readonly default: Readonly<Record<string, string>> }>>> = {
  mixture: () => import('virtual:twins/mixture'),
  stream: () => import('virtual:twins/stream'),
  text: () => import('virtual:twins/text'),
};

/** train.js, serve.js and what they share, by path from the module's folder. Empty for kinds without such scripts. */
export async function twinScripts(kind: string): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const scripts = await KINDS[kind]?.();
  const files = Object.entries(scripts?.default ?? {});
  return new Map(files.map(([path, text]) => [path, new TextEncoder().encode(text)]));
}

const MARK = /^(?:\/\/|#) Millrace [\w.-]+; sha256 of the rest: ([0-9a-f]{64})$/;
const MARK_BYTES = 200;

/** Whether a path is one that twins have. */
export function isTwinPath(path: string): boolean {
  return /^(?:train|serve|millrace\/.+)\.js$/.test(path);
}

/** Whether the bytes are such a script, or one of Python (../own/python.ts), as some version of the app wrote it. */
export async function isTwin(bytes: Uint8Array): Promise<boolean> {
  const end = bytes.subarray(0, MARK_BYTES).indexOf(10);
  const [, digest] = MARK.exec(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end)))) ?? [];
  if (digest === undefined) return false;
  return (await sha256(bytes.slice(end + 1))) === digest;
}
