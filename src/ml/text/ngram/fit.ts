// Fits the n-gram model to labelled texts: naive-Bayes log-count ratios scale the features of a logistic
// regression (Wang & Manning 2012, "NB-SVM" with logistic loss), trained by AdaGrad (Duchi et al. 2011); the
// features that matter most are kept and trained once more.

import { Rng } from '../../rng';
import type { LabelledText } from '../types';
import { DEFAULT_ORDER, prints } from './features';
import type { NgramNumbers } from './file';

export interface NgramFitOptions {
  /** Features kept. */
  readonly features: number;
  /** Words of the longest feature. */
  readonly order: number;
  /** Texts that must have a feature for it to count. */
  readonly minCount: number;
  readonly epochs: number;
  readonly rate: number;
  /** L2 penalty a text. */
  readonly penalty: number;
  readonly seed: number;
}

export const DEFAULT_NGRAM_FIT: NgramFitOptions = {
  features: 70_000,
  order: DEFAULT_ORDER,
  minCount: 3,
  epochs: 12,
  rate: 0.1,
  penalty: 0.01,
  seed: 1,
};

/**
 * Labels may lie between 0 and 1 (soft). Texts of one label alone tell nothing apart: the bias goes their way, and weights
 * say no more than how common a feature is among them.
 */
export function fitNgram(texts: readonly LabelledText[], options: NgramFitOptions = DEFAULT_NGRAM_FIT): NgramNumbers {
  const documents = texts.map(({ text }) => prints(text, options.order));
  const labels = Float64Array.from(texts, ({ label }) => label);
  const all = countFeatures(documents, labels, options.minCount);
  const first = regress(encode(documents, all.index), labels, all.ratio, options);
  if (all.index.size <= options.features) return named(all.index, first, options.order);
  const kept = strongest(all, first.weights, options.features);
  const second = regress(encode(documents, kept.index), labels, kept.ratio, options);
  return named(kept.index, second, options.order);
}

function named(index: ReadonlyMap<number, number>, { bias, weights }: Regression, order: number): NgramNumbers {
  return { bias, weights: new Map([...index].map(([print, i]) => [print, weights[i]])), order };
}

interface Features {
  readonly index: ReadonlyMap<number, number>;
  /** Log-count ratios. */
  readonly ratio: Float64Array;
  readonly count: Float64Array;
}

function countFeatures(documents: readonly Set<number>[], labels: Float64Array, minCount: number): Features {
  const counts = new Map<number, { total: number; positive: number }>();
  documents.forEach((document, d) => {
    for (const print of document) {
      const count = counts.get(print) ?? { total: 0, positive: 0 };
      count.total += 1;
      count.positive += labels[d];
      counts.set(print, count);
    }
  });
  const common = [...counts].filter(([, { total }]) => total >= minCount);
  // Smoothed by one, as in the paper.
  const positives = common.reduce((sum, [, { positive }]) => sum + positive + 1, 0);
  const negatives = common.reduce((sum, [, { total, positive }]) => sum + total - positive + 1, 0);
  const ratio = Float64Array.from(common, ([, { total, positive }]) =>
    Math.log((positive + 1) / positives / ((total - positive + 1) / negatives)),
  );
  return {
    index: new Map(common.map(([print], i) => [print, i])),
    ratio,
    count: Float64Array.from(common, ([, { total }]) => total),
  };
}

/** By how much of the logit's spread over the texts a feature makes. */
function strongest({ index, ratio, count }: Features, weights: Float64Array, keep: number): Features {
  const strength = (i: number) => Math.abs(weights[i]) * Math.sqrt(count[i]);
  const order = [...index].sort(([, a], [, b]) => strength(b) - strength(a)).slice(0, keep);
  return {
    index: new Map(order.map(([print], i) => [print, i])),
    ratio: Float64Array.from(order, ([, i]) => ratio[i]),
    count: Float64Array.from(order, ([, i]) => count[i]),
  };
}

function encode(documents: readonly Set<number>[], index: ReadonlyMap<number, number>): Int32Array[] {
  return documents.map((document) => {
    const found: number[] = [];
    for (const print of document) {
      const i = index.get(print);
      if (i !== undefined) found.push(i);
    }
    return Int32Array.from(found);
  });
}

interface Regression {
  readonly bias: number;
  readonly weights: Float64Array;
}

/**
 * Logistic regression on the scaled features; weights come back in the logit's own scale. They are the mean of
 * those at the ends of the later half of the epochs (Polyak & Juditsky 1992): single ones depend on the order.
 */
function regress(
  documents: readonly Int32Array[],
  labels: Float64Array,
  ratio: Float64Array,
  { epochs, rate, penalty, seed }: NgramFitOptions,
): Regression {
  const u = new Float64Array(ratio.length);
  const squares = new Float64Array(ratio.length).fill(1);
  const mean = new Float64Array(ratio.length);
  let bias = 0;
  let meanBias = 0;
  let biasSquares = 1;
  const averaged = Math.ceil(epochs / 2);
  const rng = new Rng(seed);
  const order = Int32Array.from(documents, (_, d) => d);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, rng);
    for (const d of order) {
      const document = documents[d];
      let logit = bias;
      for (const i of document) logit += u[i] * ratio[i];
      const error = 1 / (1 + Math.exp(-logit)) - labels[d];
      biasSquares += error * error;
      bias -= (rate / Math.sqrt(biasSquares)) * error;
      for (const i of document) {
        const gradient = error * ratio[i] + penalty * u[i];
        squares[i] = squares[i] + gradient * gradient;
        u[i] = u[i] - (rate / Math.sqrt(squares[i])) * gradient;
      }
    }
    if (epoch < epochs - averaged) continue;
    meanBias += bias / averaged;
    for (let i = 0; i < u.length; i++) mean[i] += u[i] / averaged;
  }
  return { bias: meanBias, weights: mean.map((value, i) => value * ratio[i]) };
}

function shuffle(order: Int32Array, rng: Rng): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}
