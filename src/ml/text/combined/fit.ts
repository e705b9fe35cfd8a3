// Fits the combination of two logits to labels by logistic regression, held towards the combination so far: few
// labels move it little.

import { heldRegression, PRIOR_LABELS } from '../regression';
import type { Combination } from './files';

export function combine({ encoder, ngram, offset }: Combination, e: number, n: number): number {
  return encoder * e + ngram * n + offset;
}

/**
 * The regression of ../regression.ts, each logit scaled by its standard deviation so that neither counts more for being
 * larger. `labels` may be soft; `held`: how many of them the combination so far weighs.
 */
export function fitCombination(
  prior: Combination,
  encoder: ArrayLike<number>,
  ngram: ArrayLike<number>,
  labels: ArrayLike<number>,
  held = PRIOR_LABELS,
): Combination {
  const scales = [deviation(encoder), deviation(ngram), 1];
  const rows = Array.from({ length: labels.length }, (_, i) => [encoder[i] / scales[0], ngram[i] / scales[1], 1]);
  const start = [prior.encoder * scales[0], prior.ngram * scales[1], prior.offset];
  const theta = heldRegression(rows, labels, start, held);
  return { encoder: theta[0] / scales[0], ngram: theta[1] / scales[1], offset: theta[2] };
}

/** At least 0.01: logits that are all the same tell nothing. */
function deviation(values: ArrayLike<number>): number {
  const all = Array.from(values);
  const mean = all.reduce((a, b) => a + b, 0) / Math.max(1, all.length);
  const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, all.length);
  return Math.max(0.01, Math.sqrt(variance));
}
