// What the drift view draws: scores and lengths of the reference and of what came in, as shares.

import type { DriftHistograms, TextSample } from './types';

const SCORE_BINS = 10;
const LENGTH_BINS = 14;

export function histogramsOf(reference: TextSample, current: TextSample): DriftHistograms {
  const scoreEdges = Array.from({ length: SCORE_BINS + 1 }, (_, i) => i / SCORE_BINS);
  const longest = [...reference.lengths, ...current.lengths].reduce((most, length) => Math.max(most, length), 0);
  const edges = lengthEdges(longest);
  return {
    score: { reference: shares(reference.scores, scoreEdges), current: shares(current.scores, scoreEdges) },
    length: { edges, reference: shares(reference.lengths, edges), current: shares(current.lengths, edges) },
  };
}

/** Whole numbers, about equally far apart on a log scale: from 0 to beyond the longest. */
function lengthEdges(longest: number): number[] {
  const raw = Array.from({ length: LENGTH_BINS }, (_, i) => Math.round((longest + 1) ** ((i + 1) / LENGTH_BINS)));
  return [0, ...new Set(raw.filter((edge) => edge > 1 || longest === 0))];
}

/** Of the values with edges[i] ≤ value < edges[i + 1]; the last bin has its upper edge, too. Zeros without values. */
function shares(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const bins = new Array<number>(edges.length - 1).fill(0);
  for (let i = 0; i < values.length; i++) {
    let bin = bins.length - 1;
    while (bin > 0 && values[i] < edges[bin]) bin -= 1;
    bins[bin] += 1 / values.length;
  }
  return bins;
}
