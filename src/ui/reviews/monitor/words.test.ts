// Why a retraining stands still, and what there is to be done, in words.

import { describe, expect, it } from 'vitest';
import { restingWords } from './words';

describe('a retraining that stands still', () => {
  it('says why, and what can be done', () => {
    expect(restingWords('paused')).toMatch(/paused/);
    expect(restingWords('interrupted')).toMatch(/stopped from outside.*Go on.*cancel/);
  });
});
