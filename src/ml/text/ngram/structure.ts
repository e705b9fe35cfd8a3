// The n-gram model's layers, as the structure view and an archive's card tell them.

import type { LayerInfo } from '../types';
import type { NgramNumbers } from './file';

/** Words in the text that operations are counted for. */
const SHOWN_WORDS = 128;

export function ngramStructure({ weights, order }: NgramNumbers): readonly LayerInfo[] {
  const parameters = weights.size + 1;
  const flops = 2 * order * SHOWN_WORDS;
  return [
    { name: 'features', kind: `Distinct ${runsOf(order)}`, output: ['batch', 'features'], parameters: 0, flops: 0 },
    { name: 'weights', kind: 'Sum of weights', output: ['batch', 1], parameters, flops },
    { name: 'score', kind: 'Logistic function', output: ['batch', 1], parameters: 0, flops: 4 },
  ];
}

/** What the features are, in words. */
export function runsOf(order: number): string {
  if (order === 1) return 'words';
  return order === 2 ? 'words and pairs of words' : `runs of 1 to ${order} words`;
}
