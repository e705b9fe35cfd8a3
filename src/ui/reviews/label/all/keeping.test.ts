// What is kept of reviews with equal texts.

import { describe, expect, it } from 'vitest';
import type { Review } from '../../../../wire/reviews';
import { type Choices, type Group, keptOf, othersOf, withChoice } from './keeping';

function review(id: number, sentiment: Review['sentiment'] = null): Review {
  const rest = { rating: null, source: 'typed', part: null, labelled_at: null, created_at: '2026-01-01T00:00:00Z' };
  return { id: String(id), text: 'The same.', sentiment, skipped: false, score: null, ...rest };
}

const NONE: Choices = new Set();
const PLAIN: Group = [review(1), review(2), review(3)];
const LABELLED: Group = [review(4), review(5, 1), review(6)];
const ids = (group: Group) => group.map(({ id }) => id);

describe('of equal texts', () => {
  it('one with a label is kept, or the first', () => {
    expect(keptOf(PLAIN, NONE).id).toBe('1');
    expect(keptOf(LABELLED, NONE).id).toBe('5');
    expect(ids(othersOf(LABELLED, keptOf(LABELLED, NONE)))).toEqual(['4', '6']);
  });

  it('the one chosen is kept, in each group its own, the latest choice alone', () => {
    const first = withChoice(withChoice(NONE, LABELLED, '6'), PLAIN, '2');
    expect([PLAIN, LABELLED].map((group) => keptOf(group, first).id)).toEqual(['2', '6']);
    const second = withChoice(first, PLAIN, '3');
    expect([PLAIN, LABELLED].map((group) => keptOf(group, second).id)).toEqual(['3', '6']);
    expect(NONE.size).toBe(0);
  });

  it('the choice stays when another copy goes, and falls back when it goes itself', () => {
    const choices = withChoice(NONE, LABELLED, '6');
    expect(keptOf(LABELLED.slice(1), choices).id).toBe('6');
    expect(keptOf(LABELLED.slice(0, 2), choices).id).toBe('5');
  });
});
