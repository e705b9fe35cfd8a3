// The figures of a batch, by the product's own code, for bench/metrics/run.mjs: what they come to, and how long that takes.

import { confusionOf, logLoss, ratesOf, rocAuc } from '../../src/ml/metrics/binary';
import { Rng } from '../../src/ml/rng';

export interface Judged {
  readonly scores: Float64Array<ArrayBuffer>;
  /** 0 or 1. */
  readonly labels: Int8Array<ArrayBuffer>;
}

/** Scores that lean towards their labels, rounded to so many digits, so that some are alike. */
export function judged(n: number, digits: number, seed: number): Judged {
  const rng = new Rng(seed);
  const labels = Int8Array.from({ length: n }, () => (rng.uniform() < 0.4 ? 1 : 0));
  const scores = Float64Array.from(labels, (label) => {
    const score = 1 / (1 + Math.exp(-(label === 1 ? 1 : -1) - 1.5 * rng.normal()));
    return Number(score.toFixed(digits));
  });
  return { scores, labels };
}

export function figuresOf({ scores, labels }: Judged): {
  readonly ms: number;
  readonly figures: Record<string, number>;
} {
  const start = performance.now();
  const confusion = confusionOf(scores, labels, 0.5);
  const { accuracy, precision, recall, f1 } = ratesOf(confusion);
  const figures = {
    auc: rocAuc(scores, labels) ?? 0,
    log_loss: logLoss(scores, labels) ?? 0,
    accuracy,
    precision,
    recall,
    f1,
  };
  return { ms: performance.now() - start, figures };
}
