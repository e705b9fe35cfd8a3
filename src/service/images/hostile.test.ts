// Sources that mean harm or met with it: each ends in words, and nothing is left behind.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase, read } from '../../storage/db';
import { nodeImagesEnv } from './env.node';
import { asFiles, asTar, asZip, open, pictures, takeAll } from './images.fixture';
import { IMAGES } from './limits';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(() => {
  vi.restoreAllMocks();
});

const FOLDER = pictures('d/', ['a', 'b'], 50);
const SMALL = { ...IMAGES, source: { ...IMAGES.source, unpacked: 300_000, entries: 200 } };

async function expectNothing() {
  for (const store of ['imageSets', 'imageFiles', 'imagePixels'] as const) {
    expect(await read([store], async (tx): Promise<unknown[]> => tx.objectStore(store).getAllKeys())).toEqual([]);
  }
}

const bytesOf = async (source: Awaited<ReturnType<typeof asTar>>) =>
  new Uint8Array(await ('file' in source ? source.file : new Blob()).arrayBuffer());
const asSource = (bytes: Uint8Array<ArrayBuffer>) =>
  ({ kind: 'file', name: 'd.tar.gz', file: new Blob([bytes]) }) as const;

describe('an archive', () => {
  it('that is cut off anywhere is refused, looked through or taken', async () => {
    const { service } = await open();
    const bytes = await bytesOf(await asTar(FOLDER));
    for (const share of [0.05, 0.4, 0.8, 0.99]) {
      const cut = asSource(bytes.slice(0, Math.floor(bytes.length * share)));
      await expect(service.discover(cut)).rejects.toMatchObject({ code: 'malformed' });
    }
    await expectNothing();
  });

  it('that is damaged behind a file that is passed over is refused', async () => {
    const { service } = await open();
    const source = await asTar(FOLDER, 'd.tar');
    const bytes = await bytesOf(source);
    for (let header = 1024; header < 4096; header += 1024) {
      const damaged = bytes.slice();
      damaged[header] ^= 1;
      await expect(service.discover(asSource(damaged))).rejects.toMatchObject({ code: 'malformed' });
    }
    await expectNothing();
  });

  it('that unpacks to more than is read, or has more files, is refused', async () => {
    const { service } = await open(SMALL);
    const large = { ...FOLDER, 'd/large.bin': new Uint8Array(400_000) };
    await expect(service.discover(await asTar(large))).rejects.toMatchObject({ code: 'too_large' });
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`x/${i}`, 'x']));
    for (const source of [asFiles(many), asZip(many), await asTar(many)]) {
      await expect(service.discover(source)).rejects.toMatchObject({
        code: 'too_large',
        message: expect.stringContaining('more than 200 files'),
      });
    }
  });

  it('whose zip is damaged in a file is refused when it is taken, and nothing is left', async () => {
    const { service } = await open();
    const bytes = await bytesOf(asZip(FOLDER));
    // In the first file's own bytes, behind its header of thirty bytes and its name.
    bytes[30 + 'd/train/a/0.png'.length + 25] ^= 0xff;
    const status = await takeAll(service, { kind: 'file', name: 'd.zip', file: new Blob([bytes]) });
    expect(status).toMatchObject({ phase: 'failed', message: expect.stringContaining('Nothing was left behind.') });
    await expectNothing();
  });

  it('with any names ends in a set, or in words', async () => {
    const step = fc.oneof(
      fc.constantFrom('train', 'test', '..', '.', '', 'a', '__proto__', 'constructor'),
      fc.string(),
    );
    const path = fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => `${steps.join('/')}.png`);
    const { host } = nodeImagesEnv().spawn();
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { minLength: 1, maxLength: 12 }), async (paths) => {
        const files = asFiles(Object.fromEntries(paths.map((at, i) => [at, Object.values(FOLDER)[i]])));
        for (const { folder, name, problem, classes, parts } of await host.discover(files)) {
          expect(name.length).toBeGreaterThan(0);
          for (const character of `${folder}${classes.join('')}`) expect(character >= ' ').toBe(true);
          if (problem !== null) continue;
          const count = parts.reduce((sum, part) => sum + part.files, 0);
          const job = { id: crypto.randomUUID(), name, origin: 'x', created_at: '', source: files, folder };
          const { files: taken, unreadable } = await host.take({ ...job, files: count });
          expect(taken).toBe(count);
          expect(unreadable).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('storage that is full', () => {
  it('ends the take in words, with nothing left and what was there before still there', async () => {
    const { service } = await open();
    await takeAll(service, asFiles(pictures('kept/', ['x', 'y'])));
    const before = await service.state();
    await service.discover(asFiles(FOLDER));
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('No room.', 'QuotaExceededError');
    });
    const status = await takeAll(service, asFiles(FOLDER));
    expect(status).toMatchObject({
      phase: 'failed',
      message: expect.stringContaining('storage for this site is full'),
    });
    vi.restoreAllMocks();
    expect((await (await open()).service.state()).sets).toEqual(before.sets);
    expect(await takeAll(service, asFiles(FOLDER))).toMatchObject({ phase: 'finished' });
  });
});

describe('a worker that is lost', () => {
  it('is told of, leaves nothing, and the next question starts another', async () => {
    const env = nodeImagesEnv();
    let lose = true;
    const { service } = await open({
      spawn() {
        const port = env.spawn();
        const take: typeof port.host.take = async (job) => {
          if (!lose) return port.host.take(job);
          await port.host.take(job).catch(() => {});
          throw new Error('The image worker failed: it ended by itself.');
        };
        return { ...port, host: { ...port.host, take } };
      },
    });
    expect(await takeAll(service, asFiles(FOLDER))).toMatchObject({
      phase: 'failed',
      message: '“d” could not be taken. The image worker failed: it ended by itself. Nothing was left behind.',
    });
    await expectNothing();
    lose = false;
    expect(await takeAll(service, asFiles(FOLDER))).toMatchObject({ phase: 'finished' });
  });
});
