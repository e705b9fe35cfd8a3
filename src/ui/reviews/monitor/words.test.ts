// What is said of a retraining: why it stands still, what there is to be done, and what the gate asks.

import { describe, expect, it } from 'vitest';
import { inPerCent, isWon, restingWords } from './words';

describe('a retraining that stands still', () => {
  it('says why, and what can be done', () => {
    expect(restingWords('paused')).toMatch(/paused/);
    expect(restingWords('interrupted')).toMatch(/stopped from outside.*Go on.*cancel/);
  });
});

it('tells what the gate asks as fine as it was set', () => {
  expect([0.7, 0.855, 0.995, 0.07, 0.001, 1].map(inPerCent)).toEqual([70, 85.5, 99.5, 7, 0.1, 100]);
});

it('calls a text won as the gate does: a half is positive', () => {
  const won = (label: 0 | 1, challenger: number) => isWon({ label, challenger });
  expect([won(1, 0.5), won(0, 0.5), won(1, 0.49), won(0, 0.49)]).toEqual([true, false, false, true]);
});
