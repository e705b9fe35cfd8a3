// Words for scores, for what was not read, and for training options.

import { describe, expect, it } from 'vitest';
import { DEFAULT_CHOICE, toOptions } from '../train/options';
import { formatScore, truncationWords, VERDICTS, verdictOf } from './words';

describe('words for numbers', () => {
  it('a fifth of the scale has a word', () => {
    expect([0, 0.3, 0.5, 0.79, 1].map(verdictOf)).toEqual(VERDICTS);
    expect(verdictOf(Number.NaN)).toBe('mixed');
  });

  it('a score is never quite sure', () => {
    expect([0, 0.5, 1, Number.NaN].map(formatScore)).toEqual(['0.01', '0.50', '0.99', '–']);
  });

  it('truncation is said when there is any', () => {
    expect(truncationWords(1204, 510)).toBe('Read 510 of 1,204 word pieces (tokens): the beginning and the end.');
    expect(truncationWords(510, 510)).toBeNull();
  });

  it('training options left alone are the model’s to choose, but for what learns, which is as the form shows it', () => {
    expect(toOptions(DEFAULT_CHOICE, 'head')).toEqual({ trainable: { kind: 'head' }, seed: 1 });
    expect(toOptions({ ...DEFAULT_CHOICE, epochs: 2, patience: 3 }, 'top')).toEqual({
      ...{ epochs: 2, early_stopping: 3, seed: 1 },
      trainable: { kind: 'top', layers: 1 },
    });
  });
});
