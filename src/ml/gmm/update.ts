// Updating a mixture from new points alone: incremental EM (Neal and Hinton, 1998) in which all earlier points
// stand as the evidence that the mixture's own parameters amount to: per-component counts, means and covariances.
// The cost is that of the new points, whatever came before.

import { Evidence } from './evidence';
import type { FitOptions, Matrix, Mixture } from './types';

export interface UpdateArgs {
  readonly mixture: Mixture;
  /** How many points the mixture was fitted to: the weight of what it knows. */
  readonly learned: number;
  readonly news: Matrix;
  /** Passes over the new points; from the second on, a point's new share replaces its old one. */
  readonly epochs: number;
  readonly options: Pick<FitOptions, 'reg_covar' | 'batch_size' | 'forgetting'>;
  /** Awaited every few thousand points, so that the caller's thread can do other things. */
  readonly pause: () => Promise<void>;
}

const ROWS_BETWEEN_PAUSES = 2000;

/**
 * The mixture after learning from `news`.
 *
 * With `forgetting` f below 1 all evidence fades by f with each point, and what is known counts as at most
 * 1 / (1 - f) points: the most that a stream forgetting at that rate ever holds.
 *
 * @throws MixtureError on `reg_covar` when a covariance is not positive definite.
 */
export async function updateMixture({ mixture, learned, news, epochs, options, pause }: UpdateArgs): Promise<Mixture> {
  const { forgetting, batch_size, reg_covar } = options;
  const { n, d, data } = news;
  const k = mixture.n_components;
  const evidence = Evidence.of(mixture, reg_covar, Math.min(learned, 1 / (1 - forgetting)));
  const remembered = forgetting === 1 ? new Float64Array(n * k) : null;
  const shares = new Float64Array(Math.min(batch_size, n) * k);
  let sincePause = 0;
  for (let pass = 0; pass < epochs; pass++) {
    for (let start = 0; start < n; start += batch_size) {
      const end = Math.min(start + batch_size, n);
      for (let i = start; i < end; i++) {
        const at = (i - start) * k;
        evidence.respond(data, i * d, shares.subarray(at, at + k));
      }
      if (!remembered) evidence.fade(forgetting ** (end - start));
      for (let i = start; i < end; i++) {
        for (let c = 0; c < k; c++) {
          const share = shares[(i - start) * k + c]!;
          evidence.add(c, share - (remembered?.[i * k + c] ?? 0), data, i * d);
          if (remembered) remembered[i * k + c] = share;
        }
      }
      evidence.refresh();
      sincePause += end - start;
      if (sincePause >= ROWS_BETWEEN_PAUSES) {
        sincePause = 0;
        await pause();
      }
    }
    evidence.refreshAll();
  }
  return evidence.mixture();
}
