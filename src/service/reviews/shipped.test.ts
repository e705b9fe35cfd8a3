// Files that come with the app are what its list says.

import { createHash } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { readShippedFile } from './shipped';

const CONTENT = new TextEncoder().encode('weights');
const file = { path: 'a/w.bin', bytes: CONTENT.length, sha256: createHash('sha256').update(CONTENT).digest('hex') };
const read = (content: Uint8Array) => readShippedFile(file, async () => content);

afterEach(() => vi.unstubAllGlobals());

it('is used where its digest is the list’s, and no other file', async () => {
  expect(await read(CONTENT)).toEqual(CONTENT);
  await expect(read(CONTENT.with(0, 0))).rejects.toThrow('is not the file');
});

it('is judged by plain http, too, where browsers compute no digests', async () => {
  vi.stubGlobal('crypto', {});
  expect(await read(CONTENT)).toEqual(CONTENT);
  await expect(read(CONTENT.with(0, 0))).rejects.toThrow('is not the file');
});
