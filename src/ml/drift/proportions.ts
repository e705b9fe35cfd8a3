// Whether two shares are the same: the z-test of textbooks, and Fisher's exact test where counts are too small for it.

import { logGamma, normalTail } from '../metrics/tails';

/** less: the second share is smaller than the first. */
export type Side = 'two-sided' | 'less' | 'greater';

export interface ZResult {
  /** Positive when the second share is larger. */
  readonly z: number;
  readonly pValue: number;
}

/** Counts of some texts: `hits` of `n`. */
export interface Share {
  readonly hits: number;
  readonly n: number;
}

/** Two-proportion z-test with the pooled share. Both shares 0 or both 1: z = 0, p = 1. */
export function twoProportionZ(first: Share, second: Share, side: Side = 'two-sided'): ZResult {
  const pooled = (first.hits + second.hits) / (first.n + second.n);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.n + 1 / second.n));
  if (error === 0) return { z: 0, pValue: 1 };
  return sided((second.hits / second.n - first.hits / first.n) / error, side);
}

function sided(z: number, side: Side): ZResult {
  if (side === 'greater') return { z, pValue: normalTail(z) };
  if (side === 'less') return { z, pValue: normalTail(-z) };
  return { z, pValue: Math.min(1, 2 * normalTail(Math.abs(z))) };
}

/** Fisher's (1934) exact test; two-sided: all tables that are no likelier than this one. */
export function fisherExact(first: Share, second: Share, side: Side = 'two-sided'): number {
  const hits = first.hits + second.hits;
  const all = first.n + second.n;
  const log = (k: number) => logChoose(hits, k) + logChoose(all - hits, second.n - k) - logChoose(all, second.n);
  const [low, high] = [Math.max(0, second.n - (all - hits)), Math.min(hits, second.n)];
  const here = log(second.hits);
  let tail = 0;
  for (let k = low; k <= high; k++) {
    const value = log(k);
    const counts = side === 'less' ? k <= second.hits : side === 'greater' ? k >= second.hits : value <= here + 1e-7;
    if (counts) tail += Math.exp(value);
  }
  return Math.min(1, tail);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/**
 * A hundred hits and a hundred misses expected on either side. Textbooks are content with five, for chances of 1 in 20;
 * at 1 in 100,000 the normal's tail is too thin for so few.
 */
export function enoughForZ(first: Share, second: Share): boolean {
  const pooled = (first.hits + second.hits) / (first.n + second.n);
  return Math.min(first.n, second.n) * Math.min(pooled, 1 - pooled) >= 100;
}
