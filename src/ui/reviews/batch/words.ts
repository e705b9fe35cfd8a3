// Verdicts, parts and figures in words.

import type { SplitName } from '../../../wire/datasets';
import type { Cell } from './store';

export const PART_WORDS: Readonly<Record<SplitName, string>> = {
  train: 'Training part',
  validation: 'Validation part',
  test: 'Test part',
  none: 'Texts in no part',
};

export const CELL_WORDS: Readonly<Record<Cell, string>> = {
  tp: 'Positive, called positive',
  fn: 'Positive, called negative',
  fp: 'Negative, called positive',
  tn: 'Negative, called negative',
};

/** 0.9234 → "92.3 %". */
export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** 0.97312 → "0.973". */
export function formatFigure(value: number): string {
  return value.toFixed(3);
}

export function labelWord(label: 0 | 1 | null): string {
  if (label === null) return 'no label';
  return label === 1 ? 'positive' : 'negative';
}
