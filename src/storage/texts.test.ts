// Reviews and text models in a real IndexedDB implementation.

import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, openDatabase, write } from './db';
import { readReviewScores, saveReviewScores } from './review-scores';
import {
  addReviews,
  changeReviews,
  countReviews,
  deleteReviews,
  newReviewRecord,
  type ReviewRecord,
  readReviewIds,
  readReviews,
  readReviewsById,
  restoreReviews,
  reviewPieces,
} from './reviews';
import {
  beginTextRun,
  deleteTextModel,
  deleteTextRun,
  listTextModels,
  putTextModel,
  putTextVersion,
  readTextFiles,
  readTextRun,
  readTextRunData,
  readTextRunFiles,
  saveTextRun,
  type TextModelRecord,
  turnRunIntoModel,
} from './text-models';
import { readGate, readProfile, saveGate, saveProfile } from './versions';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(closeDatabase);

const created_at = '2026-01-01T00:00:00.000Z';

function model(id: string): TextModelRecord {
  return {
    id,
    name: id,
    kind: 'encoder',
    architecture: 'L-2_H-128_A-2',
    parameters: 1,
    bytes: 2,
    untrained: true,
    created_at,
    held_out: null,
    parent: null,
    description: '',
  };
}

const files = (...names: string[]) => new Map(names.map((name, i) => [name, Uint8Array.of(i)]));

describe('reviews', () => {
  it('are numbered as they come, read by number, and counted by label', async () => {
    const ids = await addReviews([
      newReviewRecord({ text: 'one', sentiment: 1, created_at }),
      newReviewRecord({ text: 'two', sentiment: null, created_at }),
      newReviewRecord({ text: 'three', sentiment: 0, created_at }),
    ]);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect((await readReviewsById([ids[2], 999, ids[0]])).map(({ text }) => text)).toEqual(['three', 'one']);
    expect(await countReviews()).toEqual({ total: 3, positive: 1, negative: 1, bytes: 11 });
  });

  it('lose their score with their text, and only then', async () => {
    const ids = await addReviews(
      ['one', 'two', 'three'].map((text) => newReviewRecord({ text, sentiment: null, created_at })),
    );
    const [first = 0, second = 0, third = 0] = ids;
    const saved = { model: 'm', fingerprint: 'f', ids: Float64Array.from(ids), logits: Float32Array.of(1, 2, 3) };
    await saveReviewScores(saved);
    await changeReviews(ids, (review) => ({ ...review, sentiment: 1 }));
    expect(await readReviewScores()).toEqual(saved);
    await changeReviews(ids, (review) => (review.id === second ? { ...review, text: 'other' } : review));
    const left = { model: 'm', fingerprint: 'f', ids: Float64Array.of(first, third), logits: Float32Array.of(1, 3) };
    expect(await readReviewScores()).toEqual(left);
    // One that is there keeps its text; one that was deleted comes with what may be another.
    const reviews = await readReviews();
    await restoreReviews(reviews);
    expect(await readReviewScores()).toEqual(left);
    await deleteReviews([third]);
    await restoreReviews(reviews);
    expect((await readReviewScores())?.ids).toEqual(Float64Array.of(first));
  });

  it('take another label, and go', async () => {
    const [first = 0, second = 0] = await addReviews([
      newReviewRecord({ text: 'one', sentiment: 1, created_at }),
      newReviewRecord({ text: 'two', sentiment: null, created_at }),
    ]);
    const before = await readReviews();
    const flip = (review: ReviewRecord) => ({ ...review, sentiment: 0 as const });
    expect(await changeReviews([second, 999, first, second], flip)).toEqual([before[1], before[0]]);
    await deleteReviews([first, 999]);
    expect(await readReviews()).toMatchObject([{ id: second, text: 'two', sentiment: 0, created_at }]);
    await restoreReviews(before);
    expect(await readReviews()).toEqual(before);
  });

  it('change all together or not at all', async () => {
    const ids = await addReviews(
      Array.from({ length: 5 }, () => newReviewRecord({ text: '', sentiment: 1, created_at })),
    );
    const before = await readReviews();
    const spoil = (review: ReviewRecord) => {
      if (review.id === ids[3]) throw new Error('spoilt');
      return { ...review, text: 'new' };
    };
    await expect(changeReviews(ids, spoil)).rejects.toThrow('spoilt');
    expect(await readReviews()).toEqual(before);
  });

  it.each([1, 2, 3, 7, 8, 100])(
    'are walked in pieces of %i, each once, past damaged ones and odd keys',
    async (size) => {
      const texts = Array.from({ length: 7 }, (_, i) => `text ${i}`);
      await addReviews(texts.map((text) => newReviewRecord({ text, sentiment: null, created_at })));
      await write(['reviews'], async (tx) => {
        await tx.objectStore('reviews').put({ id: 2, text: 7 } as never);
        await tx.objectStore('reviews').put({ id: 'word', text: 'odd' } as never);
        await tx.objectStore('reviews').put({ id: 4.5, text: 'odd', sentiment: 1, created_at } as never);
      });
      expect(await readReviewIds()).toEqual([1, 2, 3, 4, 4.5, 5, 6, 7]);
      const walked: string[] = [];
      for await (const piece of reviewPieces(size)) {
        expect(piece.length).toBeLessThanOrEqual(size);
        walked.push(...piece.map(({ text }) => text));
      }
      expect(walked).toEqual(texts.filter((_, i) => i !== 1));
    },
  );

  it('that are damaged are left out and left alone', async () => {
    await addReviews([newReviewRecord({ text: 'one', sentiment: 1, created_at })]);
    await write(['reviews'], async (tx) => {
      await tx.objectStore('reviews').put({ id: 50, text: 7 } as never);
    });
    expect(await readReviews()).toHaveLength(1);
    expect(await countReviews()).toMatchObject({ total: 1 });
  });
});

describe('text models', () => {
  it('keep each its own files', async () => {
    await putTextModel(model('a'), files('x', 'y'));
    await putTextModel(model('ab'), files('x'));
    await putTextModel(model('a'), files('y'));
    expect([...(await readTextFiles('a')).keys()]).toEqual(['y']);
    await deleteTextModel('a');
    expect((await listTextModels()).map(({ id }) => id)).toEqual(['ab']);
    expect((await readTextFiles('a')).size).toBe(0);
    expect((await readTextFiles('ab')).size).toBe(1);
  });

  it('go with what is kept about them as versions, and come back with it', async () => {
    const gate = { passed: true };
    const profile = Uint8Array.of(7);
    await putTextModel(model('a'), files('x'));
    await saveProfile('a', profile);
    await saveGate('a', gate);
    await deleteTextModel('a');
    expect([await readProfile('a'), await readGate('a')]).toEqual([undefined, undefined]);
    // It was on its way while the model was removed.
    await saveProfile('a', profile);
    expect(await readProfile('a')).toBeUndefined();
    await putTextVersion({ record: model('a'), files: files('x'), profile, gate });
    expect([await readProfile('a'), await readGate('a')]).toEqual([profile, gate]);
    expect([...(await readTextFiles('a')).keys()]).toEqual(['x']);
  });

  it('store a view by itself, not the buffer under it', async () => {
    const large = new Uint8Array(1000).fill(1);
    await putTextModel(model('a'), new Map([['x', large.subarray(2, 4)]]));
    expect((await readTextFiles('a')).get('x')?.buffer.byteLength).toBe(2);
  });
});

describe('the training under way', () => {
  it('keeps its files when only the record changes, and becomes a model in one go', async () => {
    await beginTextRun({ step: 0 }, files('data'));
    await saveTextRun({ step: 1 }, files('m'));
    await saveTextRun({ step: 2 });
    expect(await readTextRun()).toEqual({ step: 2 });
    expect((await readTextRunFiles()).size).toBe(1);
    expect([...(await readTextRunData()).keys()]).toEqual(['data']);
    await turnRunIntoModel(model('new'), files('w'));
    expect(await readTextRun()).toBeUndefined();
    expect((await readTextRunFiles()).size + (await readTextRunData()).size).toBe(0);
    expect([...(await readTextFiles('new')).keys()]).toEqual(['w']);
    await saveTextRun({ step: 3 }, files('m'));
    await deleteTextRun();
    expect((await readTextRunFiles()).size).toBe(0);
  });
});

describe('migration', () => {
  it('adds the stores for texts to a database of the first version and keeps what it holds', async () => {
    const old = await openDB('older', 1, {
      upgrade(db) {
        for (const name of ['settings', 'workspace', 'pointChunks']) db.createObjectStore(name);
        db.createObjectStore('models', { keyPath: 'id' });
      },
    });
    await old.put('settings', 7, 'seed');
    old.close();
    const db = await openDatabase('older');
    expect(await db.get('settings', 'seed')).toBe(7);
    expect([...db.objectStoreNames]).toContain('textFiles');
    db.close();
    await deleteDB('older');
  });
});
