// Deleted models put aside for a while, which come back whole, and transactions that make room and are tried once more.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteAside, putAside, readAside, readAsides, sweepAside } from './aside';
import { closeDatabase, whenFull, write } from './db';
import { putAbout, putModule, readAbouts, readLibraryStore } from './library';
import { addModel } from './models';
import { measureUse } from './quota';
import { putTextModel } from './text-models';
import { saveTrained } from './trained';

const AT = '2026-01-01T00:00:00.000Z';
const FILES = new Map([
  ['a/w.bin', Uint8Array.of(1, 2)],
  ['b.bin', Uint8Array.of(3)],
]);

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(async () => {
  whenFull(null);
  vi.restoreAllMocks();
  await closeDatabase();
});

describe('models put aside', () => {
  it('come back with their files, a value each, and are in no back-up', async () => {
    await putAside('m', { bytes: 3 }, FILES);
    await putAside('m2', { bytes: 4 }, new Map());
    expect(await readAside('m')).toEqual({ record: { bytes: 3 }, files: FILES });
    expect((await readAside('m2')).files.size).toBe(0);
    expect(await readAsides()).toHaveLength(2);
    expect(await readLibraryStore()).toEqual({ abouts: [], files: [] });
    expect((await measureUse()).aside).toEqual({ count: 2, bytes: 7 });
    await deleteAside('m');
    expect(await readAside('m')).toEqual({ record: undefined, files: new Map() });
    expect((await measureUse()).aside).toEqual({ count: 1, bytes: 4 });
  });

  it('leave nothing of those before them under their id', async () => {
    await putAside('m', 1, FILES);
    await putAside('m', 2, new Map([['c', Uint8Array.of(4)]]));
    expect([...(await readAside('m')).files.keys()]).toEqual(['c']);
  });

  it('go with what was said of them, but for what is said of a model that is there', async () => {
    const about = (id: string) => ({ id, module: null });
    for (const id of ['mixture', 'text', 'trained', 'gone', 'stays']) {
      await putAbout(id, about(id));
      await putAside(id, { id }, FILES);
    }
    await putModule('module', { id: 'module', module: { bytes: 1 } }, new Map([['serve.js', Uint8Array.of(1)]]));
    await putAside('module', { id: 'module' }, FILES);
    const named = { name: 'M', created_at: AT, bytes: 1, description: '' };
    await addModel({ ...named, id: 'mixture', kind: 'mixture', version: 1, payload: null });
    const text = { architecture: '', parameters: 1, untrained: false, held_out: null, parent: null };
    await putTextModel({ ...named, ...text, id: 'text', kind: 'ngram' }, FILES);
    await saveTrained({ id: 'trained', record: {}, files: FILES });
    expect(await sweepAside((_record, id) => id === 'stays')).toBe(5);
    expect(await readAsides()).toEqual([{ id: 'stays' }]);
    const said = (await readAbouts()).map((record) => Object(record).id);
    expect(said.sort()).toEqual(['mixture', 'module', 'stays', 'text', 'trained']);
    expect((await readLibraryStore()).files.map(({ path }) => path)).toEqual(['serve.js']);
  });
});

describe('a transaction that finds no room', () => {
  const full = () => new DOMException('full', 'QuotaExceededError');
  const work = (fails: number) => {
    let left = fails;
    return vi.fn(async (tx: Parameters<Parameters<typeof write>[1]>[0]) => {
      await tx.objectStore('library').put(1, 'about:x');
      left -= 1;
      if (left >= 0) throw full();
    });
  };

  it('is tried once more where room was made, and all of it is kept or nothing', async () => {
    const free = vi.fn(async () => true);
    whenFull(free);
    await write(['library'], work(1));
    expect(await readAbouts()).toEqual([1]);
    expect(free).toHaveBeenCalledTimes(1);
    const twice = work(2);
    await expect(write(['library'], twice)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(twice).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['there is none', async () => false],
    ['nobody can look', () => Promise.reject(new Error('closed'))],
  ])('says so where %s', async (_why, free) => {
    whenFull(free);
    const once = work(1);
    await expect(write(['library'], once)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(once).toHaveBeenCalledTimes(1);
    expect(await readAbouts()).toEqual([]);
  });
});
