// Product and restaurant reviews in any number, put together at random from sentences written for this bench: by no
// customer, of no shop. Each has a leaning, mostly keeps to it, and is as long as such reviews are (or as told).

import type { Rng } from '../../src/ml/rng';
import { PRODUCT_COMPLAINTS, PRODUCT_PRAISE } from './products';
import { RESTAURANT_COMPLAINTS, RESTAURANT_PRAISE } from './restaurants';

export interface MadeReview {
  readonly text: string;
  /** 1 positive, 0 negative. */
  readonly label: 0 | 1;
}

export type Kind = 'products' | 'restaurants';

const lines = (block: string) => block.trim().split('\n');
/** By label. */
export const SENTENCES: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  products: [lines(PRODUCT_COMPLAINTS), lines(PRODUCT_PRAISE)],
  restaurants: [lines(RESTAURANT_COMPLAINTS), lines(RESTAURANT_PRAISE)],
};

/** Sentences against the review's leaning. */
const CONTRARY = 0.12;
const MOST = 9;

/** @param sentences how many a review has; by default 1 to 9, few more often than many */
export function makeReview(kind: Kind, rng: Rng, sentences?: number): MadeReview {
  const label = rng.uniform() < 0.5 ? 0 : 1;
  const wanted = sentences ?? 1 + Math.floor(MOST * rng.uniform() ** 1.5);
  const used = new Set<string>();
  while (used.size < wanted) {
    const pool = SENTENCES[kind][rng.uniform() < CONTRARY && wanted > 1 ? 1 - label : label];
    used.add(pool[rng.integer(pool.length)]);
  }
  return { text: [...used].join(' '), label };
}
