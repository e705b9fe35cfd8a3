// Parts and fields of the matrix in words.

import type { SplitName } from '../../../wire/datasets';
import type { Cell } from './store';

export const PART_WORDS: Readonly<Record<SplitName, string>> = {
  train: 'Training part',
  validation: 'Validation part',
  test: 'Test part',
  none: 'Texts in no part',
};

/** Of the reviews kept here. */
export const KEPT_WORDS: Readonly<Record<SplitName, string>> = {
  train: 'Learnt from by a model',
  validation: 'Held out',
  test: 'Held out for judging',
  none: 'Neither',
};

export const CELL_WORDS: Readonly<Record<Cell, string>> = {
  tp: 'Positive, called positive',
  fn: 'Positive, called negative',
  fp: 'Negative, called positive',
  tn: 'Negative, called negative',
};
