// Files that ship with the app, in Node: for tests and scripts.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Seen from the project's root, where tests and scripts run. */
export async function nodeAsset(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(join('public', path)));
}
