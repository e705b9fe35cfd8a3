// Parts and labels in words.

import type { SplitName } from '../../../wire/datasets';
import type { Sentiment } from '../../../wire/reviews';

export const SPLIT_WORDS: Readonly<Record<SplitName, string>> = {
  train: 'training',
  validation: 'validation',
  test: 'test',
  none: 'no part',
};

export function labelWord(label: Sentiment | null): string {
  if (label === null) return 'no label';
  return label === 1 ? 'positive' : 'negative';
}
