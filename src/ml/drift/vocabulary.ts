// How far the words of some texts are from the reference's: the Jensen–Shannon distance (base 2, as SciPy's
// jensenshannon) of the shares of tokens. Words come in clumps: a text about a submarine says submarine ten times, so
// no count of words, only texts drawn whole, says how far texts of the same kind are apart. That is found when a
// profile is made, by parting its own texts.

import { Rng } from '../rng';
import { type Moments, momentsOf } from './pearson';
import type { NullMoments } from './types';

/** Square root of the Jensen–Shannon divergence in bits: 0 equal … 1 nothing in common. Null where a side is empty. */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number | null {
  let [n, m] = [0, 0];
  for (let i = 0; i < p.length; i++) {
    n += p[i];
    m += q[i];
  }
  if (n === 0 || m === 0) return null;
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i] / n, q[i] / m];
    const middle = (a + b) / 2;
    if (a > 0) divergence += (a * Math.log2(a / middle)) / 2;
    if (b > 0) divergence += (b * Math.log2(b / middle)) / 2;
  }
  // Rounding can leave equal shares a hair below 0.
  return Math.sqrt(Math.min(1, Math.max(0, divergence)));
}

/** Sizes of parts at which the null is measured; others are in between. */
const SIZES = [25, 50, 100, 200, 400, 800];
const DRAWS = 100;

/**
 * Distances of random parts of a profile's texts from all its other texts.
 * @param texts places in the vocabulary of each text's tokens, any order, repeated as often as they occur
 * @param vocabulary places there are
 */
export function vocabularyNull(texts: readonly ArrayLike<number>[], vocabulary: number, seed: number): NullMoments[] {
  const rng = new Rng(seed);
  const all = new Float64Array(vocabulary);
  for (const text of texts) addTokens(all, text);
  const order = Uint32Array.from(texts.keys());
  return SIZES.filter((n) => 2 * n <= texts.length).map((n) => {
    const draws: number[] = [];
    for (let draw = 0; draw < DRAWS; draw++) {
      const part = new Float64Array(vocabulary);
      for (const i of sampleFront(order, n, rng)) addTokens(part, texts[i]);
      const distance = jensenShannon(
        all.map((count, i) => count - part[i]),
        part,
      );
      if (distance !== null) draws.push(distance);
    }
    return { n, ...(draws.length > 1 ? momentsOf(draws) : { mean: 1, sd: 0, skew: 0 }) };
  });
}

function addTokens(counts: Float64Array, text: ArrayLike<number>): void {
  for (let i = 0; i < text.length; i++) counts[text[i]] += 1;
}

/** The first n places after so many steps of a Fisher–Yates shuffle. */
function sampleFront(order: Uint32Array, n: number, rng: Rng): Uint32Array {
  for (let i = 0; i < n; i++) {
    const j = i + rng.integer(order.length - i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.subarray(0, n);
}

/**
 * What to expect of n texts: straight lines over ln n between the measured sizes. Beyond the largest it is that one's,
 * which is on the safe side: the distance falls as texts grow more. Null below the smallest.
 */
export function nullAt(measured: readonly NullMoments[], n: number): Moments | null {
  const above = measured.findIndex((one) => one.n > n);
  if (above === 0 || measured.length === 0) return null;
  const low = measured.at(above < 0 ? -1 : above - 1);
  if (!low) return null;
  const high = above < 0 ? low : measured[above];
  const t = high === low ? 0 : Math.log(n / low.n) / Math.log(high.n / low.n);
  const between = (a: number, b: number) => a + t * (b - a);
  return {
    mean: between(low.mean, high.mean),
    sd: between(low.sd, high.sd),
    // A hundred draws know little of it: a tail that is too long is on the safe side.
    skew: Math.max(0, low.skew, high.skew),
  };
}
