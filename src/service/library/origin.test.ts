// What a model was imported from is kept with it, or neither of the two, wherever the app ends between them.

import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { read } from '../../storage/db';
import type { LibraryService } from '../../wire/library';
import { fileOf, modelNamed, type Opened, openWithModels } from './library.fixture';

let opened: Opened;
let library: LibraryService;

beforeAll(async () => {
  opened = await openWithModels();
  library = opened.service.library;
});

afterAll(() => opened.service.shutdown());
afterEach(() => vi.restoreAllMocks());

const about = (id: string) => read(['library'], (tx) => tx.objectStore('library').get(`about:${id}`));
const sources = async () => {
  const shipped = (await library.list()).find(({ architecture }) => architecture === 'ngram');
  const ids = [(await modelNamed(library, 'Two groups')).id, 'image', 'line', shipped?.id ?? ''];
  const archives = await Promise.all(ids.map((id) => library.package(id, { manifest: { author: 'me' } })));
  return archives.map(({ file }) => fileOf(file));
};

/** Puts into some stores fail, as if the app had ended before them. */
function failing(fails: (store: string, key: unknown) => boolean): void {
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (fails(this.name, key)) throw new DOMException('gone', 'AbortError');
    return key === undefined ? put.call(this, value) : put.call(this, value, key);
  });
}

it('where a model came from is kept before it, so that none is there without', async () => {
  const before = await library.list();
  for (const source of await sources()) {
    failing((store, key) => store === 'library' && String(key).startsWith('about:'));
    await expect(library.import(source, 'Half')).rejects.toThrow();
    vi.restoreAllMocks();
    expect(await library.list()).toEqual(before);
    const id = await library.import(source, 'Whole');
    expect(await about(id)).toMatchObject({
      imported: 'Imported from model (archive)',
      manifest: { author: 'me' },
    });
    await library.remove([id]);
  }
});

it('nothing is left of a model that could not be kept', async () => {
  const abouts = () => read(['library'], (tx) => tx.objectStore('library').getAllKeys());
  const [before, listed] = [await abouts(), await library.list()];
  for (const source of await sources()) {
    failing((store) => ['models', 'textModels', 'trained'].includes(store));
    await expect(library.import(source, 'None')).rejects.toThrow('gone');
    vi.restoreAllMocks();
  }
  expect(await abouts()).toEqual(before);
  expect(await library.list()).toEqual(listed);
});
