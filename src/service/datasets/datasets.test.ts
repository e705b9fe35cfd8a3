// Datasets out of archives as aclImdb has them, and back into one; imports that are cancelled or meet a reload in the middle.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { unpackTar } from 'modern-tar';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readImport } from '../../storage/datasets';
import { closeDatabase, read } from '../../storage/db';
import type { ExportFormat } from '../../wire/datasets';
import { ServiceError } from '../../wire/errors';
import { allRows, ended, gzip, imdbFiles, importFails, importFile, open, tar } from './datasets.fixture';
import { nodeDatasetsEnv } from './env.node';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const keysLeft = () => read(['datasetRows'], (tx) => tx.objectStore('datasetRows').getAllKeys());

describe('importing an archive laid out as aclImdb', () => {
  it('takes labels, ratings and splits from the paths', async () => {
    const { service } = await open();
    const file = await gzip(await tar(imdbFiles(150)));
    const { id, rows, status } = await importFile(service, file, {
      source: { kind: 'file', name: 'aclImdb_v1.tar.gz', file },
      name: '',
    });
    expect(status).toMatchObject({ rows: 750, skipped: 0, name: 'aclImdb_v1' });
    expect(rows).toHaveLength(750);
    expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 750 }, (_, i) => i));
    expect(rows.find(({ name }) => name === 'train/pos/3_10.txt')).toMatchObject({
      text: 'A warm film, number 3 of train.<br /><br />Go and see it.',
      ...{ label: 1, rating: 10, split: 'train' },
    });
    expect(rows.find(({ name }) => name === 'train/unsup/7_0.txt')).toMatchObject({
      ...{ label: null, rating: null, split: 'none' },
    });
    const [summary] = (await service.state()).datasets;
    expect(summary).toMatchObject({ id, n: 750, source: 'aclImdb_v1.tar.gz', ignored: 3 });
    expect(summary?.figures.splits).toEqual([
      { split: 'train', positive: 150, negative: 150, unlabelled: 0 },
      { split: 'test', positive: 150, negative: 150, unlabelled: 0 },
      { split: 'none', positive: 0, negative: 0, unlabelled: 150 },
    ]);
  });

  it.each<ExportFormat>(['archive', 'csv', 'jsonl'])('exports as %s what it imports again', async (format) => {
    const { service } = await open();
    const { id, rows } = await importFile(service, await gzip(await tar(imdbFiles(20, '.'))));
    const again = await importFile(service, await service.export(id, format));
    // Texts without a label have one folder, and no rating of 0.
    const named = (list: typeof rows) =>
      list
        .map(({ index: _, name, ...row }) => ({ ...row, name: name.replace(/^train\/(unsup\/\d+)_0/, '$1') }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(named(again.rows)).toEqual(named(rows));
  });

  it('writes the archive as aclImdb has it', async () => {
    const { service } = await open();
    const { id } = await importFile(service, new Blob([await tar(imdbFiles(2))]));
    const file = await service.export(id, 'archive');
    const files = await unpackTar(file.stream().pipeThrough(new DecompressionStream('gzip')));
    expect(files.map(({ header }) => header.name).sort()).toEqual(
      ['test/neg/0_1', 'test/neg/1_2', 'test/pos/0_7', 'test/pos/1_8', 'train/neg/0_1', 'train/neg/1_2']
        .concat(['train/pos/0_7', 'train/pos/1_8', 'unsup/0', 'unsup/1'])
        .map((path) => `${path}.txt`),
    );
  });

  it('tells how far an export is, and gives it up when asked to', async () => {
    const { service } = await open();
    const { id } = await importFile(service, new Blob([await tar(imdbFiles(1500))]));
    const outcome = service.export(id, 'archive').then(
      () => 'written',
      (error: unknown) => (error instanceof ServiceError ? error.code : error),
    );
    const exporting = async () => (await service.state()).exporting;
    await vi.waitFor(async () => expect((await exporting())?.share).toBeGreaterThan(0), {
      interval: 1,
      timeout: 15_000,
    });
    expect((await exporting())?.share).toBeLessThan(1);
    await service.cancelExport();
    expect(await outcome).toBe('conflict');
    expect(await exporting()).toBeNull();
    expect((await service.export(id, 'jsonl')).size).toBeGreaterThan(0);
  });

  it('writes a file for each text, though many have the name of one', async () => {
    const { service } = await open();
    const named = ['1_9.txt', '1-1_9.txt', ...Array<string>(10_000).fill('1_9.txt'), '../../1_9.txt', '=x/\u202e.txt'];
    const lines = named.map((name, i) => JSON.stringify({ text: `Film ${i}`, label: 1, rating: 9, file: name }));
    const { id } = await importFile(service, new Blob([lines.join('\n')]));
    const file = await service.export(id, 'archive');
    const files = await unpackTar(file.stream().pipeThrough(new DecompressionStream('gzip')));
    const paths = new Set(files.map(({ header }) => header.name));
    expect(paths.size).toBe(named.length);
    expect([...paths].filter((path) => !/^pos\/[\w-]+_9\.txt$/.test(path))).toEqual([]);
  });

  it('writes no name that would be read as a rating where there is none', async () => {
    const { service } = await open();
    const named = ['shop_2024_07_00.txt', 'shop_2024_07_99.txt', 'a_9.txt', 'b.txt'];
    const lines = named.map((name, i) => JSON.stringify({ text: `Film ${i}`, label: 1, rating: null, file: name }));
    const { id } = await importFile(service, new Blob([lines.join('\n')]));
    const again = await importFile(service, await service.export(id, 'archive'));
    expect(again.rows.map(({ rating }) => rating)).toEqual([null, null, null, null]);
  });

  it('writes no two files that differ in the size of letters alone, which Windows and macOS would make one of', async () => {
    const { service } = await open();
    const named = ['A_9.txt', 'a_9.txt', 'a-1_9.txt', 'A_9.TXT', 'b_9.txt'];
    const lines = named.map((name, i) => JSON.stringify({ text: `Film ${i}`, label: 1, rating: 9, file: name }));
    const { id } = await importFile(service, new Blob([lines.join('\n')]));
    const file = await service.export(id, 'archive');
    const files = await unpackTar(file.stream().pipeThrough(new DecompressionStream('gzip')));
    const paths = files.map(({ header }) => header.name);
    expect(paths).toContain('pos/A_9.txt');
    expect(paths).toContain('pos/b_9.txt');
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(named.length);
  });

  it('leaves nothing behind of one that is cut off, wherever', async () => {
    const { service } = await open();
    const whole = await tar(imdbFiles(3));
    const packed = new Uint8Array(await (await gzip(whole)).arrayBuffer());
    const cuts = [300, 511, 600, 1024, 5000, whole.length - 1024, whole.length - 512, whole.length - 1];
    for (const at of cuts) await importFails(service, new Blob([whole.slice(0, at)]));
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      await importFails(service, new Blob([packed.slice(0, Math.floor(share * packed.length))]));
    }
    expect((await service.state()).datasets).toEqual([]);
    expect(await keysLeft()).toEqual([]);
  });
});

describe('cancelling', () => {
  it('leaves nothing behind', async () => {
    const { service, events } = await open();
    const file = await gzip(await tar(imdbFiles(2000)));
    await service.import({ source: { kind: 'file', name: 'x', file }, name: 'X', into: 'dataset', columns: null });
    while ((await keysLeft()).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await expect(
      service.import({ source: { kind: 'file', name: 'y', file }, name: 'Y', into: 'dataset', columns: null }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await service.cancelImport();
    expect((await service.state()).importing).toEqual({ phase: 'idle' });
    expect(await keysLeft()).toEqual([]);
    events.length = 0;
    expect((await importFile(service, file)).rows).toHaveLength(10_000);
    const told = events.flatMap((event) => (event.type === 'datasets' ? [event.state.importing] : []));
    expect(told).toContainEqual(expect.objectContaining({ phase: 'reading', name: 'Data' }));
  });
});

describe('a dataset in use', () => {
  it('is not parted anew until whoever is taught and judged by its parts is through', async () => {
    let used = '';
    const { service } = await open(nodeDatasetsEnv(), (id) => (id === used ? 'The run “A”' : null));
    const file = await gzip(await tar(imdbFiles(20)));
    const { id, rows } = await importFile(service, file);
    const other = await importFile(service, file);
    const parts = { train: 0.5, validation: 0.25, test: 0.25, seed: 1, keepTest: false };
    used = id;
    await expect(service.makeSplits(id, parts)).rejects.toMatchObject({
      ...{ code: 'conflict', message: expect.stringContaining('The run “A”') },
    });
    expect(await allRows(service, id)).toEqual(rows);
    await service.makeSplits(other.id, parts);
    used = '';
    await service.makeSplits(id, parts);
    expect(await allRows(service, id)).not.toEqual(rows);
  });
});

describe('a reload in the middle', () => {
  it('begins again by itself from the file it kept', async () => {
    const first = await open();
    const file = await gzip(await tar(imdbFiles(500)));
    const source = { kind: 'file', name: 'x.tar.gz', file } as const;
    const id = await first.service.import({ source, name: 'X', into: 'dataset', columns: null });
    // Stored by the time that it is told to have begun: with the file.
    expect((await readImport())?.file?.size).toBe(file.size);
    while ((await keysLeft()).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await first.suspend();
    const { service } = await open();
    expect((await service.state()).importing).toMatchObject({ phase: 'reading', id });
    expect(await ended(service)).toMatchObject({ phase: 'finished', id, rows: 2500 });
    expect(await allRows(service, id)).toHaveLength(2500);
    expect((await service.state()).datasets[0]?.figures.duplicates).toBe(0);
  });

  it('takes up again what failed where storage took not even a word of it, and can be told to forget it', async () => {
    const first = await open();
    const put = IDBObjectStore.prototype.put;
    const refusing = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      if (this.name !== 'imports') throw new DOMException('full', 'QuotaExceededError');
      return Reflect.apply(put, this, key === undefined ? [value] : [value, key]);
    });
    const file = await gzip(await tar(imdbFiles(500)));
    const source = { kind: 'file', name: 'x.tar.gz', file } as const;
    const id = await first.service.import({ source, name: 'Many', into: 'dataset', columns: null });
    expect(await ended(first.service)).toMatchObject({ phase: 'failed', name: 'Many' });
    refusing.mockRestore();
    await first.suspend();
    const second = await open();
    expect((await second.service.state()).importing).toMatchObject({ phase: 'reading', id });
    await second.service.cancelImport();
    expect(await readImport()).toBeUndefined();
    expect(await keysLeft()).toEqual([]);
  });

  it('says that a folder is to be chosen again', async () => {
    const first = await open();
    const files = Object.entries(imdbFiles(500)).map(([path, text]) => ({ path, file: new Blob([text]) }));
    await first.service.import({
      source: { kind: 'files', name: 'x', files },
      name: 'X',
      into: 'dataset',
      columns: null,
    });
    while ((await keysLeft()).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await first.suspend();
    const { service } = await open();
    expect((await service.state()).importing).toMatchObject({ phase: 'failed', message: /choose it again/ });
    expect(await keysLeft()).toEqual([]);
  });

  it('says after a reload what went wrong before it, until that is dismissed', async () => {
    const first = await open();
    const message = await importFails(first.service, new Blob(['{']), { name: 'Broken' });
    await first.suspend();
    const second = await open();
    expect((await second.service.state()).importing).toEqual({ phase: 'failed', name: 'Broken', message });
    await second.service.cancelImport();
    await second.suspend();
    expect((await (await open()).service.state()).importing).toEqual({ phase: 'idle' });
  });
});
