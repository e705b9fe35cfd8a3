// The population stability index of credit scoring, Σ (q − p)·ln(q / p) over bins that hold equal shares of the
// reference (Siddiqi 2006), with half a text added to every bin of both sides, so that an empty bin is not infinite
// (Jeffreys' prior). Its usual limits 0.1 and 0.2 do not know of sample sizes: of 25 texts like the reference the index
// is easily 0.4. So what it is when nothing has drifted is found by drawing both sides from the reference.

import { Rng } from '../rng';
import { type Moments, momentsOf } from './pearson';

const BINS = 10;
const SMOOTHING = 0.5;
const DRAWS = 200;

/** Inner edges of ten bins of equal shares: quantiles, linear between ranks; fewer where values repeat. */
export function quantileEdges(reference: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(reference).sort();
  const edges = new Set<number>();
  for (let bin = 1; bin < BINS; bin++) {
    const place = (bin / BINS) * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    edges.add(below + (sorted[Math.ceil(place)] - below) * (place - Math.floor(place)));
  }
  return Float64Array.from(edges);
}

/** How many values are in each bin: at most the first edge, above it and at most the second …, above the last. */
export function countBins(values: ArrayLike<number>, edges: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  for (let i = 0; i < values.length; i++) {
    let bin = 0;
    while (bin < edges.length && values[i] > edges[bin]) bin += 1;
    counts[bin] += 1;
  }
  return counts;
}

/** The index of two histograms over the same bins; 0 when they are equal, and symmetric. */
export function psiOf(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [n, m] = [total(reference), total(current)];
  let index = 0;
  for (let bin = 0; bin < reference.length; bin++) {
    const p = (reference[bin] + SMOOTHING) / n;
    const q = (current[bin] + SMOOTHING) / m;
    index += (q - p) * Math.log(q / p);
  }
  return index;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) sum += counts[bin] + SMOOTHING;
  return sum;
}

/** Of the index between a reference with these counts and `n` texts when both come from the same: 200 draws by seed. */
export function psiNull(reference: Float64Array, n: number, seed: number): Moments {
  const rng = new Rng(seed);
  const size = reference.reduce((sum, count) => sum + count, 0);
  const draws = Float64Array.from({ length: DRAWS }, () =>
    psiOf(multinomial(reference, size, size, rng), multinomial(reference, size, n, rng)),
  );
  return momentsOf(draws);
}

function multinomial(counts: Float64Array, size: number, n: number, rng: Rng): Float64Array {
  const drawn = new Float64Array(counts.length);
  for (let i = 0; i < n; i++) {
    let rest = rng.uniform() * size;
    let bin = 0;
    while (bin < counts.length - 1 && rest >= counts[bin]) rest -= counts[bin++];
    drawn[bin] += 1;
  }
  return drawn;
}
