// What a batch came to at a threshold: figures of the positive label, and the first results in the dataset's order.

import { calibrationOf, confusionOf, ratesOf, rocAuc, wilson } from '../../ml/metrics/binary';
import type { BatchFigures, BatchScores } from '../../wire/batch';

/** Scores at or above the threshold are called positive. */
export function figuresOf({ label, score }: Pick<BatchScores, 'label' | 'score'>, threshold: number): BatchFigures {
  const confusion = confusionOf(score, label, threshold);
  const { n, ...rates } = ratesOf(confusion);
  return {
    n,
    // Without a label there is nothing to be right or wrong about.
    ...(n > 0 ? rates : { accuracy: null, precision: null, recall: null, f1: null }),
    interval: n > 0 ? wilson(confusion.tp + confusion.tn, n) : null,
    auc: rocAuc(score, label),
    confusion,
    ece: n > 0 ? calibrationOf(score, label).ece : null,
    threshold,
  };
}

/** Positions of the first results, at most `most`, in the order of the dataset. */
export function firstOf({ index }: Pick<BatchScores, 'index'>, most: number): number[] {
  return Array.from(index.keys())
    .sort((a, b) => index[a] - index[b])
    .slice(0, most);
}
