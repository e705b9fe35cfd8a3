// Labels and taking them back, what is done with damaged records, what other services learn of it, and many reviews.

import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { write } from '../../storage/db';
import { readReviews, reviewPieces } from '../../storage/reviews';
import { deferred } from '../../wire/deferred';
import type { Review } from '../../wire/reviews';
import { MemoryFolder } from './folder.fixture';
import { forgetAll, HOSTILE, mixed, open, scored } from './labelling.fixture';

vi.mock('../../storage/reviews', { spy: true });
beforeEach(forgetAll);

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
    const [edited] = (await service.list({ limit: 1 })).reviews;
    await service.edit(edited.id, 'rewritten');
    expect(await readReviews()).not.toEqual(before);
    await service.edit(edited.id, edited.text);
    for (const reviews of undo.reverse()) await service.restoreReviews(reviews);
    expect(await readReviews()).toEqual(before);
    expect((await service.state()).reviews).toMatchObject({
      ...{ total: 29, positive: counts.positive, negative: counts.negative, unlabelled: counts.unlabelled },
    });
  });

  it('gives out what it deletes as it was by then, whoever changed it, so that it can be put back', async () => {
    const { service } = await open();
    const [one, two] = await service.add(mixed(2, () => null));
    await service.changeReview(one, { sentiment: 1, text: 'rewritten' });
    const before = await readReviews();
    const gone = await service.removeReviews([one, two, '999']);
    expect(gone.map(({ id, text, sentiment }) => [id, text, sentiment])).toEqual([
      [one, 'rewritten', 1],
      [two, before[1].text, null],
    ]);
    expect(await readReviews()).toEqual([]);
    await service.restoreReviews(gone);
    expect(await readReviews()).toEqual(before);
  });

  it('is of reviews that say where they come from, which are found by that', async () => {
    const { service } = await open();
    await service.add(mixed(3));
    await service.add(mixed(4).map((review) => ({ ...review, source: 'tickets.csv' })));
    const sources = [
      { source: 'tickets.csv', reviews: 4 },
      { source: 'typed', reviews: 3 },
    ];
    expect(await service.sources()).toEqual(sources);
    expect(await service.list({ source: 'tickets.csv', limit: 1 })).toMatchObject({ total: 4 });
    const again = (await open()).service;
    expect(await again.sources()).toEqual(sources);
    expect((await again.list({ source: 'typed', search: 'o' })).reviews.every(({ source }) => source === 'typed')).toBe(
      true,
    );
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

  it('is taken back without what came after it: what models learnt from or are judged by, and edited texts', async () => {
    const { service, parts } = await open();
    const ids = await service.add(mixed(4, (i) => ([1, null] as const)[i % 2]));
    const [one, two, three, four] = ids.map(Number);
    const before = await service.labelMany(ids, 0);
    await parts.assignParts([one, two], 'train');
    await parts.assignParts([three], 'held_out');
    await service.edit(ids[3], 'rewritten since');
    await service.restoreReviews(before);
    const after = await readReviews();
    const asTheyWere = before.map(({ sentiment, labelled_at, skipped }) => ({ sentiment, labelled_at, skipped }));
    expect(after).toMatchObject(asTheyWere);
    expect(after.map(({ part }) => part)).toEqual(['train', 'train', 'held_out', null]);
    expect(after[3].text).toBe('rewritten since');
    expect(await parts.labelled()).toEqual([
      { id: one, label: 1, part: 'train' },
      { id: three, label: 1, part: 'held_out' },
    ]);
    expect(await parts.arrivals()).toEqual([four]);
  });

  it('changes text, label and place in the queue in one, as one after the other, or not at all', async () => {
    const { service } = await open();
    const [one, other] = await service.add([
      { text: 'one', sentiment: 1 },
      { text: 'one', sentiment: 1 },
    ]);
    const look = async (id: string) => {
      const { reviews } = await service.list();
      const { created_at, labelled_at, score, id: _, ...rest } = reviews.find((review) => review.id === id)!;
      return { ...rest, labelled: labelled_at !== null };
    };
    const { rev } = (await service.state()).reviews;
    await service.changeReview(one, { text: 'won', sentiment: null, skipped: true });
    // One change: nobody ever sees a part of it.
    expect((await service.state()).reviews.rev).toBe(rev + 1);
    await service.edit(other, 'won');
    await service.label(other, null);
    await service.skip(other, true);
    expect(await look(one)).toEqual(await look(other));
    expect(await look(one)).toMatchObject({ text: 'won', sentiment: null, skipped: true, labelled: false });
    await service.changeReview(one, { sentiment: 0 });
    expect(await look(one)).toMatchObject({ text: 'won', sentiment: 0, skipped: false, labelled: true });
    const before = await readReviews();
    const long = 'a'.repeat(2_000_001);
    await expect(service.changeReview(one, { text: long, sentiment: 1, skipped: true })).rejects.toMatchObject({
      code: 'too_large',
    });
    await expect(service.changeReview('999', { sentiment: 1 })).rejects.toMatchObject({ code: 'not_found' });
    expect(await readReviews()).toEqual(before);
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
    // The blank one, too, is labelled.
    expect((await service.state()).reviews.parts).toEqual({ train: 1, held_out: 1, none: 1 });
    await service.label(String(two), 0);
    await service.removeReviews([String(one)]);
    expect((await parts.labelled()).map(({ id }) => id)).toEqual([two, three]);
    expect((await service.state()).reviews.parts).toEqual({ train: 0, held_out: 1, none: 2 });
  });

  it('names the reviews that came in and belong to no part, oldest first, those put back too', async () => {
    const { service, parts } = await open();
    const ids = await service.add(['one', 'two', 'three'].map((text) => ({ text, sentiment: 1 })));
    const [one, two, three] = ids.map(Number);
    const { reviews } = await service.list({ order: 'oldest' });
    await service.removeReviews([String(one)]);
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

  it('are all scored, those that come while the others are still being read, too', async () => {
    const first = (await open()).service;
    await first.add(mixed(600));
    await scored(first);
    // The second piece is read once another has come.
    const come = deferred<void>();
    vi.mocked(reviewPieces).mockImplementationOnce(async function* () {
      yield (await readReviews()).slice(0, 250);
      await come.promise;
      yield (await readReviews()).slice(250);
    });
    const { service } = await open();
    await service.add([{ text: 'come meanwhile', sentiment: 0 }]);
    come.resolve();
    const { reviews } = await service.list({ search: 'come meanwhile' });
    expect(reviews).toHaveLength(1);
    await vi.waitFor(async () => expect((await service.state()).reviews.scored).toBe(601));
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
