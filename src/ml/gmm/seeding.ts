// Choosing centres among the points: k-means++ seeding (Arthur and Vassilvitskii, 2007, with scikit-learn's greedy
// trials), distinct random points, and Lloyd's k-means.

import type { Rng } from '../rng';
import { MixtureError } from './errors';
import { inStretches, type Pause, rowsInStretch } from './stretches';
import type { Matrix } from './types';

/** Lloyd's iterations run on this many points at most, a seeded sample of them; labels are still given to all. */
const LLOYD_POINTS = 50_000;
const LLOYD_ITERATIONS = 300;
/** Multiplications that comparing one coordinate amounts to, with what goes with it. */
const SCAN = 2;
/** Lloyd stops once centres move, squared and summed, by less than this share of the mean variance. */
const LLOYD_TOLERANCE = 1e-4;

/** @throws MixtureError on `n_components` when fewer than k points differ. */
export function requireDistinct(points: Matrix, k: number): void {
  const { data, n, d } = points;
  const found: number[] = [];
  for (let i = 0; i < n && found.length < k; i++) {
    if (!found.some((at) => sameRow(data, at * d, i * d, d))) found.push(i);
  }
  if (found.length === k) return;
  const have = found.length === 1 ? 'there is 1 distinct point' : `there are ${found.length} distinct points`;
  throw new MixtureError('n_components', `n_components is ${k}, but ${have}. Use fewer components or add points.`);
}

function sameRow(data: Float64Array, a: number, b: number, d: number): boolean {
  for (let j = 0; j < d; j++) if (data[a + j] !== data[b + j]) return false;
  return true;
}

function squaredDistance(a: Float64Array, aAt: number, b: Float64Array, bAt: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const difference = a[aAt + j] - b[bAt + j];
    sum += difference * difference;
  }
  return sum;
}

/**
 * k-means++: each next centre is drawn with probability proportional to its squared distance from the nearest centre
 * so far; of 2 + log k draws the one that lowers the sum of distances most is kept.
 *
 * @returns [k, d] centres, all different.
 */
export async function kMeansPlusPlus(points: Matrix, k: number, rng: Rng, pause?: Pause): Promise<Float64Array> {
  const { data, n, d } = points;
  const trials = 2 + Math.floor(Math.log(k));
  const chosen = [rng.integer(n)];
  const closest = new Float64Array(n).fill(Infinity);
  let potential = await lower(points, closest, chosen[0], pause);
  while (chosen.length < k) {
    const drawn = drawWeighted(closest, potential, trials, rng);
    let best = drawn[0];
    let bestPotential = Infinity;
    for (const candidate of drawn) {
      const reached = await potentialWith(points, closest, candidate, pause);
      if (reached < bestPotential) [best, bestPotential] = [candidate, reached];
    }
    // Squared distances of tiny data vanish, and rounding may draw a centre again; any other point will do then.
    if (!(closest[best] > 0)) best = otherRow(points, chosen);
    chosen.push(best);
    potential = await lower(points, closest, best, pause);
  }
  return gather(data, chosen, d);
}

/** Lowers each point's squared distance to its nearest centre with one more centre; returns their sum. */
async function lower(
  { data, n, d }: Matrix,
  closest: Float64Array,
  centre: number,
  pause: Pause | undefined,
): Promise<number> {
  const at = centre * d;
  let sum = 0;
  await inStretches(n, rowsInStretch(SCAN * d), pause, (start, end) => {
    // A local variable is quicker than one that the function closes over.
    let upTo = sum;
    for (let i = start; i < end; i++) {
      const distance = squaredDistance(data, i * d, data, at, d);
      if (distance < closest[i]) closest[i] = distance;
      upTo += closest[i];
    }
    sum = upTo;
  });
  return sum;
}

async function potentialWith(
  { data, n, d }: Matrix,
  closest: Float64Array,
  centre: number,
  pause: Pause | undefined,
): Promise<number> {
  const at = centre * d;
  let sum = 0;
  await inStretches(n, rowsInStretch(SCAN * d), pause, (start, end) => {
    let upTo = sum;
    for (let i = start; i < end; i++) {
      upTo += Math.min(closest[i], squaredDistance(data, i * d, data, at, d));
    }
    sum = upTo;
  });
  return sum;
}

/** Draws indices with probability proportional to their weight, in one scan. */
function drawWeighted(weights: Float64Array, total: number, count: number, rng: Rng): number[] {
  const targets = Array.from({ length: count }, () => rng.uniform() * total).sort((a, b) => a - b);
  const drawn: number[] = [];
  let sum = 0;
  for (let i = 0; i < weights.length && drawn.length < count; i++) {
    sum += weights[i];
    while (drawn.length < count && sum > targets[drawn.length]) drawn.push(i);
  }
  while (drawn.length < count) drawn.push(weights.length - 1);
  return drawn;
}

/** The first point that equals none of the chosen. */
function otherRow({ data, n, d }: Matrix, chosen: readonly number[]): number {
  for (let i = 0; i < n; i++) {
    if (!chosen.some((other) => sameRow(data, other * d, i * d, d))) return i;
  }
  throw new MixtureError('n_components', 'There are fewer distinct points than components.');
}

/** k different points, drawn evenly. Returns [k, d]. */
export function randomRows(points: Matrix, k: number, rng: Rng): Float64Array {
  const { data, n, d } = points;
  const chosen: number[] = [];
  // Among many duplicates a fresh value is drawn rarely: give up drawing before it takes long.
  for (let tries = 0; chosen.length < k && tries < 100 * k; tries++) {
    const row = rng.integer(n);
    if (!chosen.some((other) => sameRow(data, other * d, row * d, d))) chosen.push(row);
  }
  while (chosen.length < k) chosen.push(otherRow(points, chosen));
  return gather(data, chosen, d);
}

function gather(data: Float64Array, rows: ArrayLike<number>, d: number): Float64Array {
  const out = new Float64Array(rows.length * d);
  for (let r = 0; r < rows.length; r++) out.set(data.subarray(rows[r] * d, (rows[r] + 1) * d), r * d);
  return out;
}

/** [n] index of the nearest of the centres, [k, d]; the first among equals. */
export async function nearest(points: Matrix, centres: Float64Array, pause?: Pause): Promise<Uint8Array> {
  const { data, n, d } = points;
  const k = centres.length / d;
  const labels = new Uint8Array(n);
  await inStretches(n, rowsInStretch(SCAN * k * d), pause, (start, end) => {
    for (let i = start; i < end; i++) {
      let best = Infinity;
      for (let c = 0; c < k; c++) {
        const distance = squaredDistance(data, i * d, centres, c * d, d);
        if (distance < best) {
          best = distance;
          labels[i] = c;
        }
      }
    }
  });
  return labels;
}

/**
 * Centres by Lloyd's algorithm from k-means++ seeds, with scikit-learn's stopping rule. Past `LLOYD_POINTS` points it
 * works on a seeded sample of that size: centres of 20 clusters are as good from it, and a million points stay quick.
 *
 * @returns [k, d]
 */
export async function kMeans(points: Matrix, k: number, rng: Rng, pause?: Pause): Promise<Float64Array> {
  const sample = points.n > LLOYD_POINTS ? subsample(points, LLOYD_POINTS, k, rng) : points;
  let centres = await kMeansPlusPlus(sample, k, rng, pause);
  const tolerance = LLOYD_TOLERANCE * meanVariance(sample);
  for (let iteration = 0; iteration < LLOYD_ITERATIONS; iteration++) {
    const next = centroids(sample, await nearest(sample, centres, pause), centres);
    let moved = 0;
    for (let i = 0; i < next.length; i++) moved += (next[i] - centres[i]) ** 2;
    centres = next;
    if (moved <= tolerance) break;
  }
  return centres;
}

/** A seeded sample with replacement, with k distinct points put in front so that seeding always succeeds. */
function subsample(points: Matrix, size: number, k: number, rng: Rng): Matrix {
  const rows = new Uint32Array(size - k).map(() => rng.integer(points.n));
  const data = new Float64Array(size * points.d);
  data.set(randomRows(points, k, rng));
  data.set(gather(points.data, rows, points.d), k * points.d);
  return { data, n: size, d: points.d };
}

/** Mean over the columns of their variance. */
function meanVariance({ data, n, d }: Matrix): number {
  let total = 0;
  for (let j = 0; j < d; j++) {
    let mean = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const delta = data[i * d + j] - mean;
      mean += delta / (i + 1);
      squares += delta * (data[i * d + j] - mean);
    }
    total += squares / n;
  }
  return total / d;
}

/** Means of the labelled points; an empty cluster moves to the point farthest from its own centre, as in scikit-learn. */
function centroids(points: Matrix, labels: Uint8Array, centres: Float64Array): Float64Array {
  const { data, n, d } = points;
  const k = centres.length / d;
  const counts = new Float64Array(k);
  const sums = new Float64Array(k * d);
  for (let i = 0; i < n; i++) {
    const c = labels[i];
    counts[c]++;
    // Sums of differences keep their digits when the points are far from the origin.
    for (let j = 0; j < d; j++) sums[c * d + j] += data[i * d + j] - centres[c * d + j];
  }
  const taken = new Set<number>();
  for (let c = 0; c < k; c++) {
    if (counts[c] > 0) {
      for (let j = c * d; j < (c + 1) * d; j++) sums[j] = centres[j] + sums[j] / counts[c];
    } else {
      const far = farthest(points, labels, centres, taken);
      taken.add(far);
      sums.set(data.subarray(far * d, (far + 1) * d), c * d);
    }
  }
  return sums;
}

function farthest({ data, n, d }: Matrix, labels: Uint8Array, centres: Float64Array, taken: Set<number>): number {
  let best = 0;
  let bestDistance = -1;
  for (let i = 0; i < n; i++) {
    const distance = squaredDistance(data, i * d, centres, labels[i] * d, d);
    if (distance > bestDistance && !taken.has(i)) [best, bestDistance] = [i, distance];
  }
  return best;
}
