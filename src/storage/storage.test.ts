// The workspace, models and snapshots in IndexedDB: all of a transaction or nothing, and migrations from any version.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, type Migration, openDatabase, write } from './db';
import { QuotaExceededError, toStorageError } from './errors';
import { addModel, deleteModel, listModels, type ModelRecord, readModel } from './models';
import { measureUse } from './quota';
import { readSetting, writeSetting } from './settings';
import { deleteAll, readSnapshot, replaceAll, type Snapshot } from './snapshot';
import { CHUNK_ROWS, readWorkspace, saveWorkspace } from './workspace';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(closeDatabase);

function matrix(n: number, d: number, offset = 0) {
  return { data: Float64Array.from({ length: n * d }, (_, i) => i + offset), n, d };
}

const model: ModelRecord = {
  id: 'a',
  name: 'A',
  kind: 'mixture',
  version: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  bytes: 10,
  description: 'one',
  payload: { x: new Float64Array([1, 2]) },
};

describe('workspace', () => {
  it('is null in a fresh database', async () => {
    expect(await readWorkspace()).toBeNull();
  });

  it('keeps record and points over several chunks', async () => {
    const points = matrix(CHUNK_ROWS * 2 + 5, 3);
    await saveWorkspace({ a: 1 }, { matrix: points, fromRow: 0 });
    const back = await readWorkspace();
    expect(back?.record).toEqual({ a: 1 });
    expect(back?.points).toEqual(points);
  });

  it('leaves the points alone when only the record is saved', async () => {
    await saveWorkspace('first', { matrix: matrix(4, 2), fromRow: 0 });
    await saveWorkspace('second');
    expect(await readWorkspace()).toEqual({ record: 'second', points: matrix(4, 2) });
  });

  it('rewrites only from the chunk that holds fromRow', async () => {
    await saveWorkspace('r', { matrix: matrix(CHUNK_ROWS + 10, 1), fromRow: 0 });
    const changed = matrix(CHUNK_ROWS + 20, 1, 1000);
    await saveWorkspace('r', { matrix: changed, fromRow: CHUNK_ROWS + 10 });
    const data = (await readWorkspace())?.points?.data;
    expect(data?.[0]).toBe(0);
    expect(data?.[CHUNK_ROWS]).toBe(CHUNK_ROWS + 1000);
    expect(data?.length).toBe(CHUNK_ROWS + 20);
  });

  it('drops chunks that are no longer needed', async () => {
    await saveWorkspace('r', { matrix: matrix(CHUNK_ROWS * 3, 1), fromRow: 0 });
    await saveWorkspace('r', { matrix: matrix(3, 1), fromRow: 0 });
    expect((await readWorkspace())?.points).toEqual(matrix(3, 1));
    await saveWorkspace('r', { matrix: matrix(0, 1), fromRow: 0 });
    expect((await readWorkspace())?.points).toBeNull();
  });

  it('stores views without the buffer under them', async () => {
    const big = new Float64Array(100_000);
    await saveWorkspace('r', { matrix: { data: big.subarray(0, 4), n: 2, d: 2 }, fromRow: 0 });
    const db = await openDatabase();
    const chunk = await db.get('pointChunks', 0);
    db.close();
    expect(chunk?.buffer.byteLength).toBe(32);
  });
});

describe('transactions', () => {
  it('change nothing when they fail half-way', async () => {
    await writeSetting('x', 1);
    const failing = write(['settings', 'models'], async (tx) => {
      await tx.objectStore('settings').put(2, 'x');
      await tx.objectStore('models').put({ ...model, id: undefined as unknown as string });
    });
    await expect(failing).rejects.toThrow(/Storage failed/);
    expect(await readSetting('x')).toBe(1);
  });

  it('say what to do when another tab has brought the database to a newer version', async () => {
    (
      await openDatabase(
        'millrace',
        Array<Migration>(99).fill(() => {}),
      )
    ).close();
    await expect(readSetting('x')).rejects.toThrow(/newer Millrace .* reload/);
  });

  it('name a full disk as such', () => {
    expect(toStorageError(new DOMException('full', 'QuotaExceededError'))).toBeInstanceOf(QuotaExceededError);
  });
});

describe('models', () => {
  it('lists newest first, reads and deletes', async () => {
    await addModel(model);
    await addModel({ ...model, id: 'b', created_at: '2026-02-01T00:00:00.000Z' });
    expect((await listModels()).map((m) => m.id)).toEqual(['b', 'a']);
    expect(await readModel('a')).toEqual(model);
    await deleteModel('a');
    expect(await readModel('a')).toBeUndefined();
  });
});

const EMPTY: Snapshot = {
  settings: [],
  workspace: null,
  models: [],
  reviews: [],
  text: { models: [], run: null },
  datasets: [],
  versions: { profiles: [], gates: [] },
  stream: { records: [], kept: [], files: [] },
  configs: [],
  images: [],
  training: { runs: [], trained: [] },
  library: { abouts: [], files: [] },
};

describe('snapshot', () => {
  it('carries everything, replaces everything, deletes everything', async () => {
    await writeSetting('seed', 7);
    await addModel(model);
    await saveWorkspace({ r: 1 }, { matrix: matrix(5, 2), fromRow: 0 });
    const snapshot = await readSnapshot();
    await deleteAll();
    expect(await readSnapshot()).toEqual(EMPTY);
    await writeSetting('other', 1);
    await replaceAll(snapshot);
    expect(await readSnapshot()).toEqual(snapshot);
    const use = await measureUse();
    expect(use.points).toEqual({ count: 5, bytes: 80 });
    expect(use.models).toEqual({ count: 1, bytes: 10 });
  });

  it('keeps what was there when a replacement fails', async () => {
    await writeSetting('seed', 7);
    const unclonable = { key: 'f', value: () => 1 };
    await expect(replaceAll({ ...EMPTY, settings: [unclonable] })).rejects.toThrow();
    expect(await readSetting('seed')).toBe(7);
  });
});

describe('migrations', () => {
  it('run from any version, once each, and keep the data', async () => {
    const first: Migration = (db) => {
      db.createObjectStore('settings');
    };
    const ran: string[] = [];
    const second: Migration = async (_db, tx) => {
      ran.push('second');
      await tx.objectStore('settings').put('moved', 'new');
    };
    await deleteDB('migrating');
    const before = await openDatabase('migrating', [first]);
    await before.put('settings', 'kept', 'old');
    before.close();
    const after = await openDatabase('migrating', [first, second]);
    expect(await after.get('settings', 'old')).toBe('kept');
    expect(await after.get('settings', 'new')).toBe('moved');
    after.close();
    (await openDatabase('migrating', [first, second])).close();
    expect(ran).toEqual(['second']);
  });

  it('make way for a newer version opened elsewhere', async () => {
    await writeSetting('a', 1);
    const { openDB } = await import('idb');
    const newer = await openDB('millrace', 99, { upgrade() {} });
    expect(newer.version).toBe(99);
    newer.close();
  });
});
