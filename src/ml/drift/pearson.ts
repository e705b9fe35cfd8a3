// The far tail of a distance when nothing has drifted, from some draws of it: Pearson's type III (a shifted gamma)
// with the draws' mean, spread and skew. Ten thousand draws would be needed to see a chance of 1 in 10,000; this needs
// a few hundred (Josse, Pagès and Husson 2008, *Testing the significance of the RV coefficient*).

import { normalQuantile, normalTail, upperGamma } from '../metrics/tails';
import type { NullMoments } from './types';

export type Moments = Omit<NullMoments, 'n'>;

/** Mean, standard deviation (over n − 1) and skew (of sample moments). At least two draws. */
export function momentsOf(draws: ArrayLike<number>): Moments {
  const n = draws.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += draws[i] / n;
  let [second, third] = [0, 0];
  for (let i = 0; i < n; i++) {
    const difference = draws[i] - mean;
    second += difference ** 2 / n;
    third += difference ** 3 / n;
  }
  const sd = Math.sqrt((second * n) / (n - 1));
  return { mean, sd, skew: second > 0 ? third / second ** 1.5 : 0 };
}

/** Below it a normal is the same to six digits and more. */
const STRAIGHT = 1e-4;

/** P(X > x) of Pearson's type III. Without spread: 1 at the mean and below, 0 above. */
export function pearsonTail(x: number, { mean, sd, skew }: Moments): number {
  if (sd === 0) return x <= mean ? 1 : 0;
  const z = (x - mean) / sd;
  if (Math.abs(skew) < STRAIGHT) return normalTail(z);
  const shape = 4 / skew ** 2;
  const place = shape + (2 * z) / skew;
  if (skew > 0) return upperGamma(shape, Math.max(0, place));
  return place <= 0 ? 0 : 1 - upperGamma(shape, place);
}

/** x with P(X > x) = p, 0 < p < 1; by halving, to some 1e-12 standard deviations. */
export function pearsonQuantile(p: number, moments: Moments): number {
  const { mean, sd, skew } = moments;
  if (sd === 0) return mean;
  let low = mean - 60 * sd;
  let high = mean + sd * (Math.abs(normalQuantile(p)) + 1) * (4 + 8 * Math.abs(skew));
  while (pearsonTail(high, moments) > p) high += 10 * (high - mean);
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (pearsonTail(middle, moments) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
