// Which parts of what is stored are marked in the bar, and what is left for the others.

import { expect, it } from 'vitest';
import { marksOf } from './marks';

const parts = (...sizes: number[]) => sizes.map((bytes, i) => ({ label: `part ${i}`, bytes }));

it('marks the largest four, the largest first, and takes all others together', () => {
  const { marks, others } = marksOf(parts(5, 0, 100, 7, 7, 1, 30, 2));
  expect([...marks]).toEqual([
    ['part 2', 0],
    ['part 6', 1],
    ['part 3', 2],
    ['part 4', 3],
  ]);
  expect(others).toBe(5 + 1 + 2);
});

it('marks nothing that is not there', () => {
  expect(marksOf(parts(0, 0))).toEqual({ marks: new Map(), others: 0 });
  expect(marksOf(parts(0, 3))).toEqual({ marks: new Map([['part 1', 0]]), others: 0 });
});
