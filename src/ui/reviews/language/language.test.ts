// What is said of texts in other languages, and of which of many the model is asked.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { heardBegun, heardImport, heardNone, heardPasted, useArrivals } from './arrivals';
import { languageOf, languageOfImport } from './sample';
import { foreignWords, languageWords } from './words';

const fake = vi.hoisted(() => ({
  asked: [] as string[][],
  /** Whom they were asked of. */
  models: [] as (string | undefined)[],
  pages: [] as unknown[],
  foreign: (_text: string): boolean | undefined => true,
  shipped: true,
}));

const page = (start: number, n: number) => Array.from({ length: n }, (_, i) => ({ text: `Text ${start + i}` }));

vi.mock('../../../client', () => ({
  service: {
    reviews: {
      state: async () => ({
        serving: { phase: 'loading', model: 'base', share: 0 },
        models: [{ id: 'base', shipped: fake.shipped }],
      }),
      score: async (texts: string[], model?: string) => {
        fake.asked.push(texts);
        fake.models.push(model);
        return { model: 'base', ms: 1, scores: texts.map((text) => ({ foreign: fake.foreign(text) })) };
      },
      list: async ({ offset, limit }: { offset: number; limit: number }) => {
        fake.pages.push(['reviews', offset, limit]);
        return { reviews: page(offset, limit) };
      },
    },
    datasets: {
      rows: async (id: string, { offset, limit }: { offset: number; limit: number }) => {
        if (id === 'gone') throw new Error('It is gone.');
        fake.pages.push([id, offset, limit]);
        return { rows: page(offset, limit) };
      },
    },
  },
}));

beforeEach(() => {
  fake.asked.length = 0;
  fake.models.length = 0;
  fake.pages.length = 0;
  fake.foreign = () => true;
  fake.shipped = true;
});

describe('one text', () => {
  it('is in a script that the models of the app cannot read', () => {
    for (const text of ['Очень хороший фильм', '这部电影很好看', 'ممتاز جدا film', 'とても楽しかった']) {
      expect(languageWords(text, {}, true), text).toContain('English');
      expect(languageWords(text, {}, false), text).toBeNull();
    }
    for (const text of ['', '👍🏽 10/10', 'Très bien', 'A lovely, lovely film by Дзига Вертов', 'ой'])
      expect(languageWords(text, {}, true), text).toBeNull();
  });

  it('seems to be in another language than the model began with', () => {
    const words = (foreign: boolean, shipped: boolean) => languageWords('Ein wunderbares Buch.', { foreign }, shipped);
    expect(words(true, true)).toContain('the one language that this model learnt');
    expect(words(true, false)).toContain('what it learnt from labels here');
    expect([words(false, true), words(false, false)]).toEqual([null, null]);
  });
});

describe('texts that came in to be labelled', () => {
  const finished = { phase: 'finished', name: 'x.csv', skipped: 0, problems: [] } as const;
  const reading = {
    phase: 'reading',
    name: 'x.csv',
    share: 0,
    rows: 0,
    skipped: 0,
    rate: 0,
    secondsLeft: null,
  } as const;
  const into = 'reviews';
  const words = () => vi.waitFor(() => expect(useArrivals.getState().words).not.toBeNull());
  const none = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    expect(useArrivals.getState().words).toBeNull();
  };

  it('are told of once, the last of them', async () => {
    heardImport({ ...reading, id: 'i1', into });
    heardImport({ ...finished, id: 'i1', into, rows: 40 });
    await words();
    expect(useArrivals.getState().words).toContain('40 of these texts');
    heardPasted(['a', 'b', 'c', 'd']);
    await words();
    // A view that comes back hears of the import again.
    heardImport({ ...finished, id: 'i1', into, rows: 40 });
    heardImport({ ...reading, id: 'i2', into: 'dataset' });
    heardImport({ ...finished, id: 'i2', into: 'dataset', rows: 40 });
    heardImport(undefined);
    heardImport({ phase: 'idle' });
    expect(useArrivals.getState().words).toContain('4 of these texts');
    expect(fake.asked.map(({ length }) => length)).toEqual([40, 4]);
  });

  it('may be followed by others before the answer is there', async () => {
    heardPasted(['a', 'b', 'c']);
    heardPasted(['a', 'b', 'c', 'd', 'e']);
    await words();
    expect(useArrivals.getState().words).toContain('5 of these texts');
  });

  it('are not told of where this tab knows nothing of their import: others may have come since', async () => {
    heardPasted([]);
    heardImport({ ...finished, id: 'i3', into, rows: 40 });
    await none();
    expect(fake.asked).toEqual([]);
    // Begun here, and its end heard first.
    heardBegun('i3', { ...finished, id: 'i3', into, rows: 40 });
    await words();
  });

  it('go, and with them what was said', async () => {
    heardBegun('i4', { ...reading, id: 'i4', into });
    heardImport({ ...finished, id: 'i4', into, rows: 40 });
    await words();
    heardImport({ phase: 'idle' });
    await none();
    heardPasted(['a', 'b', 'c']);
    await words();
    heardNone();
    await none();
  });

  it('are asked about again where nobody could tell, until others come', async () => {
    fake.foreign = () => undefined;
    heardBegun('i5', { ...finished, id: 'i5', into, rows: 40 });
    await none();
    fake.foreign = () => true;
    heardImport({ ...finished, id: 'i5', into, rows: 40 });
    await words();
    fake.foreign = () => undefined;
    heardBegun('i6', { ...finished, id: 'i6', into, rows: 40 });
    await none();
    heardPasted([]);
    fake.foreign = () => true;
    heardImport({ ...finished, id: 'i6', into, rows: 40 });
    await none();
  });
});

describe('many texts', () => {
  it('are told of where more seem foreign than mistakes would be', () => {
    expect(foreignWords(1234, 5000)).toContain('1,234 of these texts (24.7 %) seem not to be in English.');
    expect(foreignWords(24, 100, true)).toContain('Of 100 that were looked at, 24 (24.0 %) seem not to be in English.');
    for (const [foreign, n] of [
      [0, 0],
      [0, 5000],
      [2, 4],
      [280, 5000],
    ]) {
      expect(foreignWords(foreign, n)).toBeNull();
    }
  });

  it('are all asked about, or some from all over', async () => {
    expect(await languageOf(['a', 'b', 'c'])).toContain('3 of these texts');
    expect(await languageOf([])).toBeNull();
    fake.foreign = (text) => Number(text) >= 2500;
    const words = await languageOf(Array.from({ length: 5000 }, (_, i) => String(i)));
    expect(words).toContain('Of 100 that were looked at, 50 ');
    expect(fake.asked.map(({ length }) => length)).toEqual([3, 100]);
    expect(fake.models).toEqual(['base', 'base']);
  });

  it('that were imported are asked about once, a page here and there', async () => {
    const dataset = { id: 'd1', into: 'dataset', rows: 5000 } as const;
    expect(await languageOfImport(dataset)).toContain('Of 100 that were looked at, 100 ');
    await languageOfImport({ ...dataset });
    expect(fake.pages).toEqual([0, 1250, 2500, 3750].map((offset) => ['d1', offset, 25]));
    expect(await languageOfImport({ id: 'r1', into: 'reviews', rows: 7 })).toContain('7 of these texts');
    expect(fake.pages.slice(4)).toEqual([['reviews', 0, 7]]);
    expect(fake.asked.map(({ length }) => length)).toEqual([100, 7]);
  });

  it('in another script are told of where a model of the app knows no language, and not where another answers', async () => {
    fake.foreign = () => undefined;
    const texts = ['Очень хороший фильм', '这部电影很好看', 'ممتاز جدا', 'A fine film'];
    expect(await languageOf(texts)).toContain('3 of these texts (75.0 %)');
    fake.shipped = false;
    expect(await languageOf(texts)).toBeUndefined();
  });

  it('are not told of where the answer is that of a model without pieces, or none, and asked about again', async () => {
    fake.foreign = () => undefined;
    expect(await languageOf(['a', 'b', 'c'])).toBeUndefined();
    const dataset = { id: 'd2', into: 'dataset', rows: 10 } as const;
    expect(await languageOfImport(dataset)).toBeUndefined();
    fake.foreign = () => true;
    expect(await languageOfImport(dataset)).toContain('10 of these texts');
    expect(await languageOfImport({ ...dataset, id: 'gone' })).toBeUndefined();
    fake.foreign = () => false;
    expect(await languageOf(['a', 'b', 'c'])).toBeNull();
  });
});
