// Parts in words.

import type { SplitName } from '../../../wire/datasets';

export const SPLIT_WORDS: Readonly<Record<SplitName, string>> = {
  train: 'training',
  validation: 'validation',
  test: 'test',
  none: 'no part',
};
