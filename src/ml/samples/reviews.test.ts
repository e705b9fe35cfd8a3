// The sample reviews: as many as promised, no two equal, every sentence in use.

import { describe, expect, it } from 'vitest';
import { BAD, GOOD } from './review-sentences';
import { SAMPLE_REVIEWS, sampleReviews } from './reviews';

describe('the sample reviews', () => {
  const reviews = sampleReviews();

  it('are two hundred, half of each label in every part', () => {
    expect(reviews).toHaveLength(SAMPLE_REVIEWS.n);
    for (const [split, n] of [
      ['train', 140],
      ['validation', 20],
      ['test', 40],
    ] as const) {
      const part = reviews.filter((review) => review.split === split);
      expect(part).toHaveLength(n);
      expect(part.filter(({ label }) => label === 'positive')).toHaveLength(n / 2);
    }
  });

  it('are all different', () => {
    expect(new Set(reviews.map(({ text }) => text)).size).toBe(SAMPLE_REVIEWS.n);
  });

  it('use every sentence five times, and none under both labels', () => {
    for (const [label, { openings, middles, ends }] of [
      ['positive', GOOD],
      ['negative', BAD],
    ] as const) {
      const texts = reviews.filter((review) => review.label === label).map(({ text }) => text);
      for (const list of [openings, middles, ends]) {
        expect(list).toHaveLength(20);
        expect(new Set(list).size).toBe(20);
      }
      for (const sentence of [...openings, ...middles]) {
        expect(
          texts.filter((text) => text.includes(sentence)),
          sentence,
        ).toHaveLength(5);
      }
      for (const end of ends)
        expect(
          texts.filter((text) => text.endsWith(` ${end}`)),
          end,
        ).toHaveLength(5);
    }
    const good = new Set([...GOOD.openings, ...GOOD.middles, ...GOOD.ends]);
    expect([...BAD.openings, ...BAD.middles, ...BAD.ends].filter((sentence) => good.has(sentence))).toEqual([]);
  });
});
