// Histograms of weights, as TensorBoard draws them: bounded in number and size, however large the model.

import type { Histograms } from '../job';

const BINS = 30;
/** Tensors of a model that are shown: the largest. */
const MOST = 40;

/** Thirty bins of one width from the least to the largest number; numbers that are not finite are left out. */
export function histogramsOf(tensors: ReadonlyMap<string, ArrayLike<number>>): Histograms {
  const sizes = [...tensors].map(([, { length }]) => length).sort((a, b) => b - a);
  const least = sizes[MOST - 1] ?? 1;
  const largest = [...tensors].filter(([, { length }]) => length >= least).slice(0, MOST);
  return Object.fromEntries(largest.map(([name, values]) => [name, histogramOf(values)]));
}

function histogramOf(values: ArrayLike<number>): Histograms[string] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  // Nothing, or one number many times: a bin on either side of it.
  if (!(low < high)) [low, high] = Number.isFinite(low) ? [low - 0.5, low + 0.5] : [0, 1];
  const width = (high - low) / BINS;
  const counts = new Float64Array(BINS);
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) counts[Math.min(BINS - 1, Math.floor((values[i] - low) / width))] += 1;
  }
  return { edges: Float64Array.from({ length: BINS + 1 }, (_, i) => (i === BINS ? high : low + i * width)), counts };
}
