// Imported texts that join the reviews: all of them or none, over cancelling, lost workers, full storage and back-ups.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readImport, saveImport } from '../../storage/datasets';
import { closeDatabase, read } from '../../storage/db';
import { addReviews, changeReviews, deleteReviews, newReviewRecord, readReviews } from '../../storage/reviews';
import { ServiceError } from '../../wire/errors';
import type { NewReview } from '../../wire/reviews';
import { exportReviews } from '../reviews/export';
import { allRows, ended, open, tar } from './datasets.fixture';
import { nodeDatasetsEnv } from './env.node';
import { openDatasets } from './index';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const created_at = '2026-01-01T00:00:00.000Z';
const door = {
  add: async (reviews: readonly NewReview[]) =>
    (await addReviews(reviews.map((review) => newReviewRecord({ ...review, created_at })))).map(String),
  removeReviews: (ids: readonly string[]) => deleteReviews(ids.map(Number)),
};
const films = (n: number) =>
  new Blob([`text,label\n${Array.from({ length: n }, (_, i) => `Film ${i},${i % 2}\n`).join('')}`]);
const file = films(12_500);
const few = films(1200);
const source = { kind: 'file', name: 'films.csv', file } as const;
const request = { source, name: '', into: 'reviews', columns: null } as const;

const openWith = (reviews = door) => openDatasets({ emit: () => {}, env: nodeDatasetsEnv(), reviews });

/** Storage that takes records, but no file beside them. */
function fullForFiles() {
  const put = IDBObjectStore.prototype.put;
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if ((value as { file?: unknown }).file) throw new DOMException('full', 'QuotaExceededError');
    return Reflect.apply(put, this, key === undefined ? [value] : [value, key]);
  });
}

/** Resolves once an import has begun to join the reviews. */
async function joins(): Promise<void> {
  while (((await readImport())?.record as { after: number | null } | undefined)?.after == null) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function leftOvers() {
  return read(['datasetRows', 'imports', 'datasets'], async (tx) => [
    ...(await tx.objectStore('datasetRows').getAllKeys()),
    ...(await tx.objectStore('imports').getAllKeys()),
    ...(await tx.objectStore('datasets').getAllKeys()),
  ]);
}

describe('texts that join the reviews', () => {
  it('all do, in pieces, with their labels and where they came from', async () => {
    const add = vi.fn(door.add);
    const { service } = await openWith({ ...door, add });
    await service.import(request);
    expect(await ended(service)).toMatchObject({ phase: 'finished', rows: 12_500, into: 'reviews', name: 'films' });
    expect(add.mock.calls.map(([piece]) => piece.length)).toEqual([10_000, 2500]);
    const reviews = await readReviews();
    expect(reviews).toHaveLength(12_500);
    expect(reviews[3]).toMatchObject({ text: 'Film 3', sentiment: 1, source: 'films.csv' });
    expect(await leftOvers()).toEqual([]);
  });

  it('say they come from where the person says, and keep what they are called there', async () => {
    const { service } = await openWith();
    const tickets = new Blob(['ticket,text,label\nT-17,Good,1\nT-18,Bad,\n']);
    await service.import({ ...request, name: ' Help desk ', source: { ...source, file: tickets } });
    expect(await ended(service)).toMatchObject({ phase: 'finished', name: 'Help desk' });
    const kept = { source: 'Help desk', ref: 'T-17' };
    expect((await readReviews())[0]).toMatchObject(kept);
    const csv = await (await exportReviews('csv', { model: 'M', score: () => null }, () => {})).text();
    expect(csv).toContain('1,Good,1,,Help desk,T-17,');
    // What was labelled here comes in again as it went out, and is a dataset's as well.
    await door.removeReviews(['1', '2']);
    await service.import({ ...request, source: { ...source, file: new Blob([csv]) } });
    await ended(service);
    expect((await readReviews())[0]).toMatchObject({ text: 'Good', sentiment: 1, ref: 'T-17' });
    const id = await service.fromReviews({ name: 'Mine', unlabelled: true });
    expect((await allRows(service, id)).map(({ ref }) => ref)).toEqual(['T-17', 'T-18']);
  });

  it('are called as their files were', async () => {
    const { service } = await openWith();
    await service.import({
      ...request,
      source: { ...source, file: new Blob([await tar({ 'a/pos/T-17.txt': 'Good' })]) },
    });
    await ended(service);
    expect((await readReviews())[0]).toMatchObject({ sentiment: 1, ref: 'pos/T-17.txt' });
  });

  it('are taken back, and nothing else, until another import begins', async () => {
    await door.add([{ text: 'before', sentiment: null, source: 'films.csv' }]);
    const { service } = await openWith();
    await expect(service.takeBackImport()).rejects.toMatchObject({ code: 'conflict' });
    await service.import({ ...request, source: { ...source, file: few } });
    await ended(service);
    await door.add([{ text: 'after', sentiment: null, source: 'films.csv' }]);
    expect(await service.takeBackImport()).toBe(1200);
    expect((await readReviews()).map(({ text }) => text)).toEqual(['before', 'after']);
    expect((await service.state()).importing).toEqual({ phase: 'idle' });
    await expect(service.takeBackImport()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('go again when one piece cannot be added', async () => {
    await door.add([{ text: 'mine', sentiment: null, source: 'films.csv' }]);
    const add = vi.fn(door.add).mockImplementationOnce(door.add);
    add.mockImplementation(async (piece) =>
      piece.length < 10_000 ? Promise.reject(new Error('full')) : door.add(piece),
    );
    const { service } = await openWith({ ...door, add });
    await service.import(request);
    expect(await ended(service)).toMatchObject({ phase: 'failed', message: 'full' });
    expect((await readReviews()).map(({ text }) => text)).toEqual(['mine']);
    expect(await leftOvers()).toEqual([]);
  });

  it('go again when the import is cancelled', async () => {
    // The second piece waits: the import is under way for as long as it takes to cancel it.
    let pieces = 0;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const add: typeof door.add = async (reviews) => {
      if (pieces++ > 0) await held;
      return door.add(reviews);
    };
    const handle = await openWith({ ...door, add });
    await handle.service.import(request);
    while (pieces < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    expect((await readReviews()).length).toBeGreaterThan(0);
    const cancelled = handle.service.cancelImport();
    letGo();
    await cancelled;
    expect((await handle.service.state()).importing).toEqual({ phase: 'idle' });
    expect(await readReviews()).toEqual([]);
    expect(await leftOvers()).toEqual([]);
  });

  it('that were broken off are taken back and begun again', async () => {
    await door.add([{ text: 'mine', sentiment: null, source: 'films.csv' }]);
    // As it stands when the tab is closed after the first piece.
    const handle = await openWith({ ...door, add: () => new Promise(() => {}) });
    await handle.service.import(request);
    await joins();
    await door.add([{ text: 'half', sentiment: 1, source: 'films.csv' }]);
    await door.add([{ text: 'typed meanwhile', sentiment: 1, source: 'typed' }]);
    const { service } = await openWith();
    expect(await ended(service)).toMatchObject({ phase: 'finished', rows: 12_500 });
    const texts = (await readReviews()).map(({ text }) => text);
    expect(texts).toHaveLength(12_502);
    expect(texts.slice(0, 3)).toEqual(['mine', 'typed meanwhile', 'Film 0']);
  });

  it('that were broken off half-way are gone on with, and what was labelled stays', async () => {
    await door.add([{ text: 'mine', sentiment: null, source: 'films.csv' }]);
    // As it stands when the tab is closed while the second piece joins.
    let pieces = 0;
    const hung: typeof door.add = (piece) => (pieces++ === 0 ? door.add(piece) : new Promise(() => {}));
    const first = await openWith({ ...door, add: hung });
    await first.service.import(request);
    while (pieces < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const [, told] = await readReviews();
    await changeReviews([told?.id ?? 0], (review) => ({ ...review, sentiment: 0, labelled_at: created_at }));
    await deleteReviews([(told?.id ?? 0) + 1]);
    const { service } = await openWith();
    expect(await ended(service)).toMatchObject({ phase: 'finished', rows: 12_500 });
    const reviews = await readReviews();
    expect(reviews).toHaveLength(12_500);
    expect(new Set(reviews.map(({ text }) => text)).size).toBe(12_500);
    expect(reviews[1]).toMatchObject({ id: told?.id, text: told?.text, sentiment: 0 });
    expect(await leftOvers()).toEqual([]);
    expect(await service.takeBackImport()).toBe(12_499);
    expect((await readReviews()).map(({ text }) => text)).toEqual(['mine']);
  });

  it('go again, those of before a rude end as well, when the import is cancelled after it', async () => {
    let pieces = 0;
    const hung: typeof door.add = (piece) => (pieces++ === 0 ? door.add(piece) : new Promise(() => {}));
    const first = await openWith({ ...door, add: hung });
    await first.service.import(request);
    while (pieces < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const full = async () => Promise.reject(new Error('full'));
    const { service } = await openWith({ ...door, add: full });
    expect(await ended(service)).toMatchObject({ phase: 'failed', message: 'full' });
    expect(await readReviews()).toEqual([]);
    expect(await leftOvers()).toEqual([]);
  });
});

describe('an import that cannot go on', () => {
  it('is given up after three attempts', async () => {
    const first = await openWith({ ...door, add: () => new Promise(() => {}) });
    await first.service.import({ ...request, source: { ...source, file: few } });
    await first.suspend();
    const stored = await readImport();
    await saveImport({ record: { ...(stored?.record as object), attempts: 3 }, file: few });
    const { service } = await openWith();
    expect((await service.state()).importing).toMatchObject({ phase: 'failed', message: /three times/ });
    expect(await leftOvers()).toEqual([]);
  });

  it('begins again when its worker is gone, and not for ever', async () => {
    const node = nodeDatasetsEnv();
    let losses = 2;
    const spawn = () => {
      const port = node.spawn();
      if (losses-- <= 0) return port;
      const gone = async () => Promise.reject(new ServiceError('unavailable', 'The dataset worker is gone.'));
      return { ...port, host: { ...port.host, run: gone } };
    };
    const { service } = await open({ ...node, spawn });
    await service.import({ ...request, into: 'dataset', source: { ...source, file: few } });
    expect(await ended(service)).toMatchObject({ phase: 'finished', rows: 1200 });
    losses = 3;
    await service.import({ ...request, into: 'dataset', source: { ...source, file: few } });
    expect(await ended(service)).toMatchObject({ phase: 'failed', message: 'The dataset worker is gone.' });
    expect((await service.state()).datasets).toHaveLength(1);
  });

  it('goes on without its file kept where there is no room for that', async () => {
    const full = fullForFiles();
    const { service } = await open();
    await service.import({ ...request, into: 'dataset', source: { ...source, file: few } });
    expect(await ended(service)).toMatchObject({ phase: 'finished', rows: 1200 });
    full.mockRestore();
  });

  it('joins the reviews without its file kept, and is to be chosen again where that is broken off', async () => {
    const full = fullForFiles();
    const first = await openWith({ ...door, add: () => new Promise(() => {}) });
    await first.service.import({ ...request, source: { ...source, file: few } });
    await joins();
    full.mockRestore();
    const { service } = await openWith();
    const message = expect.stringContaining('there was no room to keep the file for later: choose it again.');
    expect((await service.state()).importing).toMatchObject({ phase: 'failed', message });
    expect(await leftOvers()).toEqual([]);
  });

  it('leaves nothing behind where there is no room for its rows', async () => {
    const put = IDBObjectStore.prototype.put;
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      if (Array.isArray(key) && key[1] === 1) throw new DOMException('full', 'QuotaExceededError');
      return Reflect.apply(put, this, key === undefined ? [value] : [value, key]);
    });
    const { service } = await open();
    await service.import({ ...request, into: 'dataset', source: { ...source, file: few } });
    expect(await ended(service)).toMatchObject({ phase: 'failed', message: /storage for this site is full/ });
    full.mockRestore();
    expect(await leftOvers()).toEqual([]);
  });

  it('does not keep the app from starting when its record is damaged', async () => {
    await saveImport({ record: { nonsense: 1 }, file: null });
    const { service } = await openWith();
    expect((await service.state()).importing).toEqual({ phase: 'idle' });
    expect(await leftOvers()).toEqual([]);
  });

  it('stands still while a back-up is made, and begins again', async () => {
    const handle = await open();
    const id = await handle.service.import({ ...request, into: 'dataset', source: { ...source, file: few } });
    await handle.suspend();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await handle.service.state()).datasets).toEqual([]);
    await handle.resume();
    expect(await ended(handle.service)).toMatchObject({ phase: 'finished', id, rows: 1200 });
  });
});

describe('addresses', () => {
  it('of other origins are refused before anything is asked of them', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const env = { ...nodeDatasetsEnv(), origin: 'https://app.example' };
    const { service } = await open(env);
    const url = 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz';
    const elsewhere = { kind: 'url', url } as const;
    await expect(service.peek(elsewhere)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(url),
    });
    await expect(service.import({ ...request, source: elsewhere })).rejects.toMatchObject({ code: 'invalid' });
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockImplementation(async () => new Response(few));
    await service.import({ ...request, into: 'dataset', source: { kind: 'url', url: '/data/films.csv' } });
    expect(await ended(service)).toMatchObject({ phase: 'finished', rows: 1200, name: 'films' });
    expect(fetched).toHaveBeenCalledWith('https://app.example/data/films.csv');
    fetched.mockImplementation(
      async () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }),
    );
    await expect(service.peek({ kind: 'url', url: 'x' })).rejects.toMatchObject({ message: /is a page, not a file/ });
    fetched.mockRestore();
  });
});
