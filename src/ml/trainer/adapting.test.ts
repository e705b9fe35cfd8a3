// What a training takes where it is told little: a few texts more move no weights that know much already.

import { expect, it } from 'vitest';
import { adaptingOptions } from './adapting';

const known = { kind: 'encoder', untrained: false } as const;

it('few texts move the classifier alone, many low-rank additions, and random weights are free', () => {
  expect(adaptingOptions(known, 50)).toEqual({ trainable: { kind: 'head' }, epochs: 12, learning_rate: 1e-3 });
  expect(adaptingOptions({ ...known, kind: 'combined' }, 5000)).toEqual({
    ...{ trainable: { kind: 'lora', rank: 8, alpha: 16 }, epochs: 5, learning_rate: 3e-4 },
  });
  expect(adaptingOptions({ ...known, untrained: true }, 50)).toEqual({});
  expect(adaptingOptions({ ...known, kind: 'ngram' }, 50)).toEqual({ epochs: 6, learning_rate: 0.1 });
});

it('a step for a classifier is none for all weights', () => {
  expect(adaptingOptions(known, 50, { kind: 'all' })).toEqual({ trainable: { kind: 'all' } });
  expect(adaptingOptions(known, 5000, { kind: 'head' })).toMatchObject({ learning_rate: 1e-3 });
});
