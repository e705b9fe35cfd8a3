// Two hundred short film reviews to try things on, put together from sentences written for this app: an opening, a
// middle and an end, each drawn once in twenty. No two are equal.

import { BAD, GOOD, type Sentences } from './review-sentences';

export interface SampleReview {
  readonly text: string;
  readonly label: 'positive' | 'negative';
  readonly split: 'train' | 'validation' | 'test';
}

export const SAMPLE_REVIEWS = { name: 'Sample reviews', n: 200 } as const;

const EACH = SAMPLE_REVIEWS.n / 2;

/** A hundred of each label, in turn; of every ten pairs seven are for training, one for validation, two for the test. */
export function sampleReviews(): SampleReview[] {
  return Array.from({ length: EACH }, (_, i): SampleReview[] => [
    { text: reviewOf(GOOD, i), label: 'positive', split: splitOf(i) },
    { text: reviewOf(BAD, i), label: 'negative', split: splitOf(i) },
  ]).flat();
}

/**
 * Review i. The strides have no factor in common with the lists' length, so every sentence comes as often as any
 * other; the shift by i's round of the list keeps the rounds from repeating one another.
 */
function reviewOf({ openings, middles, ends }: Sentences, i: number): string {
  const round = Math.floor(i / openings.length);
  const pick = (list: readonly string[], stride: number) => list[(i * stride + round * (stride + 2)) % list.length]!;
  return [openings[i % openings.length]!, pick(middles, 7), pick(ends, 11)].join(' ');
}

function splitOf(i: number): SampleReview['split'] {
  const digit = i % 10;
  if (digit < 7) return 'train';
  return digit === 7 ? 'validation' : 'test';
}
