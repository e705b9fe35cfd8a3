// A zip of a model's files: what is in it comes out as it was, and what is damaged is named.

import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ARCHIVE_LIMITS } from '../../ml/modules';
import { unzip } from './unzip';

const text = (value: string) => new TextEncoder().encode(value);
const FILES = {
  'model/a.json': text('{"weights": [1, 2, 3]}'),
  'model/b.bin': text('abc'.repeat(200)),
  empty: text(''),
};
const blobOf = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);
const at = (bytes: Uint8Array, part: Uint8Array) => Buffer.from(bytes).indexOf(part);

describe('a zip', () => {
  it.each([0, 6] as const)('is read as it was packed, at level %s', async (level) => {
    const read = await unzip(blobOf(zipSync({ ...FILES, folder: {} }, { level })), ARCHIVE_LIMITS);
    expect(Object.fromEntries(read)).toEqual(FILES);
    const commented = zipSync(FILES, { level, comment: 'of the file' });
    expect((await unzip(blobOf(commented), ARCHIVE_LIMITS)).size).toBe(3);
    // What an empty zip is, as a comment.
    const tricky = zipSync(FILES, { level, comment: `PK\u0005\u0006${'\0'.repeat(18)}` });
    expect((await unzip(blobOf(tricky), ARCHIVE_LIMITS)).size).toBe(3);
    expect((await unzip(blobOf(zipSync({})), ARCHIVE_LIMITS)).size).toBe(0);
  });

  it('with a byte that changed is refused by the name of the file', async () => {
    const zip = zipSync(FILES, { level: 0 });
    zip[at(zip, FILES['model/b.bin']) + 100] ^= 1;
    await expect(unzip(blobOf(zip), ARCHIVE_LIMITS)).rejects.toThrow('“model/b.bin” in the zip is damaged');
  });

  it('with a sum that changed, too, and one that is cut off is damaged', async () => {
    const zip = zipSync(FILES);
    const listed = at(zip, Uint8Array.of(0x50, 0x4b, 1, 2));
    const changed = zip.slice();
    changed[listed + 16] ^= 255;
    await expect(unzip(blobOf(changed), ARCHIVE_LIMITS)).rejects.toThrow('“model/a.json” in the zip is damaged');
    await expect(unzip(blobOf(zip.subarray(0, zip.length - 30)), ARCHIVE_LIMITS)).rejects.toThrow(
      'damaged, or cut off',
    );
  });

  it('of files as they are that say they are empty is refused before they are unpacked', async () => {
    const zip = zipSync(FILES, { level: 0 });
    const big = at(zip, text('model/b.bin'));
    const listed = Buffer.from(zip).indexOf(text('model/b.bin'), big + 1) - 46;
    zip.fill(0, listed + 24, listed + 28);
    await expect(unzip(blobOf(zip), { ...ARCHIVE_LIMITS, unpacked: 500 })).rejects.toThrow('more than any model has');
    await expect(unzip(blobOf(zip), ARCHIVE_LIMITS)).rejects.toThrow('“model/b.bin” in the zip is damaged');
  });

  it('of links, or encrypted, is refused for what it is', async () => {
    const link = zipSync({ 'serve.js': [text('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }] });
    await expect(unzip(blobOf(link), ARCHIVE_LIMITS)).rejects.toThrow('“serve.js” in the zip is a link');
    const file = zipSync({ 'serve.js': [text('1'), { os: 3, attrs: (0o100644 << 16) >>> 0 }] });
    expect([...(await unzip(blobOf(file), ARCHIVE_LIMITS)).keys()]).toEqual(['serve.js']);
    const encrypted = zipSync(FILES);
    encrypted[at(encrypted, Uint8Array.of(0x50, 0x4b, 1, 2)) + 8] |= 1;
    await expect(unzip(blobOf(encrypted), ARCHIVE_LIMITS)).rejects.toThrow('encrypted');
  });

  it('has names as they were given, also where a Mac packed it, which does not say that they are UTF-8', async () => {
    const name = 'A\u0308pfel/train.js';
    const zip = zipSync({ [name]: text('1') });
    expect([...(await unzip(blobOf(zip), ARCHIVE_LIMITS)).keys()]).toEqual([name]);
    for (const [mark, flags] of [
      [Uint8Array.of(0x50, 0x4b, 3, 4), 6],
      [Uint8Array.of(0x50, 0x4b, 1, 2), 8],
    ] as const) {
      zip[at(zip, mark) + flags + 1] &= ~8;
    }
    expect([...(await unzip(blobOf(zip), ARCHIVE_LIMITS)).keys()]).toEqual([name]);
    // What is no UTF-8 is Latin-1, as it always was.
    const bytes = Buffer.from(zip);
    for (let i = bytes.indexOf('A\u0308'); i >= 0; i = bytes.indexOf('A\u0308')) bytes.set([0xc4, 0x70, 0x70], i);
    expect([...(await unzip(blobOf(bytes), ARCHIVE_LIMITS)).keys()]).toEqual(['\u00c4pppfel/train.js']);
  });

  it('damaged anywhere is read whole or refused in words', async () => {
    const zip = zipSync(FILES);
    for (let i = 0; i < zip.length; i++) {
      const changed = zip.slice();
      changed[i] ^= 1 << (i % 8);
      const read = await unzip(blobOf(changed), ARCHIVE_LIMITS).catch((error: Error) => error.message);
      if (typeof read === 'string') expect(read, `byte ${i}`).toMatch(/^[A-Z“].*[.]$/su);
      else for (const bytes of read.values()) expect(Object.values(FILES).map(String)).toContain(String(bytes));
    }
  });
});
