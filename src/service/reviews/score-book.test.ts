// What is kept of the scores when texts change.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { readReviewScores, saveReviewScores } from '../../storage/review-scores';
import { addReviews, changeReviews, newReviewRecord } from '../../storage/reviews';
import type { Pool } from './pool';
import { Book } from './score-book';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

/** A text's logit is its length. */
function open(version = 'v1', changed = () => {}): Book {
  const score = async (_model: string, texts: readonly string[]) => ({
    scores: texts.map(({ length }) => ({ logit: length })),
  });
  const background = { score } as unknown as Pool;
  const rest = {
    serving: () => 'm',
    fingerprint: () => version,
    changed,
    liveAt: () => Number.NEGATIVE_INFINITY,
    notify: () => {},
  };
  return new Book({ background, ...rest });
}

const add = (text: string) => addReviews([newReviewRecord({ text, sentiment: null, created_at: '' })]);
const kept = async () => {
  const { ids, logits } = (await readReviewScores()) ?? { ids: [], logits: [] };
  return Object.fromEntries(Array.from(ids, (id, i) => [id, logits[i]]));
};

describe('scores', () => {
  it('of a text that is being changed are not saved, and those of the new one are', async () => {
    const [first = 0] = await add('one');
    const book = open();
    await book.open();
    await book.settled(async () => []);
    expect(await kept()).toEqual({ [first]: 3 });
    await book.rewriting([first], async () => {
      await changeReviews([first], (review) => ({ ...review, text: 'eleven' }));
      const [second = 0] = await add('two');
      // Saves what it knows when it is through with it.
      book.ask([second]);
      await vi.waitFor(async () => expect(await kept()).toEqual({ [second]: 3 }));
    });
    await book.settled(async () => []);
    expect(book.logit(first)).toBe(6);
    expect((await kept())[first]).toBe(6);
  });

  it('of a text that comes while the last are being saved are worked out, too', async () => {
    const [first = 0, second = 0] = [...(await add('one')), ...(await add('two'))];
    let asked = false;
    const book = open('v1', () => {
      if (!asked) queueMicrotask(() => book.ask([second]));
      asked = true;
    });
    book.ask([first]);
    await vi.waitFor(() => expect(book.logit(second)).toBe(3));
  });

  it('are taken up again, but not those of what another version of the app had under that id', async () => {
    const [id = 0] = await add('one');
    const ids = Float64Array.of(id);
    const logits = Float32Array.of(-1);
    for (const [fingerprint, logit] of [
      ['v1', -1],
      ['v0', 3],
      [undefined, 3],
    ] as const) {
      await saveReviewScores({ model: 'm', ...(fingerprint && { fingerprint }), ids, logits });
      const book = open();
      await book.open();
      await book.settled(async () => []);
      expect(book.logit(id), fingerprint).toBe(logit);
      if (logit !== -1)
        expect(await readReviewScores()).toMatchObject({ fingerprint: 'v1', logits: Float32Array.of(3) });
    }
    // Made here, and scored by an earlier version: its files are what they were.
    await saveReviewScores({ model: 'm', ids, logits });
    const book = open('');
    await book.open();
    expect(book.logit(id)).toBe(-1);
  });
});
