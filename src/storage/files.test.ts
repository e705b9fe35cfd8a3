// Large files lie as Blobs beside their records: there with them or not at all, counted, and lost ones told in words.

import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { putAside, readAside } from './aside';
import { closeDatabase, read, write } from './db';
import { MOST_AS_BYTES, sizeOfStored, toStored } from './files';
import { changeModuleFiles, putModule, readLibraryStore, readModuleFiles } from './library';
import { readCheckpoint, readRunStore, saveRun } from './runs';
import { readSnapshot, replaceAll } from './snapshot';
import {
  deleteTextModel,
  putTextModel,
  putTextVersion,
  readTextFiles,
  readTextRunFiles,
  saveTextRun,
  type TextModelRecord,
} from './text-models';
import { readTrainedFile, readTrainedFiles, readTrainedStore, saveTrained } from './trained';

const RECORD: TextModelRecord = {
  ...{ id: 'big', name: 'Big', kind: 'encoder', architecture: 'L-12_H-768_A-12', parameters: 1, bytes: 1 },
  ...{ untrained: false, created_at: '2026-01-01T00:00:00.000Z', held_out: null, parent: null, description: '' },
};
/** One byte too many to lie as bytes; its ends tell whether it came back whole. */
const LARGE = new Uint8Array(MOST_AS_BYTES + 1);
LARGE.set([1, 2, 3]);
LARGE.set([7, 8, 9], LARGE.length - 3);
const SMALL = Uint8Array.of(4, 5);
const FILES = new Map([
  ['config.json', SMALL],
  ['model.safetensors', LARGE],
]);

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
});

/** A matcher walks through every byte; this is a comparison of memory. */
function expectWhole(files: ReadonlyMap<string, Uint8Array>): void {
  expect([...files.keys()]).toEqual([...FILES.keys()]);
  for (const [path, bytes] of FILES) expect(Buffer.compare(files.get(path) ?? SMALL, bytes), path).toBe(0);
}

function valuesOf(store: 'textFiles' | 'trainedFiles' | 'library'): Promise<unknown[]> {
  return read([store], (tx) => tx.objectStore(store).getAll());
}

describe('large files', () => {
  it('lie as Blobs, small ones as bytes, and both come back as they were', async () => {
    await putTextModel(RECORD, FILES);
    expect((await valuesOf('textFiles')).map((value) => value instanceof Blob)).toEqual([false, true]);
    expectWhole(await readTextFiles('big'));
    await saveTextRun({}, FILES);
    expectWhole(await readTextRunFiles());
    await saveTrained({ id: 'run-1-best', record: {}, files: FILES });
    expectWhole(await readTrainedFiles('run-1-best'));
    expect((await readTrainedFile('run-1-best', 'model.safetensors'))?.length).toBe(LARGE.length);
    expectWhole((await readTrainedStore())[0]?.files ?? new Map());
    await putAside('gone', {}, FILES);
    expectWhole((await readAside('gone')).files);
    await putModule('m', {}, FILES);
    expectWhole(await readModuleFiles('m'));
    expect((await readLibraryStore()).files.map(({ path, bytes }) => [path, bytes.length])).toEqual([
      ['config.json', 2],
      ['model.safetensors', LARGE.length],
    ]);
  });

  it('lie as Blobs inside of a checkpoint, too, whose other parts stay as they are', async () => {
    const rest = { step: 3, order: [2, 0, 1], loss: Float64Array.of(1, 2), none: undefined, at: new Date(0) };
    await saveRun({ id: 'r', record: {}, checkpoints: [{ role: 'last', checkpoint: { ...rest, files: FILES } }] });
    const kept = await read(['checkpoints'], (tx) => tx.objectStore('checkpoints').get(['r', 'last']));
    const lies = Object(kept).files as ReadonlyMap<string, unknown>;
    expect([...lies.values()].map((value) => value instanceof Blob)).toEqual([false, true]);
    for (const found of [await readCheckpoint('r', 'last'), (await readRunStore())[0]?.checkpoints[0]?.checkpoint]) {
      const { files, ...others } = found as typeof rest & { files: Map<string, Uint8Array> };
      expect(others).toEqual(rest);
      expectWhole(files);
    }
  });

  it('are counted when others come in their place', async () => {
    await putModule('m', {}, FILES);
    const grown: number[] = [];
    const change = (path: string, bytes: Uint8Array | null) =>
      changeModuleFiles('m', new Map([[path, bytes]]), (by) => grown.push(by));
    await change('model.safetensors', SMALL);
    await change('model.safetensors', LARGE);
    await change('model.safetensors', null);
    expect(grown).toEqual([2 - LARGE.length, LARGE.length - 2, -LARGE.length]);
  });

  it('are no larger than what is seen of a buffer, and are taken from memory that threads share', async () => {
    const around = new Uint8Array(LARGE.length + 100);
    expect(sizeOfStored(toStored(around.subarray(50, 50 + LARGE.length)))).toBe(LARGE.length);
    expect(sizeOfStored(toStored(new Uint8Array(new SharedArrayBuffer(LARGE.length))))).toBe(LARGE.length);
    expect(toStored(around.subarray(0, 3)).valueOf()).toMatchObject({ length: 3, buffer: { byteLength: 3 } });
  });

  it('are there with their record or not at all', async () => {
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (value instanceof Blob) throw new DOMException('full', 'QuotaExceededError');
      return key === undefined ? put.call(this, value) : put.call(this, value, key);
    });
    await expect(putTextModel(RECORD, FILES)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    vi.restoreAllMocks();
    expect(await readTextFiles('big')).toEqual(new Map());
    expect(await read(['textModels'], (tx) => tx.objectStore('textModels').count())).toBe(0);
  });

  it('go with their model, and come back with it', async () => {
    await putTextModel(RECORD, FILES);
    await deleteTextModel('big');
    expect(await valuesOf('textFiles')).toEqual([]);
    await putTextVersion({ record: RECORD, files: FILES, profile: null, gate: undefined });
    expectWhole(await readTextFiles('big'));
  });

  it('are carried by a snapshot, and put back from it', async () => {
    await putTextModel(RECORD, FILES);
    await putModule('m', {}, FILES);
    const snapshot = await readSnapshot();
    await write(['textFiles', 'library'], async (tx) => {
      await tx.objectStore('textFiles').clear();
      await tx.objectStore('library').clear();
    });
    await replaceAll(snapshot);
    expectWhole(await readTextFiles('big'));
    expectWhole(await readModuleFiles('m'));
    expect((await valuesOf('library')).filter((value) => value instanceof Blob)).toHaveLength(1);
  });

  it('that the browser lost are told in words', async () => {
    await putTextModel(RECORD, FILES);
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotReadableError'));
    await expect(readTextFiles('big')).rejects.toMatchObject({
      name: 'StorageUnavailableError',
      message: expect.stringContaining('can no longer read a large file'),
    });
  });
});

describe('a database from before', () => {
  it('keeps what it has, however large, and is closed to versions that know no Blobs', async () => {
    const old = await openDB('millrace', 6, {
      upgrade(db) {
        for (const name of ['textModels', 'trained']) db.createObjectStore(name, { keyPath: 'id' });
        for (const name of ['textFiles', 'trainedFiles', 'library']) db.createObjectStore(name);
      },
    });
    await old.put('textFiles', SMALL, ['big', 'config.json']);
    await old.put('textFiles', LARGE, ['big', 'model.safetensors']);
    old.close();
    expectWhole(await readTextFiles('big'));
    await closeDatabase();
    await expect(openDB('millrace', 6)).rejects.toMatchObject({ name: 'VersionError' });
  });
});
