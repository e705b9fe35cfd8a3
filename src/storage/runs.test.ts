// Moments of runs stored whole or not at all; removal takes what is theirs alone, and older databases stay as they are.

import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase, openDatabase, STORES } from './db';
import { deleteRuns, type RunSave, readCheckpoint, readRunChunks, readRunRecords, readRunStore, saveRun } from './runs';
import { deleteTrained, readTrainedFiles } from './trained';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
});

/** A moment of a run, told by a number. */
function moment(n: number, change: Partial<RunSave> = {}): RunSave {
  return {
    id: 'r',
    record: { id: 'r', n },
    rows: { from: 0, chunks: [{ n }, { n, second: true }] },
    checkpoints: [{ role: 'last', checkpoint: { n } }],
    trained: [{ id: 'r-best', record: { id: 'r-best', n }, files: new Map([['a/w.bin', Uint8Array.of(n)]]) }],
    ...change,
  };
}

async function whole() {
  const [{ runs, trained }, rows, checkpoint, files] = await Promise.all([
    readRunRecords(),
    readRunChunks('r'),
    readCheckpoint('r', 'last'),
    readTrainedFiles('r-best'),
  ]);
  return { runs, trained, rows, checkpoint, files };
}

describe('a moment of a run', () => {
  it('replaces the one before, its chunks from a place on', async () => {
    await saveRun(moment(1));
    await saveRun(moment(2, { rows: { from: 1, chunks: [{ n: 2 }] }, trained: [], gone: ['r-best'] }));
    expect(await whole()).toEqual({
      ...{ runs: [{ id: 'r', n: 2 }], trained: [], rows: [{ n: 1 }, { n: 2 }] },
      ...{ checkpoint: { n: 2 }, files: new Map() },
    });
    await saveRun(moment(3, { rows: { from: 0, chunks: [] }, checkpoints: [{ role: 'last', checkpoint: null }] }));
    expect(await readRunChunks('r')).toEqual([]);
    expect(await readCheckpoint('r', 'last')).toBeUndefined();
  });

  it('is there whole or not at all, whichever write storage refuses', async () => {
    await saveRun(moment(1));
    const before = await whole();
    const { put } = IDBObjectStore.prototype;
    for (let refused = 0; refused < 6; refused++) {
      let n = 0;
      const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
        this: IDBObjectStore,
        ...args
      ) {
        if (n++ === refused) throw new DOMException('full', 'QuotaExceededError');
        return put.apply(this, args);
      });
      await expect(saveRun(moment(2))).rejects.toMatchObject({ name: 'QuotaExceededError' });
      full.mockRestore();
      expect(await whole()).toEqual(before);
    }
    await expect(saveRun(moment(2, { checkpoints: [{ role: 'last', checkpoint: () => 1 }] }))).rejects.toThrow();
    expect(await whole()).toEqual(before);
  });

  it('stores views without the buffer under them', async () => {
    const big = new Uint8Array(100_000);
    const files = new Map([['w', big.subarray(0, 4)]]);
    await saveRun(moment(1, { trained: [{ id: 'r-best', record: {}, files }] }));
    expect((await readTrainedFiles('r-best')).get('w')?.buffer.byteLength).toBe(4);
  });
});

describe('removing', () => {
  it('takes runs with all that is theirs, and no other', async () => {
    await saveRun(moment(1));
    const other = moment(2, { id: 'r-2', record: { id: 'r-2' } });
    await saveRun({ ...other, trained: [{ id: 'r-2-best', record: {}, files: new Map([['x', Uint8Array.of(7)]]) }] });
    await deleteRuns(['r'], ['r-best']);
    expect(await whole()).toMatchObject({ runs: [{ id: 'r-2' }], rows: [], checkpoint: undefined });
    expect(await readRunStore()).toMatchObject([{ id: 'r-2', chunks: [{}, {}], checkpoints: [{ role: 'last' }] }]);
    expect((await readTrainedFiles('r-best')).size).toBe(0);
    expect((await readTrainedFiles('r-2-best')).size).toBe(1);
    await deleteTrained(['r-2-best']);
    expect((await readTrainedFiles('r-2-best')).size).toBe(0);
  });
});

/** Stores of version 4 with keys in line, and those with keys beside. */
const KEYED = { models: 'id', textModels: 'id', datasets: 'id', streamFiles: 'id' } as const;
const FREE = [
  ...['settings', 'workspace', 'pointChunks', 'textFiles', 'textRun', 'datasetRows', 'imports', 'batch'],
  ...['reviewScores', 'profiles', 'gates', 'streamRun', 'streamKept', 'streamRows'],
];
const RUNS = [
  ...['configs', 'imageSets', 'imageFiles', 'imagePixels', 'runs', 'runRows', 'checkpoints', 'trained', 'trainedFiles'],
];

/** A database as the version of that number left it, a value in every store. */
async function earlier(version: 4 | 5) {
  const free = version === 4 ? FREE : [...FREE, ...RUNS];
  const db = await openDB('millrace', version, {
    upgrade(upgraded) {
      for (const [name, keyPath] of Object.entries(KEYED)) upgraded.createObjectStore(name, { keyPath });
      upgraded.createObjectStore('reviews', { keyPath: 'id', autoIncrement: true });
      for (const name of free) upgraded.createObjectStore(name);
    },
  });
  for (const name of Object.keys(KEYED)) await db.put(name, { id: 'a', of: name });
  await db.put('reviews', { text: 'good' });
  for (const name of free) await db.put(name, { of: name, data: Float64Array.of(1, 2) }, ['k', name]);
  const stores = [...Object.keys(KEYED), 'reviews', ...free];
  const values = await Promise.all(stores.map((name) => db.getAll(name)));
  db.close();
  return { stores, values };
}

describe('data of earlier versions', () => {
  it.each([4, 5] as const)('of version %i stays as it is, and runs can be kept beside it', async (version) => {
    const { stores, values } = await earlier(version);
    const db = await openDatabase();
    expect([...db.objectStoreNames].sort()).toEqual([...STORES].sort());
    const known = STORES.filter((name) => stores.includes(name));
    expect(known).toHaveLength(stores.length);
    for (const name of known) expect(await db.getAll(name)).toEqual(values[stores.indexOf(name)]);
    db.close();
    await saveRun(moment(1));
    expect((await readRunRecords()).runs).toContainEqual({ id: 'r', n: 1 });
  });
});
