// In which order reviews are labelled and listed, what a search finds, and which are duplicates.

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { readReviews } from '../../storage/reviews';
import type { QueueOrder } from '../../wire/labelling';
import type { Review } from '../../wire/reviews';
import { ascending, forgetAll, HOSTILE, logit, mixed, open, scored, texts } from './labelling.fixture';

beforeEach(forgetAll);

describe('the queue', () => {
  it('is sorted by how sure the model is, and takes each review without a label once', async () => {
    const { service } = await open();
    const ids = await service.add(mixed(60, (i) => (i % 4 === 0 ? 1 : null)));
    for (const id of ids.filter((_, i) => i % 7 === 1)) await service.skip(id, true);
    await scored(service);
    const orders: Record<Exclude<QueueOrder, 'chance' | 'disagreement'>, (review: Review) => number> = {
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

  it('by chance is the same for the same seed, whatever came since, and favours none', async () => {
    const { service } = await open();
    await service.add(mixed(200));
    const order = async (seed?: number) => {
      const { reviews } = await service.queue({ order: 'chance', limit: 1000, seed });
      return reviews.map(({ id }) => Number(id));
    };
    const first = await order();
    expect(await order(1)).toEqual(first);
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    const other = await order(2);
    expect(other).not.toEqual(first);
    // Of the first half in the one order, half are in the first half of the other; and half came first.
    const half = new Set(first.slice(0, 100));
    for (const some of [other.slice(0, 100), Array.from({ length: 100 }, (_, i) => i + 1)]) {
      expect(Math.abs(some.filter((id) => half.has(id)).length - 50)).toBeLessThan(18);
    }
    await service.skip(String(first[0]), true);
    await service.removeReviews([String(first[1])]);
    expect(await order()).toEqual([...first.slice(2), first[0]]);
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
