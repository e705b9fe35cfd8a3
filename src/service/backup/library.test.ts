// Modules as archives from anywhere have them come back out of a back-up: paths and manifests may be odd, and none of them may
// make the whole back-up impossible to restore.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { packTar } from 'modern-tar';
import { beforeEach, describe, expect, it } from 'vitest';
import { pathProblem } from '../../ml/modules/paths';
import { closeDatabase } from '../../storage/db';
import { putModule } from '../../storage/library';
import { readSnapshot } from '../../storage/snapshot';
import { noAbout } from '../library/about';
import { BACKUP_FORMAT, BACKUP_VERSION, unpackBackup } from './archive';
import { gzip, service } from './backup.fixture';
import { takeLibrary } from './contents-library';

const AT = '2026-01-01T00:00:00.000Z';
/** 1024 bytes, the most that a path may have, in parts of the most that a part may have. */
const LONGEST = [255, 255, 255, 254, 1].map((length) => 'a'.repeat(length)).join('/');

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

function putOdd(paths: readonly string[], manifest: Record<string, unknown> = {}): Promise<void> {
  const module = { created_at: AT, bytes: paths.length, manifest };
  return putModule(
    'odd',
    { ...noAbout('odd'), name: 'Odd', module },
    new Map(paths.map((path) => [path, Uint8Array.of(7)])),
  );
}

async function expectRestored(): Promise<void> {
  const { data } = service();
  const before = await readSnapshot();
  const file = await data.backup();
  await data.deleteEverything();
  await data.restore(file);
  expect(await readSnapshot()).toEqual(before);
}

describe('a module in a back-up', () => {
  it('comes back with paths as long as they may be, and with every letter that they may have', async () => {
    const paths = [LONGEST.slice(0, 1001), `b${LONGEST.slice(1)}`, 'a\u2028b', 'c/\u2029', '\ufeffd', '\uffff', '"'];
    for (const path of paths) expect(pathProblem(path)).toBeNull();
    await putOdd(paths);
    await expectRestored();
  });

  it('comes back with whatever path is in order', async () => {
    const path = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .filter((text) => pathProblem(text) === null);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { maxLength: 5 }), async (paths) => {
        await putOdd(paths);
        await expectRestored();
      }),
      { numRuns: 10 },
    );
  });

  it('comes back with parameters that mean something to JavaScript', async () => {
    const manifest = JSON.parse('{"__proto__": {"b": 1}, "constructor": [{"__proto__": null}], "$f64": "x"}');
    await putOdd(['serve.js'], manifest);
    await expectRestored();
    const [about] = (await readSnapshot()).library.abouts;
    expect(JSON.stringify(Object(about?.record).module.manifest)).toBe(JSON.stringify(manifest));
  });

  it('is listed whatever the names of all files come to', async () => {
    const names = Array.from({ length: 8000 }, (_, i) => `library/odd/files/${i}/${'"'.repeat(1010)}`);
    const entries = names.map((path) => ({ path, bytes: 0, sha256: '0'.repeat(64) }));
    const about = { format: BACKUP_FORMAT, version: BACKUP_VERSION, createdAt: AT, appVersion: '1', entries };
    const body = JSON.stringify(about, null, 2);
    const file = await gzip(await packTar([{ header: { name: 'manifest.json', size: body.length }, body }]));
    await expect(unpackBackup(file)).rejects.toThrow(`${names[0]} is missing`);
  });

  it.each([
    ['that leads up', '../up'],
    ['with an empty part', 'a//b'],
    ['of two lines', 'a\nb'],
    ['that is too long', `${LONGEST}/x`],
  ])('is refused with a path %s, which no module can have', (_what, path) => {
    const left = new Map([[`library/odd/files/${path}`, new Uint8Array(1)]]);
    expect(() => takeLibrary(left, { about: () => {} })).toThrow('the path of a file of odd');
  });
});
