// What follows from a batch's scores. What does not depend on the threshold is worked out once, a step at a time; the
// rest is quick enough to follow a slider.

import { type Calibration, calibrationOf, confusionOf, type Rates, ratesOf, rocAuc } from '../../../ml/metrics/binary';
import type { BatchScores } from '../../../wire/batch';
import type { Cell, Order, Show } from './store';

export interface Analysed {
  readonly scores: BatchScores;
  /** Texts with a label. */
  readonly labelled: number;
  /** Null with one label only. */
  readonly auc: number | null;
  readonly calibration: Calibration;
  readonly histogram: Histogram;
  /** Positions, the farthest from their label first (without a label: the least sure first). */
  readonly byError: Uint32Array;
  /** Positions, the lowest score first. */
  readonly byScore: Uint32Array;
}

/** Texts in equal bins of 0 … 1, by label. */
export interface Histogram {
  readonly positive: readonly number[];
  readonly negative: readonly number[];
  readonly unlabelled: readonly number[];
}

export const HISTOGRAM_BINS = 20;

/** `pause` lets the page breathe between two steps. */
export async function analyse(scores: BatchScores, pause: () => Promise<void>): Promise<Analysed> {
  const { label, score } = scores;
  const labelled = label.reduce((n, one) => n + (one < 0 ? 0 : 1), 0);
  const calibration = calibrationOf(score, label);
  const histogram = histogramOf(scores);
  await pause();
  const auc = rocAuc(score, label);
  await pause();
  const byError = positionsBy(score, (value, at) => -errorOf(value, label[at]));
  await pause();
  const byScore = positionsBy(score, (value) => value);
  return { scores, labelled, auc, calibration, histogram, byError, byScore };
}

/** How far the score is from the label; without a label, how unsure it is. */
function errorOf(score: number, label: number): number {
  return label < 0 ? 0.5 - Math.abs(score - 0.5) : Math.abs(score - label);
}

/** Fixed point of a value within −1 … 1, and room for its position beside it: together they fit 53 bits. */
const VALUE_STEPS = 2 ** 24;
const PLACES = 2 ** 27;

/** The lowest value first, ties in their order. Sorts plain numbers, ten times as quick as with a comparison. */
function positionsBy(score: Float32Array, value: (score: number, at: number) => number): Uint32Array {
  const keys = Float64Array.from(score, (one, at) => Math.round((value(one, at) + 1) * VALUE_STEPS) * PLACES + at);
  return Uint32Array.from(keys.sort(), (key) => key % PLACES);
}

function histogramOf({ label, score }: BatchScores): Histogram {
  const empty = () => new Array<number>(HISTOGRAM_BINS).fill(0);
  const [unlabelled, negative, positive] = [empty(), empty(), empty()];
  const of = [unlabelled, negative, positive];
  for (let i = 0; i < score.length; i++) {
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.max(0, Math.floor(score[i] * HISTOGRAM_BINS)));
    of[label[i] + 1][bin] += 1;
  }
  return { positive, negative, unlabelled };
}

export interface AtThreshold {
  readonly confusion: Readonly<Record<Cell, number>>;
  readonly rates: Rates;
}

export function figuresAt({ scores: { score, label } }: Analysed, threshold: number): AtThreshold {
  const confusion = confusionOf(score, label, threshold);
  return { confusion, rates: ratesOf(confusion) };
}

/** Positions of the rows to list. */
export function listed(analysed: Analysed, threshold: number, show: Show, order: Order): Uint32Array {
  const { label, score } = analysed.scores;
  const sorted = order === 'error' ? analysed.byError : analysed.byScore;
  const kept = sorted.filter((at) => {
    if (show === 'all') return true;
    if (show === 'wrong') return isWrong(label[at], score[at], threshold);
    return cellOf(label[at], score[at], threshold) === show;
  });
  return order === 'high' ? kept.reverse() : kept;
}

export function isWrong(label: number, score: number, threshold: number): boolean {
  const cell = cellOf(label, score, threshold);
  return cell === 'fp' || cell === 'fn';
}

/** Null without a label. */
function cellOf(label: number, score: number, threshold: number): Cell | null {
  if (label < 0) return null;
  if (score >= threshold) return label === 1 ? 'tp' : 'fp';
  return label === 1 ? 'fn' : 'tn';
}
