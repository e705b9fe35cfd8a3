// The reviews kept, over an IndexedDB implementation and the real small model: labels and taking them back, the
// orders of queue and list, search, duplicates, files, and what is done with damaged records.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { unpackTar } from 'modern-tar';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase, write } from '../../storage/db';
import { readReviews } from '../../storage/reviews';
import { writeSetting } from '../../storage/settings';
import { ServiceError } from '../../wire/errors';
import type { ServiceEvent } from '../../wire/events';
import type { QueueOrder } from '../../wire/labelling';
import type { NewReview, Review, ReviewsService } from '../../wire/reviews';
import type { ComputeState } from '../../wire/service';
import { MemoryFolder } from './folder.fixture';
import { openReviews } from './index';
import { nodeTextEnv } from './text-env.node';

const COMPUTE = { override: 'auto', backend: 'wasm', phase: 'ready', threads: 2 } as ComputeState;
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '\u202eevil\u202c and\u200b zero\u200dwidth',
  '=HYPERLINK("http://x","y")',
  '+1+1',
  '@SUM(A1)',
  'a "quoted", text\nof two lines\r\nand more',
  '\ud800 lone',
  '😀'.repeat(50),
  '',
];

let events: ServiceEvent[] = [];

/** The small model serves: it scores quickly. */
async function open() {
  events = [];
  await writeSetting('reviews.serving', 'nano');
  const deps = { env: nodeTextEnv(), compute: async () => COMPUTE };
  return openReviews({ ...deps, emit: (event) => events.push(event) });
}

async function scored(service: ReviewsService): Promise<void> {
  for (;;) {
    const { reviews, serving } = await service.state();
    if (serving.phase === 'failed') throw new Error(serving.message);
    if (reviews.scored === reviews.total) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const WORDS = ['good', 'bad', 'film', 'plot', 'awful', 'lovely', 'boring', 'great', 'the', 'cast', 'never', 'again'];

/** Texts that the model thinks differently of. */
function mixed(n: number, sentiment: (i: number) => NewReview['sentiment'] = () => null): NewReview[] {
  return Array.from({ length: n }, (_, i) => ({
    text: Array.from({ length: 3 + (i % 9) }, (_, j) => WORDS[(i * 31 + j * j * 7) % WORDS.length]).join(' '),
    sentiment: sentiment(i),
  }));
}

const texts = (reviews: readonly Review[]) => reviews.map(({ text }) => text);
const logit = ({ score }: Review) => Math.log((score ?? 0.5) / (1 - (score ?? 0.5)));
const ascending = (values: readonly number[]) =>
  values.every((value, i) => i === 0 || values[i - 1] <= value + 1e-9 * Math.abs(value));

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

describe('labelling', () => {
  it('is taken back exactly: after any labels, edits, skips and removals all is as it was', async () => {
    const { service } = await open();
    const ids = await service.add([
      ...mixed(20, (i) => ([0, 1, null] as const)[i % 3]),
      ...HOSTILE.map((text, i) => ({ text, sentiment: null, rating: i, source: 'file.csv' })),
    ]);
    await service.skip(ids[2], true);
    const before = await readReviews();
    const { reviews: counts } = await service.state();
    const undo: (readonly Review[])[] = [];
    undo.push(await service.labelMany(ids.slice(0, 15), 1));
    undo.push((await service.list({ limit: 1000 })).reviews.filter(({ id }) => Number(id) % 4 === 0));
    await service.removeReviews(undo[1].map(({ id }) => id));
    undo.push(await service.labelMany(ids, null));
    undo.push((await service.list({ limit: 1 })).reviews);
    await service.edit(undo[3][0].id, 'rewritten');
    expect(await readReviews()).not.toEqual(before);
    for (const reviews of undo.reverse()) await service.restoreReviews(reviews);
    expect(await readReviews()).toEqual(before);
    expect((await service.state()).reviews).toMatchObject({
      ...{ total: 29, positive: counts.positive, negative: counts.negative, unlabelled: counts.unlabelled },
    });
  });

  it('counts as it goes, and a reload counts the same', async () => {
    const { service } = await open();
    const ids = await service.add(mixed(9, (i) => ([0, 1, null] as const)[i % 3]));
    await service.label(ids[2], 1);
    await service.label(ids[0], null);
    await service.labelMany([ids[3], ids[3], '999'], 1);
    await service.removeReviews([ids[8], '999']);
    const { reviews } = await service.state();
    expect(reviews).toMatchObject({ total: 8, positive: 5, negative: 1, unlabelled: 2, mirrored: null, resting: null });
    const again = (await (await open()).service.state()).reviews;
    expect({ ...again, rev: 0, scored: 0 }).toEqual({ ...reviews, rev: 0, scored: 0 });
    const { rev } = reviews;
    await service.skip(ids[1], true);
    expect((await service.state()).reviews.rev).toBeGreaterThan(rev);
  });

  it('keeps when a label was given, and drops what a label makes idle', async () => {
    const { service } = await open();
    const [id] = await service.add([{ text: 'one', sentiment: null }]);
    const look = async () => (await service.list()).reviews[0];
    await service.skip(id, true);
    await service.label(id, 1);
    const { labelled_at, skipped } = await look();
    expect(skipped).toBe(false);
    expect(Date.parse(labelled_at ?? '')).not.toBeNaN();
    await service.label(id, 1);
    expect((await look()).labelled_at).toBe(labelled_at);
    await service.label(id, null);
    expect(await look()).toMatchObject({ sentiment: null, labelled_at: null });
  });

  it('refuses what it cannot do, and changes nothing then', async () => {
    const { service } = await open();
    const [id] = await service.add([{ text: 'one', sentiment: 1 }]);
    const before = await readReviews();
    const [review] = (await service.list()).reviews;
    const refused = async (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
    for (const odd of ['', 'x', '0', '-1', '1.5', 'Infinity', '1e300']) {
      await refused(service.label(odd, 0), 'not_found');
      await refused(service.removeReviews([id, odd]), 'not_found');
      await refused(service.restoreReviews([review, { ...review, id: odd }]), 'not_found');
    }
    await refused(service.edit('77', 'a'), 'not_found');
    await refused(service.skip('77', true), 'not_found');
    await refused(service.edit(id, 'a'.repeat(2_000_001)), 'too_large');
    await refused(service.add([{ text: 'a'.repeat(2_000_001), sentiment: 1 }]), 'too_large');
    await refused(service.restoreReviews([review, { ...review, text: 7 as never }]), 'invalid');
    await refused(service.restoreReviews([{ ...review, sentiment: 2 as never }]), 'invalid');
    expect(await readReviews()).toEqual(before);
  });

  it('knows reviews by their numbers as they are written, and by nothing else', async () => {
    const { service } = await open();
    await service.add([{ text: 'A', sentiment: null }]);
    for (const id of ['0x1', ' 1', '1 ', '01', '1.0', '1e0', '+1', '', 'constructor', '9007199254740993']) {
      await expect(service.label(id, 1), id).rejects.toMatchObject({ code: 'not_found' });
    }
    const [review] = (await service.list({ offset: 0, limit: 1 })).reviews;
    if (!review) throw new Error('It is not there.');
    await expect(service.restoreReviews([{ ...review, id: String(2 ** 40 + 1) }])).rejects.toThrow(/not reviews/);
    await service.restoreReviews([{ ...review, id: String(2 ** 40) }]);
    const [next = ''] = await service.add([{ text: 'B', sentiment: null }]);
    await service.label(next, 1);
    expect((await service.list({ offset: 0, limit: 1 })).reviews).toMatchObject([{ id: next, sentiment: 1 }]);
  });

  it('scores what is kept also while somebody types on', async () => {
    const { service } = await open();
    await service.add(mixed(40));
    let typing = true;
    const typed = (async () => {
      for (let i = 0; typing; i++) {
        await service.score([`a fine film, ${i}`]);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    await scored(service);
    typing = false;
    await typed;
    expect((await service.state()).reviews.scored).toBe(40);
  });

  it('scores an edited text anew', async () => {
    const { service } = await open();
    const [id] = await service.add([{ text: 'A lovely, wonderful, perfect film.', sentiment: null }]);
    await scored(service);
    expect((await service.list()).reviews[0].score).toBeGreaterThan(0.5);
    await service.edit(id, 'Awful, boring, a terrible waste.');
    await scored(service);
    expect((await service.list()).reviews[0].score).toBeLessThan(0.5);
  });
});

describe('the queue', () => {
  it('is sorted by how sure the model is, and takes each review without a label once', async () => {
    const { service } = await open();
    const ids = await service.add(mixed(60, (i) => (i % 4 === 0 ? 1 : null)));
    for (const id of ids.filter((_, i) => i % 7 === 1)) await service.skip(id, true);
    await scored(service);
    const orders: Record<Exclude<QueueOrder, 'disagreement'>, (review: Review) => number> = {
      uncertainty: (review) => Math.abs(logit(review)),
      extreme: (review) => -Math.abs(logit(review)),
      given: ({ id }) => Number(id),
    };
    const unlabelled = (await readReviews()).filter(({ sentiment }) => sentiment === null);
    for (const [order, key] of Object.entries(orders) as [keyof typeof orders, (review: Review) => number][]) {
      const page = await service.queue({ order, limit: 1000 });
      const put = unlabelled.filter(({ skipped }) => skipped).length;
      expect(page).toMatchObject({ total: unlabelled.length, skipped: put, scored: unlabelled.length });
      expect(page.reviews.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(unlabelled.map(({ id }) => id));
      const fresh = page.reviews.slice(0, -put);
      const later = page.reviews.slice(-put);
      expect([fresh.some(({ skipped }) => skipped), later.every(({ skipped }) => skipped)]).toEqual([false, true]);
      expect([ascending(fresh.map(key)), ascending(later.map(key))]).toEqual([true, true]);
      for (const limit of [0, 1, 5, 30]) {
        expect((await service.queue({ order, limit })).reviews).toEqual(page.reviews.slice(0, limit));
      }
    }
  });

  it('of labels to check holds those the model would give otherwise, until one is kept, changed or rewritten', async () => {
    const { service } = await open();
    const loved = 'A lovely, wonderful, perfect film.';
    const hated = 'Awful, boring, a terrible waste.';
    const [right, wrong, alsoWrong] = await service.add([
      { text: loved, sentiment: 1 },
      { text: hated, sentiment: 1 },
      { text: loved, sentiment: 0 },
      { text: hated, sentiment: null },
    ]);
    const check = async () => {
      const { reviews, ...counts } = await service.queue({ order: 'disagreement', limit: 10 });
      return { ...counts, ids: reviews.map(({ id }) => id), reviews };
    };
    await scored(service);
    const both = await check();
    expect(both).toMatchObject({ total: 2, skipped: 0, scored: 2 });
    expect([...both.ids].sort()).toEqual([wrong, alsoWrong].sort());
    expect(ascending(both.reviews.map((review) => -Math.abs(logit(review))))).toBe(true);
    await service.skip(both.ids[0], true);
    expect(await check()).toMatchObject({ total: 2, skipped: 1, ids: [both.ids[1], both.ids[0]] });
    await service.label(alsoWrong, 1);
    expect((await check()).ids).toEqual([wrong]);
    await service.skip(wrong, true);
    await service.edit(wrong, hated.toUpperCase());
    await scored(service);
    expect(await check()).toMatchObject({ total: 1, skipped: 0, ids: [wrong] });
    await service.label(right, 0);
    expect((await check()).total).toBe(2);
  });

  it('puts what has no score yet behind what has, and is there before any has', async () => {
    const { service } = await open();
    const early = await service.add(mixed(5));
    await scored(service);
    const late = await service.add([{ text: 'just come in', sentiment: null }]);
    const { reviews, scored: known, total } = await service.queue({ order: 'uncertainty', limit: 10 });
    expect([total, known]).toEqual([6, 5]);
    expect(reviews.at(-1)?.id).toBe(late[0]);
    expect(reviews.slice(0, -1).map(({ id }) => id)).toEqual(expect.arrayContaining([...early]));
  });
});

describe('the list', () => {
  it('comes in four orders, by pages', async () => {
    const { service } = await open();
    await service.add(mixed(25, (i) => ([0, 1, null] as const)[i % 3]));
    await scored(service);
    const all = async (order?: 'newest' | 'oldest' | 'disagreement' | 'longest') =>
      (await service.list({ order, limit: 1000 })).reviews;
    const newest = await all();
    expect(ascending(newest.map(({ id }) => -Number(id)))).toBe(true);
    expect(await all('oldest')).toEqual([...newest].reverse());
    expect(ascending((await all('longest')).map(({ text }) => -text.length))).toBe(true);
    const apart = await all('disagreement');
    expect(apart).toHaveLength(newest.filter(({ sentiment }) => sentiment !== null).length);
    expect(ascending(apart.map(({ sentiment, score }) => -Math.abs((sentiment ?? 0) - (score ?? 0))))).toBe(true);
    for (const [offset, limit] of [
      [0, 7],
      [7, 7],
      [21, 7],
      [25, 7],
      [99, 1],
    ]) {
      const page = await service.list({ offset, limit });
      expect(page).toEqual({ total: 25, reviews: newest.slice(offset, offset + limit) });
    }
  });

  it('finds a piece of text whatever its case, as it narrows, and after changes', async () => {
    const { service } = await open();
    const ids = await service.add([
      ...HOSTILE.map((text) => ({ text, sentiment: null })),
      { text: 'Ein schönes CAFÉ', sentiment: 1 },
      { text: 'ein scho\u0308nes cafe\u0301', sentiment: 0 },
      { text: 'فيلم رائع جدا', sentiment: 1 },
    ]);
    const find = async (search: string) => (await service.list({ search, order: 'oldest' })).reviews;
    expect(await find('CAFé')).toHaveLength(2);
    expect(texts(await find('رائع'))).toEqual(['فيلم رائع جدا']);
    expect(texts(await find('<IMG src=x'))).toEqual([HOSTILE[0]]);
    expect(texts(await find('.*'))).toEqual([]);
    expect(texts(await find('zero'))).toEqual([HOSTILE[1]]);
    expect(await find('sch')).toHaveLength(2);
    expect(texts(await find('schönes CAF'))).toHaveLength(2);
    expect(await service.list({ search: 'sch', sentiment: 0 })).toMatchObject({ total: 1 });
    await service.edit(ids[0], 'now schön too');
    expect(await find('schön')).toHaveLength(3);
    await service.removeReviews([ids[0]]);
    expect(await find('schön')).toHaveLength(2);
  });
});

describe('duplicates', () => {
  it('are equal texts, case, white space and the make-up of accents aside, the largest group first', async () => {
    const { service } = await open();
    const given = ['café', 'x', 'CAFE\u0301 ', 'a b', 'y', ' A\n\tb', 'a  B', 'ab', '', ' '];
    await service.add(given.map((text) => ({ text, sentiment: null })));
    expect((await service.duplicates()).map((group) => texts(group))).toEqual([
      ['a b', ' A\n\tb', 'a  B'],
      ['café', 'CAFE\u0301 '],
      ['', ' '],
    ]);
    const [[{ id }]] = await service.duplicates();
    await service.edit(id, 'something else');
    expect((await service.duplicates()).map(({ length }) => length)).toEqual([2, 2, 2]);
  });
});

describe('export', () => {
  async function hostile(service: ReviewsService) {
    const reviews = HOSTILE.map((text, i) => ({
      ...{ text, sentiment: ([0, 1, null] as const)[i % 3], rating: i % 2 ? i : null },
    }));
    await service.add(reviews);
    return readReviews();
  }

  it('tell how far they are, and are given up when asked to', async () => {
    const { service } = await open();
    for (let i = 0; i < 6; i++) await service.add(mixed(1000));
    await service.exportReviews('csv');
    expect((await service.state()).reviews.exporting).toBeNull();
    const outcome = service.exportReviews('archive').then(
      () => 'written',
      (error: unknown) => (error instanceof ServiceError ? error.code : error),
    );
    await vi.waitFor(async () => expect((await service.state()).reviews.exporting).not.toBeNull(), { interval: 1 });
    const { share, secondsLeft } = (await service.state()).reviews.exporting ?? {};
    expect(share).toBeLessThan(1);
    expect(secondsLeft === null || Number(secondsLeft) >= 0).toBe(true);
    await service.cancelExport();
    expect(await outcome).toBe('conflict');
    expect((await service.state()).reviews.exporting).toBeNull();
    expect((await service.exportReviews('jsonl')).size).toBeGreaterThan(0);
  });

  it('gives an archive laid out as aclImdb, one file each', async () => {
    const { service } = await open();
    const reviews = await hostile(service);
    const blob = await service.exportReviews('archive');
    const tar = await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
    const entries = await unpackTar(new Uint8Array(tar));
    const name = (sentiment: 0 | 1 | null) => (sentiment === null ? 'unsup' : ['neg', 'pos'][sentiment]);
    expect(entries.map(({ header, data }) => [header.name, new TextDecoder().decode(data)])).toEqual(
      reviews.map(({ id, sentiment, rating, text }) => [
        `${name(sentiment)}/${id}${rating === null ? '' : `_${rating}`}.txt`,
        text.replace('\ud800', '\ufffd'),
      ]),
    );
  });

  it('gives CSV that no spreadsheet runs, and JSON lines that hold every text as it is', async () => {
    const { service } = await open();
    const reviews = await hostile(service);
    const csv = await (await service.exportReviews('csv')).text();
    expect(csv).not.toMatch(/(^|[,\n])"?[=+@-]/);
    expect(csv.split('\r\n')[0]).toBe('id,text,sentiment,rating,source,created_at,labelled_at');
    const lines = (await (await service.exportReviews('jsonl')).text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(reviews.map(({ skipped, part, ...review }) => review));
  });
});

describe('damage', () => {
  it('leaves records that are none alone, and works with the rest', async () => {
    const { service } = await open();
    const ids = await service.add(mixed(4, () => null));
    await write(['reviews'], async (tx) => {
      const store = tx.objectStore('reviews');
      await store.put({ id: Number(ids[1]), text: 5 } as never);
      await store.put({ id: 'word', text: 'odd', sentiment: 1, created_at: 'x' } as never);
    });
    const again = (await open()).service;
    expect((await again.state()).reviews).toMatchObject({ total: 3, unlabelled: 3 });
    expect((await again.list()).reviews).toHaveLength(3);
    expect((await again.queue({ order: 'uncertainty', limit: 10 })).reviews).toHaveLength(3);
    await expect(again.label(ids[1], 1)).rejects.toMatchObject({ code: 'not_found' });
    expect(await again.labelMany(ids, 1)).toHaveLength(3);
    expect((await again.exportReviews('jsonl')).size).toBeGreaterThan(0);
    expect(await again.duplicates()).toEqual([]);
  });
});

describe('what other services may use', () => {
  it('counts the labelled reviews by their parts without reading a text, after every change', async () => {
    const { service, parts } = await open();
    const ids = await service.add([
      { text: 'one', sentiment: 1 },
      { text: ' ', sentiment: 1 },
      { text: 'two', sentiment: null },
      { text: 'three', sentiment: 0 },
    ]);
    const [one, , two, three] = ids.map(Number);
    await parts.assignParts([one, 999], 'train');
    await parts.assignParts([three], 'held_out');
    const all = [
      { id: one, label: 1, part: 'train' },
      { id: three, label: 0, part: 'held_out' },
    ];
    expect(await parts.labelled()).toEqual(all);
    expect(await (await open()).parts.labelled()).toEqual(all);
    await service.label(String(two), 0);
    await parts.remove([String(one)]);
    expect((await parts.labelled()).map(({ id }) => id)).toEqual([two, three]);
  });

  it('names the reviews that came in and belong to no part, oldest first, those put back too', async () => {
    const { service, parts } = await open();
    const ids = await service.add(['one', 'two', 'three'].map((text) => ({ text, sentiment: 1 })));
    const [one, two, three] = ids.map(Number);
    const { reviews } = await service.list({ order: 'oldest' });
    await parts.remove([String(one)]);
    expect(await parts.arrivals()).toEqual([two, three]);
    await service.restoreReviews(reviews.slice(0, 1));
    expect(await parts.arrivals()).toEqual([one, two, three]);
    await parts.assignParts([two], 'train');
    expect(await parts.arrivals()).toEqual([one, three]);
  });
});

describe('a thousand reviews', () => {
  it('are seen whole by whoever asks while they are still being read', async () => {
    const first = (await open()).service;
    await first.add(mixed(1100, (i) => (i % 2 === 0 ? 1 : null)));
    const { service } = await open();
    const asked = Promise.all([service.list({ limit: 5 }), service.queue({ order: 'given', limit: 5 })]);
    const [id] = await service.add([{ text: 'come meanwhile', sentiment: 0 }]);
    await service.label('1', 0);
    const [list, queue] = await asked;
    expect([1100, 1101]).toContain(list.total);
    expect(queue.total).toBe(550);
    expect((await service.list({ sentiment: 0 })).reviews.map((review) => review.id)).toEqual([id, '1']);
    expect((await service.state()).reviews).toMatchObject({ total: 1101, positive: 549, negative: 2, unlabelled: 550 });
  });

  it('are kept in step with a folder, through the service', async () => {
    const { service } = await open();
    const [id] = await service.add([{ text: 'one', sentiment: 1 }]);
    const folder = new MemoryFolder('mine');
    await service.mirror(folder.handle);
    expect((await service.state()).reviews.mirrored).toBe('mine');
    await service.label(id, 0);
    while (!(`neg/${id}.txt` in folder.files())) await new Promise((resolve) => setTimeout(resolve, 5));
    await service.mirror(null);
    expect((await service.state()).reviews.mirrored).toBeNull();
    expect(await service.mirrorFolder()).toBeNull();
  });
});
