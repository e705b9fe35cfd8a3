// A dataset's rows by page, search and part; parted anew, renamed, made of the reviews, and damaged ones passed over.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, write } from '../../storage/db';
import { addReviews, newReviewRecord } from '../../storage/reviews';
import type { DatasetRow } from '../../wire/datasets';
import { allRows, gzip, imdbFiles, importFile, type Opened, open, tar } from './datasets.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

/** 1100 rows: three chunks. */
async function imported(): Promise<Opened & { id: string; all: readonly DatasetRow[] }> {
  const opened = await open();
  const { id, rows } = await importFile(opened.service, await gzip(await tar(imdbFiles(220))));
  return { ...opened, id, all: rows };
}

async function toList<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('rows', () => {
  it('come by position, page by page, or those that match', async () => {
    const { service, id, all } = await imported();
    expect(await service.rows(id, { offset: 495, limit: 10 })).toEqual({ total: 1100, rows: all.slice(495, 505) });
    expect(await service.rows(id, { offset: 1095, limit: 10 })).toEqual({ total: 1100, rows: all.slice(1095) });
    expect(await service.rows(id, { offset: 5000, limit: 10 })).toEqual({ total: 1100, rows: [] });
    const matching = all.filter(({ text, label, split }) => /number 21/.test(text) && label === 0 && split === 'test');
    expect(matching.length).toBeGreaterThan(5);
    const request = { search: 'NUMBER 21', label: 0, split: 'test', offset: 2, limit: 3 } as const;
    expect(await service.rows(id, request)).toEqual({ total: matching.length, rows: matching.slice(2, 5) });
    expect((await service.rows(id, { label: 'none', offset: 0, limit: 0 })).total).toBe(220);
    await expect(service.rows('nowhere', { offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are there for other services, one after the other or by their indices', async () => {
    const { parts, id, all, service } = await imported();
    expect(await toList(parts.walk(id))).toEqual(all);
    expect(await toList(parts.walk(id, { split: 'test' }))).toEqual(all.filter(({ split }) => split === 'test'));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 1099 })), async (indices) => {
        expect(await parts.rowsAt(id, Uint32Array.from(indices))).toEqual(indices.map((index) => all[index]));
      }),
      { numRuns: 20 },
    );
    await expect(parts.rowsAt(id, [0, 1100])).rejects.toMatchObject({ code: 'invalid' });
    expect(await parts.summary(id)).toEqual((await service.state()).datasets[0]);
    await expect(parts.summary('nowhere')).rejects.toMatchObject({ code: 'not_found' });
    for (const meant of [id, 'Data', 'DATA']) expect(await parts.find(meant, 'dataset')).toBe(id);
    await expect(parts.find('Date', 'dataset')).rejects.toMatchObject({
      ...{ code: 'not_found', details: [{ field: 'dataset' }] },
    });
  });

  it('end with a word when the dataset is removed meanwhile', async () => {
    const { parts, service, id } = await imported();
    const walk = parts.walk(id)[Symbol.asyncIterator]();
    await walk.next();
    await service.remove(id);
    const rest = async () => {
      while (!(await walk.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({ code: 'conflict' });
    expect((await service.state()).datasets).toEqual([]);
  });
});

describe('parting anew', () => {
  it('rewrites splits and figures together, the same for the same seed', async () => {
    const { service, id, all } = await imported();
    const request = { train: 0.7, validation: 0.1, test: 0.2, seed: 5, keepTest: false };
    await service.makeSplits(id, request);
    const rows = await allRows(service, id);
    expect(rows.map(({ split: _, ...row }) => row)).toEqual(all.map(({ split: _, ...row }) => row));
    expect((await service.state()).datasets[0]?.figures).toMatchObject({
      splits: [
        { split: 'train', positive: 308, negative: 308, unlabelled: 0 },
        { split: 'validation', positive: 44, negative: 44, unlabelled: 0 },
        { split: 'test', positive: 88, negative: 88, unlabelled: 0 },
        { split: 'none', positive: 0, negative: 0, unlabelled: 220 },
      ],
      ...{ leaks: 0, vocabulary: expect.any(Number) },
    });
    await service.makeSplits(id, { ...request, seed: 6 });
    expect(await allRows(service, id)).not.toEqual(rows);
    await service.makeSplits(id, request);
    expect(await allRows(service, id)).toEqual(rows);
  });

  it('keeps the test part that came', async () => {
    const { service, id, all } = await imported();
    await service.makeSplits(id, { train: 0.9, validation: 0.1, test: 0, seed: 1, keepTest: true });
    const rows = await allRows(service, id);
    rows.forEach(({ split }, i) => {
      expect(split === 'test').toBe(all[i]?.split === 'test');
    });
    expect(rows.filter(({ split }) => split === 'validation')).toHaveLength(44);
  });

  it('refuses shares that are none', async () => {
    const { service, id } = await imported();
    const request = { train: 0.7, validation: 0.1, test: 0.2, seed: 5, keepTest: false };
    for (const wrong of [{ train: 0.8 }, { train: -0.1, test: 1 }, { seed: 1.5 }, { validation: Number.NaN }]) {
      await expect(service.makeSplits(id, { ...request, ...wrong })).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(service.makeSplits('x', request)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('datasets', () => {
  it('are renamed, and stay after a reload', async () => {
    const { service, id } = await imported();
    await service.rename(id, '  Films ');
    await expect(service.rename(id, ' ')).rejects.toMatchObject({ code: 'invalid' });
    await expect(service.rename('x', 'X')).rejects.toMatchObject({ code: 'not_found' });
    const again = await open();
    expect((await again.service.state()).datasets).toEqual((await service.state()).datasets);
    expect((await again.service.state()).datasets).toMatchObject([{ id, name: 'Films' }]);
  });

  it('are made of the reviews', async () => {
    const { service } = await open();
    await expect(service.fromReviews({ name: 'Mine', unlabelled: true })).rejects.toMatchObject({ code: 'invalid' });
    const created_at = '2026-01-01T00:00:00.000Z';
    await addReviews([
      newReviewRecord({ text: 'Good', sentiment: 1, rating: 8, created_at }),
      newReviewRecord({ text: 'Hm', sentiment: null, created_at }),
      newReviewRecord({ text: 'Bad', sentiment: 0, created_at }),
    ]);
    const id = await service.fromReviews({ name: 'Mine', unlabelled: false });
    expect(await allRows(service, id)).toMatchObject([
      { text: 'Good', name: 'pos/1_8.txt', label: 1, rating: 8, split: 'none' },
      { text: 'Bad', name: 'neg/3.txt', label: 0, rating: null },
    ]);
    expect(await allRows(service, await service.fromReviews({ name: 'All', unlabelled: true }))).toHaveLength(3);
    expect((await service.state()).datasets.map(({ name }) => name).sort()).toEqual(['All', 'Mine']);
  });

  it('that are damaged are left alone and do not hide the others', async () => {
    const { id } = await imported();
    await write(['datasets'], async (tx) => {
      const record = await tx.objectStore('datasets').get(id);
      if (record) await tx.objectStore('datasets').put({ ...record, id: 'damaged', about: { figures: 7 } });
    });
    const { service } = await open();
    expect((await service.state()).datasets.map((dataset) => dataset.id)).toEqual([id]);
    await expect(service.rows('damaged', { offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'internal' });
  });
});
