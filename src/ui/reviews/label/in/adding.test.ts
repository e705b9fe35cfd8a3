// Pasted text is a review a line, whatever ends its lines; all of it is added, or nothing.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_REVIEWS_ADDED } from '../../../../wire/limits';
import { addTexts, linesOf } from './adding';

const fake = vi.hoisted(() => ({ kept: new Set<string>(), calls: 0, fails: Number.POSITIVE_INFINITY }));

vi.mock('../../../../client', () => ({
  subscribe: () => () => {},
  service: {
    reviews: {
      add: async (reviews: readonly { readonly text: string }[]) => {
        fake.calls += 1;
        if (fake.calls >= fake.fails) throw new Error('The storage is full.');
        for (const { text } of reviews) fake.kept.add(text);
        return reviews.map(({ text }) => text);
      },
      removeReviews: async (ids: readonly string[]) => {
        for (const id of ids) fake.kept.delete(id);
      },
    },
  },
}));
vi.mock('../../../components/notify', () => ({ showError: vi.fn(), settleError: vi.fn(), showDone: vi.fn() }));

beforeEach(() => Object.assign(fake, { kept: new Set(), calls: 0, fails: Number.POSITIVE_INFINITY }));

describe('pasted lines', () => {
  it('are a review each, whatever ends them', () => {
    expect(linesOf('one\r\n\r\n two \rthree\n')).toEqual(['one', 'two', 'three']);
    expect(linesOf(' \n ')).toEqual([]);
  });

  it('are added all, or where some cannot be none', async () => {
    const texts = Array.from({ length: MAX_REVIEWS_ADDED + 1 }, (_, i) => `text ${i}`);
    expect(await addTexts(texts, 'pasted')).toBe(true);
    expect(fake.kept.size).toBe(texts.length);
    Object.assign(fake, { kept: new Set(), calls: 0, fails: 2 });
    expect(await addTexts(texts, 'pasted')).toBe(false);
    expect(fake.kept.size).toBe(0);
  });
});
