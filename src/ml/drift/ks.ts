// The two-sample Kolmogorov–Smirnov test, as SciPy's ks_2samp in its mode 'auto', two-sided: the exact p-value while
// neither sample is larger than 10,000, Kolmogorov's distribution (kolmogorov.ts) above that. Ties are counted in the
// statistic; the p-value is that of continuous samples, which with ties is on the safe side.

import { kolmogorovTail } from './kolmogorov';

export interface KsResult {
  /** Largest difference of the two distribution functions, 0 … 1. */
  readonly statistic: number;
  readonly pValue: number;
}

/** SciPy's limit for exact p-values. */
const EXACT = 10_000;

/** Throws a RangeError when a sample is empty. Samples need not be sorted; they must not hold NaN. */
export function ksTest(a: ArrayLike<number>, b: ArrayLike<number>): KsResult {
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0) throw new RangeError('Both samples need at least one value.');
  const statistic = largestDifference(Float64Array.from(a).sort(), Float64Array.from(b).sort());
  if (Math.max(n, m) <= EXACT) return { statistic, pValue: exactTail(n, m, statistic) };
  return { statistic, pValue: kolmogorovTail(roundHalfEven((n * m) / (n + m)), statistic) };
}

/** As NumPy rounds. */
function roundHalfEven(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 === 1 ? up - 1 : up;
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  let [i, j, most] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] <= value) i += 1;
    while (j < b.length && b[j] <= value) j += 1;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}

function exactTail(n: number, m: number, statistic: number): number {
  const g = gcd(n, m);
  // Statistics are multiples of one over the least common multiple.
  const h = Math.round(statistic * (n / g) * m);
  if (h === 0) return 1;
  const tail = n === m ? outsideSquare(n, h) : outsideInside(Math.max(n, m), Math.min(n, m), g, h);
  return Math.min(1, Math.max(0, tail));
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Share of lattice paths from (0, 0) to (n, n) that reach |x − y| = h: reflections, nested so that nothing cancels. */
function outsideSquare(n: number, h: number): number {
  let tail = 0;
  for (let k = Math.floor(n / h); k >= 0; k--) {
    let ratio = 1;
    for (let j = 0; j < h; j++) ratio *= (n - k * h - j) / (n + k * h + j + 1);
    tail = ratio * (1 - tail);
  }
  return 2 * tail;
}

/**
 * Share of lattice paths from (0, 0) to (m, n), m ≥ n, on which |n·x − m·y| / g reaches h: Hodges (1958), *The
 * Significance Probability of the Smirnov Two-Sample Test*, § 4, as a recursion over the share of paths to (x, y) that
 * have been outside, so that small shares keep their digits.
 */
function outsideInside(m: number, n: number, g: number, h: number): number {
  const [mg, ng] = [m / g, n / g];
  let low = 0;
  let high = Math.min(Math.ceil(h / mg), n + 1);
  const outside = new Float64Array(Math.min(2 * high + 2, n + 1)).fill(1);
  outside.fill(0, 0, high);
  for (let x = 1; x <= m; x++) {
    const [lastLow, lastLength] = [low, high - low];
    low = Math.min(Math.max(Math.floor((ng * x - h) / mg) + 1, 0), n);
    high = Math.min(Math.ceil((ng * x + h) / mg), n + 1);
    if (high <= low) return 1;
    let share = low === 0 ? 0 : 1;
    for (let i = 0; i < high - low; i++) {
      const y = i + low;
      share = (outside[y - lastLow] * x + share * y) / (x + y);
      outside[i] = share;
    }
    if (lastLength > high - low) outside.fill(1, high - low, lastLength);
  }
  return outside[high - low - 1];
}
