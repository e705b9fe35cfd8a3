// Maximum mean discrepancy: how far two clouds of points are apart in a space where every difference of distributions
// shows (Gretton et al. 2012, *A Kernel Two-Sample Test*, equation 5), with the Gaussian kernel exp(−d²/2σ²), σ the
// median distance, and its p-value from shuffling which point belongs to which cloud. Seeded.

import { Rng } from '../rng';
import { momentsOf, pearsonTail } from './pearson';

/** [n, d] row-major. */
export interface Points {
  readonly n: number;
  readonly d: number;
  readonly data: ArrayLike<number>;
}

export interface MmdResult {
  /** Squared, biased (never negative). */
  readonly mmd2: number;
  /** (1 + shuffles at least as far) / (1 + shuffles); where ten were far enough before the last, ten over how many it took. */
  readonly permutationP: number;
  /** The same beyond what shuffles can show: below ten of them, by the tail of pearson.ts. */
  readonly pValue: number;
}

/**
 * Fewer say little of a chance (Knijnenburg et al. 2009, *Fewer permutations, more accurate P-values*), more are not
 * needed: then shuffling ends (Besag and Clifford 1991, *Sequential Monte Carlo p-values*).
 */
const ENOUGH_ABOVE = 10;

/** Throws a RangeError when a cloud is empty or their dimensions differ. */
export function mmdTest(first: Points, second: Points, shuffles: number, seed: number): MmdResult {
  if (first.n === 0 || second.n === 0) throw new RangeError('Both clouds need at least one point.');
  if (first.d !== second.d) throw new RangeError(`Points of ${first.d} and of ${second.d} dimensions.`);
  // The smaller cloud is the one that is summed over: the test does not care which is which.
  const [few, many] = first.n <= second.n ? [first, second] : [second, first];
  const kernel = kernelOf(few, many);
  const size = few.n + many.n;
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  const mmd2 = statisticOf(kernel, order, few.n);
  const rng = new Rng(seed);
  const draws: number[] = [];
  let above = 0;
  while (draws.length < shuffles && above < ENOUGH_ABOVE) {
    shuffleFront(order, few.n, rng);
    const draw = statisticOf(kernel, order, few.n);
    draws.push(draw);
    // Sums in another order may differ in the last digits.
    if (draw >= mmd2 * (1 - 1e-9)) above += 1;
  }
  if (above >= ENOUGH_ABOVE) {
    const permutationP = above / draws.length;
    return { mmd2, permutationP, pValue: permutationP };
  }
  const permutationP = (1 + above) / (1 + shuffles);
  const tail = draws.length > 1 ? pearsonTail(mmd2, momentsOf(draws)) : 1;
  return { mmd2, permutationP, pValue: Math.min(permutationP, tail) };
}

/** So many steps of a Fisher–Yates shuffle: the first n places are a random choice. */
function shuffleFront(order: Uint32Array, n: number, rng: Rng): void {
  for (let i = 0; i < n; i++) {
    const j = i + rng.integer(order.length - i);
    [order[i], order[j]] = [order[j], order[i]];
  }
}

interface Kernel {
  readonly size: number;
  /** [size, size], symmetric. */
  readonly values: Float32Array;
  readonly rowSums: Float64Array;
  readonly total: number;
}

/** MMD² of the points at the first n places of the order against all others, from sums over the first only. */
function statisticOf({ size, values, rowSums, total }: Kernel, order: Uint32Array, n: number): number {
  let [within, rows] = [0, 0];
  for (let a = 0; a < n; a++) {
    const i = order[a];
    const base = i * size;
    rows += rowSums[i];
    for (let b = 0; b < a; b++) within += values[base + order[b]];
  }
  const inside = 2 * within + n;
  const across = rows - inside;
  const outside = total - inside - 2 * across;
  const m = size - n;
  return Math.max(0, inside / (n * n) + outside / (m * m) - (2 * across) / (n * m));
}

function kernelOf(first: Points, second: Points): Kernel {
  const size = first.n + second.n;
  const squared = squaredDistances(first, second, size);
  const scale = -1 / (2 * medianOfPairs(squared, size));
  const rowSums = new Float64Array(size);
  let total = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = i === j ? 1 : Math.exp(squared[i * size + j] * scale);
      squared[i * size + j] = value;
      squared[j * size + i] = value;
      rowSums[i] += value;
      if (i !== j) rowSums[j] += value;
    }
  }
  for (const sum of rowSums) total += sum;
  return { size, values: squared, rowSums, total };
}

/** The lower triangle: |a|² + |b|² − 2·a·b. */
function squaredDistances(first: Points, second: Points, size: number): Float32Array {
  const width = 4 * Math.ceil(first.d / 4);
  const data = padded(first, second, size, width);
  const squares = new Float64Array(size);
  const squared = new Float32Array(size * size);
  for (let i = 0; i < size; i++) {
    squares[i] = dot(data, i * width, i * width, width);
    for (let j = 0; j < i; j++) {
      const distance = squares[i] + squares[j] - 2 * dot(data, i * width, j * width, width);
      squared[i * size + j] = Math.max(0, distance);
    }
  }
  return squared;
}

/** All points, rows filled up with noughts to a multiple of four. */
function padded(first: Points, second: Points, size: number, width: number): Float64Array {
  const data = new Float64Array(size * width);
  for (let i = 0; i < size; i++) {
    const [{ d, data: values }, row] = i < first.n ? [first, i] : [second, i - first.n];
    for (let k = 0; k < d; k++) data[i * width + k] = values[row * d + k];
  }
  return data;
}

/** Four sums at once, as each addition waits for the one before. */
function dot(data: Float64Array, a: number, b: number, width: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let k = 0; k < width; k += 4) {
    s0 += data[a + k] * data[b + k];
    s1 += data[a + k + 1] * data[b + k + 1];
    s2 += data[a + k + 2] * data[b + k + 2];
    s3 += data[a + k + 3] * data[b + k + 3];
  }
  return s0 + s1 + (s2 + s3);
}

/** Median squared distance of different points; 1 where half of the pairs and more are the same point. */
function medianOfPairs(squared: Float32Array, size: number): number {
  const pairs = new Float32Array((size * (size - 1)) / 2);
  let at = 0;
  for (let i = 1; i < size; i++) {
    pairs.set(squared.subarray(i * size, i * size + i), at);
    at += i;
  }
  const middle = pairs.length >> 1;
  const high = select(pairs, middle);
  const low =
    pairs.length % 2 === 1 ? high : pairs.subarray(0, middle).reduce((most, value) => Math.max(most, value), 0);
  return (low + high) / 2 || 1;
}

/** The k-th smallest (Hoare's quickselect); afterwards none before place k is larger. */
function select(values: Float32Array, k: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) i += 1;
      while (values[j] > pivot) j -= 1;
      if (i > j) break;
      [values[i], values[j]] = [values[j], values[i]];
      i += 1;
      j -= 1;
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return values[k];
}
