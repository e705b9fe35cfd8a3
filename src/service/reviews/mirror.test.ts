// A folder kept in step with the labels, over an IndexedDB implementation and a folder in memory.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '../../storage/db';
import {
  addReviews,
  changeReviews,
  deleteReviews,
  newReviewRecord,
  type ReviewRecord,
  readReviews,
  readReviewsById,
} from '../../storage/reviews';
import type { Notice } from '../../wire/events';
import { reviewPath } from './export';
import { MemoryFolder } from './folder.fixture';
import { type FolderMemory, Mirror } from './mirror';
import { ReviewIndex } from './review-index';

const MARK = 'millrace.txt';
let notices: Notice[] = [];

/** The folder that is remembered from visit to visit. */
function memory(folder: MemoryFolder | null = null): FolderMemory & { readonly folder: unknown } {
  let kept: unknown = folder;
  return {
    get folder() {
      return kept;
    },
    read: async () => kept,
    write: async (value) => {
      kept = value;
    },
  };
}

async function open(remembered: FolderMemory = memory()) {
  const index = new ReviewIndex(() => {});
  await index.open();
  const mirror = new Mirror({ index, notify: (notice) => notices.push(notice), changed: () => {}, memory: remembered });
  await mirror.open();
  const touch = (records: readonly ReviewRecord[]) => {
    index.put(records);
    mirror.touch(records.map(({ id }) => id));
  };
  return {
    mirror,
    add: async (reviews: readonly { text: string; sentiment: 0 | 1 | null; rating?: number }[]) => {
      const created_at = new Date().toISOString();
      const ids = await addReviews(reviews.map((review) => newReviewRecord({ ...review, created_at })));
      touch(await readReviewsById(ids));
      return ids;
    },
    change: async (ids: readonly number[], change: Partial<ReviewRecord>) => {
      await changeReviews(ids, (review) => ({ ...review, ...change }));
      touch(await readReviewsById(ids));
    },
    remove: async (ids: readonly number[]) => {
      await deleteReviews(ids);
      index.remove(ids);
      mirror.touch(ids);
    },
  };
}

/** What the folder must hold. */
async function expected(): Promise<Record<string, string>> {
  const labelled = (await readReviews()).filter(({ sentiment }) => sentiment !== null);
  return Object.fromEntries(labelled.map((review) => [reviewPath(review), review.text]));
}

function copied(folder: MemoryFolder): Record<string, string> {
  const { [MARK]: mark, ...files } = folder.files();
  expect(mark).toContain('Millrace');
  return files;
}

beforeEach(async () => {
  notices = [];
  await closeDatabase();
  await deleteDB('millrace');
});

describe('a mirrored folder', () => {
  it('has one file for each labelled review, named as in aclImdb, and follows every change', async () => {
    const { mirror, add, change, remove } = await open();
    const [good, bad, plain] = await add([
      { text: 'good', sentiment: 1, rating: 9 },
      { text: 'bad', sentiment: 0 },
      { text: 'not yet', sentiment: null },
    ]);
    const folder = new MemoryFolder();
    await mirror.follow(folder.handle);
    expect(mirror.name).toBe('labels');
    await mirror.settled();
    expect(copied(folder)).toEqual({ [`pos/${good}_9.txt`]: 'good', [`neg/${bad}.txt`]: 'bad' });

    await change([good], { sentiment: 0 });
    await change([plain], { sentiment: 1 });
    await mirror.settled();
    expect(Object.keys(copied(folder)).sort()).toEqual(
      [`neg/${bad}.txt`, `neg/${good}_9.txt`, `pos/${plain}.txt`].sort(),
    );

    await change([plain], { text: 'now it is said' });
    await change([bad], { sentiment: null });
    await remove([good]);
    await mirror.settled();
    expect(copied(folder)).toEqual({ [`pos/${plain}.txt`]: 'now it is said' });
    expect(notices).toEqual([]);
  });

  it('ends up in step after many changes at once', async () => {
    const { mirror, add, change, remove } = await open();
    const folder = new MemoryFolder();
    await mirror.follow(folder.handle);
    const ids = await add(Array.from({ length: 90 }, (_, i) => ({ text: `text ${i}`, sentiment: (i % 2) as 0 | 1 })));
    for (let round = 0; round < 30; round++) {
      const some = ids.filter((id) => (id * 7919 + round) % 5 === 0);
      if (round % 3 === 0) await change(some, { sentiment: ([0, 1, null] as const)[round % 9 === 0 ? 2 : round % 2] });
      else if (round % 3 === 1) await change(some, { text: `round ${round}` });
      else await remove(some.slice(0, 2));
    }
    await mirror.settled();
    expect(copied(folder)).toEqual(await expected());
  });

  it('holds any text as it is, and no name comes from a text', async () => {
    const { mirror, add } = await open();
    const texts = ['../../etc/passwd', '<script>alert(1)</script>', '\u202egnp.exe\u200b', '=cmd|x', '\ufeffBOM', ''];
    await add(texts.map((text) => ({ text, sentiment: 1 })));
    const folder = new MemoryFolder();
    await mirror.follow(folder.handle);
    await mirror.settled();
    expect(copied(folder)).toEqual(await expected());
    expect(Object.keys(copied(folder)).every((path) => /^pos\/\d+\.txt$/.test(path))).toBe(true);
  });

  it('is left as it is when it ends, and labels go on without it', async () => {
    const { mirror, add } = await open();
    const folder = new MemoryFolder();
    await add([{ text: 'one', sentiment: 1 }]);
    await mirror.follow(folder.handle);
    await mirror.settled();
    const before = folder.files();
    await mirror.follow(null);
    await add([{ text: 'two', sentiment: 1 }]);
    await mirror.settled();
    expect(mirror.name).toBeNull();
    expect(folder.files()).toEqual(before);
  });

  it('must have nothing in pos/ and neg/, unless it was mirrored to before', async () => {
    const { mirror } = await open();
    const foreign = new MemoryFolder('train');
    await foreign.put('neg/0_1.txt', 'from the archive');
    await expect(mirror.follow(foreign.handle)).rejects.toMatchObject({ code: 'conflict' });
    expect(mirror.name).toBeNull();
    expect(foreign.files()).toEqual({ 'neg/0_1.txt': 'from the archive' });
  });
});

describe('the next visit', () => {
  it('brings the folder in step, writing only what differs', async () => {
    const remembered = memory();
    const first = await open(remembered);
    const [one, two, three] = await first.add(['one', 'two', 'six'].map((text) => ({ text, sentiment: 1 })));
    const folder = new MemoryFolder();
    await first.mirror.follow(folder.handle);
    await first.mirror.settled();
    await first.mirror.suspend();
    await changeReviews([one], (review) => ({ ...review, sentiment: 0 }));
    await changeReviews([two], (review) => ({ ...review, text: 'new' }));
    await folder.put('pos/99999.txt', 'of a review that is gone');
    await folder.put('pos/notes.md', 'the user’s own');
    folder.log.length = 0;

    const { mirror } = await open(remembered);
    expect(mirror.name).toBe('labels');
    await mirror.settled();
    expect(copied(folder)).toEqual({ ...(await expected()), 'pos/notes.md': 'the user’s own' });
    expect(folder.log.sort()).toEqual([`${one}.txt`, `${two}.txt`].sort());
    expect(folder.log).not.toContain(`${three}.txt`);
  });

  it('rests without leave, and goes on once it is given', async () => {
    const folder = new MemoryFolder();
    folder.permission = 'prompt';
    const remembered = memory(folder);
    const { mirror, add } = await open(remembered);
    expect([mirror.name, mirror.resting, mirror.restingFolder]).toEqual([null, 'labels', folder]);
    await add([{ text: 'one', sentiment: 1 }]);
    expect(folder.files()).toEqual({});
    await mirror.follow(folder.handle);
    await mirror.settled();
    expect([mirror.name, mirror.resting]).toEqual(['labels', null]);
    expect(copied(folder)).toEqual(await expected());
  });

  it('does without what is no folder any more', async () => {
    for (const kept of [{}, 'labels', 7, undefined]) {
      const { mirror } = await open({ read: async () => kept, write: async () => {} });
      expect([mirror.name, mirror.resting]).toEqual([null, null]);
    }
    const gone = new MemoryFolder();
    gone.broken = 'NotFoundError';
    const remembered = memory(gone);
    const { mirror } = await open(remembered);
    expect(mirror.name).toBeNull();
    expect(remembered.folder).toBeNull();
    expect(notices).toHaveLength(1);
  });
});

describe('a folder that fails', () => {
  it.each([
    ['QuotaExceededError', null],
    ['NoModificationAllowedError', null],
    ['NotAllowedError', 'labels'],
  ])('with %s ends the mirroring with a notice, and no label is lost', async (error, resting) => {
    const remembered = memory();
    const { mirror, add, change } = await open(remembered);
    const folder = new MemoryFolder();
    await mirror.follow(folder.handle);
    const ids = await add(Array.from({ length: 50 }, (_, i) => ({ text: `${i}`, sentiment: 1 as const })));
    await mirror.settled();
    folder.broken = error;
    await change(ids, { sentiment: 0 });
    await mirror.settled();
    expect([mirror.name, mirror.resting]).toEqual([null, resting]);
    expect(notices).toMatchObject([{ level: 'warning', title: 'The folder labels is no longer kept in step' }]);
    expect(remembered.folder).toBe(resting && folder);
    expect((await readReviews()).every(({ sentiment }) => sentiment === 0)).toBe(true);
    // What was copied stays copied, and the folder can be picked again.
    expect(Object.keys(copied(folder)).length).toBeGreaterThanOrEqual(50);
    folder.broken = null;
    await mirror.follow(folder.handle);
    await mirror.settled();
    expect(copied(folder)).toEqual(await expected());
  });

  it('is refused at once when it cannot be begun with', async () => {
    const { mirror } = await open();
    const folder = new MemoryFolder();
    folder.broken = 'NotAllowedError';
    await expect(mirror.follow(folder.handle)).rejects.toMatchObject({ code: 'conflict' });
    expect(mirror.name).toBeNull();
  });
});

describe('while the service keeps still', () => {
  it('nothing is written, and afterwards everything is', async () => {
    const { mirror, add } = await open();
    const folder = new MemoryFolder();
    await mirror.follow(folder.handle);
    await mirror.settled();
    await mirror.suspend();
    await add([{ text: 'one', sentiment: 1 }]);
    expect(copied(folder)).toEqual({});
    mirror.resume();
    await mirror.settled();
    expect(copied(folder)).toEqual(await expected());
  });
});
