// Figures of a classifier of two labels, with scikit-learn's names and semantics, from scores (0 negative … 1
// positive) and labels (0, 1, or −1 for none: left out). Where a ratio has nothing below the line it is 0.

import { binomialLowerTail, binomialUpperTail, normalQuantile } from './tails';

export type Scores = Float32Array | Float64Array;
/** 0, 1, or −1 without a label; as long as the scores. */
export type Labels = Int8Array;

/** Numbers of texts: t/f right or wrong, p/n called positive or negative. */
export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

/** @param threshold scores at or above it are called positive */
export function confusionOf(scores: Scores, labels: Labels, threshold: number): Confusion {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (labels[i] < 0) continue;
    counts[2 * labels[i] + (scores[i] >= threshold ? 1 : 0)] += 1;
  }
  const [tn, fp, fn, tp] = counts;
  return { tp, fp, tn, fn };
}

export interface Rates {
  /** Texts with a label. */
  readonly n: number;
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Of the positive label. */
export function ratesOf({ tp, fp, tn, fn }: Confusion): Rates {
  const n = tp + fp + tn + fn;
  return {
    n,
    accuracy: ratio(tp + tn, n),
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
  };
}

function ratio(above: number, below: number): number {
  return below === 0 ? 0 : above / below;
}

/** Area under the ROC curve: the share of pairs ranked right, ties half (Mann and Whitney); null with one label only. */
export function rocAuc(scores: Scores, labels: Labels): number | null {
  let area = 0;
  let [positives, negatives] = [0, 0];
  for (const step of descending(scores, labels)) {
    area += step.negatives * (positives + step.positives / 2);
    positives += step.positives;
    negatives += step.negatives;
  }
  return positives === 0 || negatives === 0 ? null : area / (positives * negatives);
}

/** Mean cross-entropy, natural log; scores are kept the type's precision away from 0 and 1. Null without labels. */
export function logLoss(scores: Scores, labels: Labels): number | null {
  const least = scores instanceof Float32Array ? 2 ** -23 : Number.EPSILON;
  let [sum, n] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (labels[i] < 0) continue;
    const score = Math.min(1 - least, Math.max(least, scores[i]));
    sum -= Math.log(labels[i] === 1 ? score : 1 - score);
    n += 1;
  }
  return n === 0 ? null : sum / n;
}

// ---------------------------------------------------------------- calibration

export interface CalibrationBin {
  /** Scores with from < score ≤ to; the first has 0, too. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean score, and share of positives; null in an empty bin. */
  readonly score: number | null;
  readonly positive: number | null;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Expected calibration error: Σ n_b / n · |share of positives − mean score|. 0 without labels. */
  readonly ece: number;
}

/**
 * Reliability of the scores as probabilities of positive, in bins of equal width (Guo et al. 2017, *On Calibration of
 * Modern Neural Networks*, equations 2 and 3, for the positive label).
 */
export function calibrationOf(scores: Scores, labels: Labels, bins = 10): Calibration {
  const counts = Array.from({ length: bins }, () => ({ n: 0, score: 0, positive: 0 }));
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    if (labels[i] < 0) continue;
    const bin = counts[binOf(scores[i], bins)];
    bin.n += 1;
    bin.score += scores[i];
    bin.positive += labels[i];
    total += 1;
  }
  const ece = counts.reduce((sum, bin) => sum + Math.abs(bin.positive - bin.score), 0);
  return {
    bins: counts.map(({ n, score, positive }, i) => ({
      from: i / bins,
      to: (i + 1) / bins,
      n,
      score: n === 0 ? null : score / n,
      positive: n === 0 ? null : positive / n,
    })),
    ece: ratio(ece, total),
  };
}

/** i with i / bins < score ≤ (i + 1) / bins. */
function binOf(score: number, bins: number): number {
  const bin = Math.ceil(score * bins) - 1;
  // The product is rounded: a score may stand just on the other side of an edge.
  const right = score > (bin + 1) / bins ? bin + 1 : score <= bin / bins ? bin - 1 : bin;
  return Math.min(bins - 1, Math.max(0, right));
}

/** Different scores of labelled texts, highest first, with how many of each label have them. */
function descending(scores: Scores, labels: Labels): { score: number; positives: number; negatives: number }[] {
  const places = Uint32Array.from(scores.keys()).filter((i) => labels[i] >= 0);
  places.sort((a, b) => scores[b] - scores[a]);
  const steps: { score: number; positives: number; negatives: number }[] = [];
  for (const i of places) {
    let step = steps.at(-1);
    if (!step || step.score !== scores[i]) {
      step = { score: scores[i], positives: 0, negatives: 0 };
      steps.push(step);
    }
    if (labels[i] === 1) step.positives += 1;
    else step.negatives += 1;
  }
  return steps;
}

// ---------------------------------------------------------------- how sure

/** Wilson's (1927) score interval of a share, [0, 1] where nothing was counted. */
export function wilson(successes: number, n: number, level = 0.95): readonly [number, number] {
  if (n === 0) return [0, 1];
  const z = normalQuantile((1 - level) / 2);
  const share = successes / n;
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const centre = share + (z * z) / (2 * n);
  const scale = 1 + (z * z) / n;
  return [
    successes === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    successes === n ? 1 : Math.min(1, (centre + spread) / scale),
  ];
}

export interface McNemar {
  /** P of so many texts lost or more, were both classifiers as good: small when the second is worse. */
  readonly worse: number;
  /** P of so uneven a split either way. */
  readonly twoSided: number;
}

/**
 * McNemar's exact test of two classifiers on the same texts.
 * @param lost texts that only the first gets right; @param won texts that only the second gets right
 * @returns null where they differ nowhere
 */
export function mcnemar(lost: number, won: number): McNemar | null {
  const n = lost + won;
  if (n === 0) return null;
  return {
    worse: binomialUpperTail(lost, n, 0.5),
    twoSided: Math.min(1, 2 * binomialLowerTail(Math.min(lost, won), n, 0.5)),
  };
}
