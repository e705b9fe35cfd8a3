// For the tests: whether files are the same to the byte, in little time.

import type { Files } from './files';

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Names whose bytes are not the same in both, or that only one has. */
export function differing(a: Files, b: Files): string[] {
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return names.filter((name) => {
    const [one, other] = [a.get(name), b.get(name)];
    return !one || !other || !sameBytes(one, other);
  });
}
