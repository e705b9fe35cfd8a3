// What is said of texts in other languages, and of which of many the model is asked.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { heardImport, heardPasted, useArrivals } from './arrivals';
import { languageOf, languageOfImport } from './sample';
import { foreignWords, languageWords } from './words';

const fake = vi.hoisted(() => ({
  asked: [] as string[][],
  pages: [] as unknown[],
  foreign: (_text: string): boolean | undefined => true,
}));

const page = (start: number, n: number) => Array.from({ length: n }, (_, i) => ({ text: `Text ${start + i}` }));

vi.mock('../../../client', () => ({
  service: {
    reviews: {
      score: async (texts: string[]) => {
        fake.asked.push(texts);
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
  fake.pages.length = 0;
  fake.foreign = () => true;
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
  const words = () => vi.waitFor(() => expect(useArrivals.getState().words).not.toBeNull());

  it('are told of once, the last of them', async () => {
    heardImport({ ...finished, id: 'i1', into: 'reviews', rows: 40 });
    await words();
    expect(useArrivals.getState().words).toContain('40 of these texts');
    heardPasted(['a', 'b', 'c', 'd']);
    await words();
    // A view that comes back hears of the import again.
    heardImport({ ...finished, id: 'i1', into: 'reviews', rows: 40 });
    heardImport({ ...finished, id: 'i2', into: 'dataset', rows: 40 });
    heardImport(undefined);
    expect(useArrivals.getState().words).toContain('4 of these texts');
    expect(fake.asked.map(({ length }) => length)).toEqual([40, 4]);
  });

  it('may be followed by others before the answer is there', async () => {
    heardPasted(['a', 'b', 'c']);
    heardPasted(['a', 'b', 'c', 'd', 'e']);
    await words();
    expect(useArrivals.getState().words).toContain('5 of these texts');
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

  it('are not told of where the answer is that of a model without pieces, or none', async () => {
    fake.foreign = () => undefined;
    expect(await languageOf(['a', 'b', 'c'])).toBeNull();
    expect(await languageOfImport({ id: 'gone', into: 'dataset', rows: 10 })).toBeNull();
  });
});
