// Models that are deleted are put aside, to be brought back: with room for it and without.

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readAside, readAsides } from '../../storage/aside';
import { MOST_AS_BYTES } from '../../storage/files';
import type { LibraryService } from '../../wire/library';
import { layAside } from './aside';
import { fileOf, modelNamed, type Opened, openWithModels } from './library.fixture';

let opened: Opened;
let library: LibraryService;
const named = (name: string) => modelNamed(library, name);

beforeAll(async () => {
  opened = await openWithModels();
  library = opened.service.library;
});

afterAll(() => opened.service.shutdown());
afterEach(() => vi.restoreAllMocks());

describe('putting aside', () => {
  it('takes models out of their pages, and brings them back as they were', async () => {
    const words = (await library.list()).find(({ architecture }) => architecture === 'ngram');
    for (const [id, name] of [
      [(await named('Two groups')).id, 'Copy'],
      [words?.id ?? '', 'My words'],
      ['image', 'Copy of image'],
    ] as const) {
      await library.import(fileOf((await library.package(id, {})).file), name);
    }
    const before = await library.list();
    const gone = [await named('Copy'), await named('My words'), await named('Copy of image')];
    const ids = gone.map(({ id }) => id);
    expect(await library.remove(ids)).toEqual(ids);
    expect((await library.list()).map(({ id }) => id)).not.toEqual(expect.arrayContaining([ids[0]]));
    expect(await library.list()).toHaveLength(before.length - 3);
    expect((await opened.service.reviews.state()).models.some(({ name }) => name === 'My words')).toBe(false);
    await library.restore(ids);
    expect(await library.list()).toEqual(before);
    await expect(library.restore(ids)).rejects.toMatchObject({ code: 'not_found' });
  });

  /** Puts of models aside fail as on a full disk: all, or the first so many. */
  function full(fails = Number.POSITIVE_INFINITY): void {
    const put = IDBObjectStore.prototype.put;
    let left = fails;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      const aside = String(key).startsWith('aside');
      if (aside) left -= 1;
      if (aside && left >= 0) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value, key);
    });
  }

  it('gives a mixture that comes back another version where one of its name has taken its own', async () => {
    const { models } = opened.service;
    const first = await models.saveMixture('Twice');
    await library.remove([first.id]);
    expect((await models.saveMixture('Twice')).version).toBe(1);
    await library.restore([first.id]);
    expect((await library.list()).find(({ id }) => id === first.id)).toMatchObject({ name: 'Twice', version: 2 });
  });

  it('is no condition of deleting: without room for a copy a model goes for good, and that is said', async () => {
    const id = await library.createModule('Large', [{ path: 'a.bin', file: new Blob(['123']) }]);
    full();
    const before = opened.events.length;
    expect(await library.remove([id])).toEqual([]);
    vi.restoreAllMocks();
    await expect(library.detail(id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await readAside(id)).toEqual({ record: undefined, files: new Map() });
    const notices = opened.events.slice(before).flatMap((event) => (event.type === 'notice' ? [event.notice] : []));
    expect(notices).toMatchObject([{ level: 'warning', title: 'Deleted for good: “Large”' }]);
    await expect(library.restore([id])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes the room of what was put aside before, but not of what goes with it', async () => {
    const [old, a, b] = await Promise.all(
      ['Old', 'A', 'B'].map((name) => library.createModule(name, [{ path: 'a.bin', file: new Blob([name]) }])),
    );
    await library.remove([old]);
    const { parts } = await opened.service.data.state();
    const aside = parts.find(({ label }) => label.startsWith('Deleted models'));
    expect(aside?.count).toBe((await readAsides()).length);
    expect(aside?.bytes).toBeGreaterThanOrEqual(3);
    full(1);
    await library.remove([a]);
    vi.restoreAllMocks();
    expect((await readAsides()).length).toBe(1);
    full(1);
    await library.remove([b]);
    vi.restoreAllMocks();
    // What is there comes back, and what is not is named.
    await expect(library.restore([a, b])).rejects.toMatchObject({
      code: 'not_found',
      details: [{ field: 'id', message: a }],
    });
    expect((await library.moduleFiles(b)).map(({ path }) => path)).toEqual(['a.bin']);
    await library.remove([b]);
  });

  it('changes nothing of a model that is here when it is brought back', async () => {
    const before = await library.detail('line');
    await layAside('line', { source: 'trained', kind: 'stream', bytes: 1, kept: { files: new Map() } }, new Set());
    await library.restore(['line']);
    expect(await library.detail('line')).toEqual(before);
    expect((await readAside('line')).record).toBeUndefined();
  });

  it('gives its room to whatever is kept next', async () => {
    const id = await library.createModule('Gone', [{ path: 'a.bin', file: new Blob(['1']) }]);
    await library.remove([id]);
    expect(await readAsides()).not.toEqual([]);
    const put = IDBObjectStore.prototype.put;
    let left = 1;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (String(key).startsWith('file:') && left-- > 0) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    const next = await library.createModule('Next', [{ path: 'b.bin', file: new Blob(['2']) }]);
    vi.restoreAllMocks();
    expect((await library.moduleFiles(next)).map(({ path }) => path)).toEqual(['b.bin']);
    expect(await readAsides()).toEqual([]);
    await library.remove([next]);
  });

  const made = (name: string) => library.createModule(name, [{ path: 'a.bin', file: new Blob([name]) }]);
  const noticesSince = (before: number) =>
    opened.events.slice(before).flatMap((event) => (event.type === 'notice' ? [event.notice] : []));

  it('gives a copy up for nothing while it is brought back: it stays where there is no room at all', async () => {
    const [one, other] = [await made('One'), await made('Other')];
    await library.remove([one, other]);
    const put = IDBObjectStore.prototype.put;
    const noRoom = (fails: number) =>
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
        if (!String(key).startsWith('aside') && fails-- > 0) throw new DOMException('full', 'QuotaExceededError');
        return put.call(this, value, key);
      });
    noRoom(Number.POSITIVE_INFINITY);
    await expect(library.restore([one, other])).rejects.toMatchObject({ code: 'quota' });
    vi.restoreAllMocks();
    expect(await readAsides()).toHaveLength(2);
    // With the room of its own copy, and not of the other's.
    noRoom(1);
    await library.restore([one, other]);
    vi.restoreAllMocks();
    expect((await library.moduleFiles(one)).length + (await library.moduleFiles(other)).length).toBe(2);
    await library.remove([one, other]);
  });

  it('of one whose files the browser has lost deletes it for good, and says why', async () => {
    const large = new Uint8Array(MOST_AS_BYTES + 1);
    const id = await library.createModule('Lost', [{ path: 'w.bin', file: new Blob([large]) }]);
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotReadableError'));
    const before = opened.events.length;
    expect(await library.remove([id])).toEqual([]);
    vi.restoreAllMocks();
    await expect(library.detail(id)).rejects.toMatchObject({ code: 'not_found' });
    const message = expect.stringContaining('had lost files of it');
    expect(noticesSince(before)).toMatchObject([{ title: 'Deleted for good: “Lost”', message }]);
  });

  it('of several goes on past one that cannot be deleted, and names it', async () => {
    const ids = [await made('First'), await made('Second'), await made('Third')];
    const remove = IDBObjectStore.prototype.delete;
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
      if (key === `about:${ids[1]}`) throw new DOMException('broken', 'UnknownError');
      return remove.call(this, key);
    });
    const before = opened.events.length;
    expect(await library.remove(ids)).toEqual([ids[0], ids[2]]);
    await expect(library.remove([ids[1] ?? ''])).rejects.toMatchObject({ code: 'unavailable' });
    vi.restoreAllMocks();
    expect(noticesSince(before)).toMatchObject([{ level: 'error', title: 'Could not be deleted: “Second”' }]);
    expect((await readAside(ids[1] ?? '')).record).toBeUndefined();
    await library.restore([ids[0] ?? '', ids[2] ?? '']);
    await library.remove(ids);
  });

  it('of one in training ends that first', async () => {
    const files = [{ path: 'train.js', file: new Blob(['export {};']) }];
    const id = await library.createModule('Trains', files);
    await library.train(id, { args: [], tensorboard: false });
    await library.remove([id]);
    await library.restore([id]);
    expect((await library.module(id)).training?.phase).toBe('stopped');
    await library.remove([id]);
  });

  it('of several, one of them named twice, looks at each store once', async () => {
    const made = [{ path: 'a.bin', file: new Blob(['1']) }];
    const ids = [await library.createModule('One', made), await library.createModule('Two', made)];
    const looks = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    await library.remove([...ids, ids[0]]);
    expect(looks.mock.contexts.filter((store) => Object(store).name === 'models')).toHaveLength(1);
    vi.restoreAllMocks();
    expect((await library.list()).filter(({ id }) => ids.includes(id))).toEqual([]);
  });

  it('refuses what is in use or came with the app', async () => {
    const shipped = (await library.list()).find(({ origin }) => origin === 'shipped');
    await expect(library.remove([shipped?.id ?? ''])).rejects.toMatchObject({ code: 'conflict' });
    await expect(library.remove(['none'])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells of every change', async () => {
    const { rev } = await library.state();
    await opened.service.models.saveMixture('Another');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await library.state()).rev).toBeGreaterThan(rev);
    expect(opened.events.some((event) => event.type === 'library')).toBe(true);
  });
});
