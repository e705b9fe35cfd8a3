// Upright axes of charts, which have numbers also where nothing rises or falls.

import { expect, it } from 'vitest';
import { niceTicks } from '../../plane/ticks';
import { uprightOf } from './upright';

it('goes from the lowest to the highest value, or as far as was asked', () => {
  expect(uprightOf([-3, 5], undefined, undefined)).toEqual([-3, 5]);
  expect(uprightOf([-3, 5], 0, 1)).toEqual([0, 1]);
});

it.each([
  // A fit of one group: its first iteration is its last.
  [-10757.350697129441, undefined],
  [0, undefined],
  [0.4, 0.4],
  [0, 0],
  [1e-9, undefined],
])('has numbers above and below a level line at %d, from %s', (value, floor) => {
  const [low, high] = uprightOf([value, value], floor, undefined);
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThan(value);
  expect(niceTicks(low, high, 4).labels.length).toBeGreaterThan(1);
});

it('is of no length where there is nothing to show', () => {
  expect(uprightOf([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], undefined, undefined)).toEqual([
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
});
