// The mixture of this update and of the one before, kept from the start of a fit whatever tab is open,
// so that the page can say what moved.

import { create } from 'zustand';
import type { Mixture } from '../../../ml/gmm/types';
import type { PointsState } from '../../../wire/service';

export interface Seen {
  readonly iteration: number;
  readonly mixture: Mixture;
  /** Where its curve began, which tells fits apart, and the starts of one; undefined before its first iteration. */
  readonly first: number | undefined;
}

interface SeenPair {
  readonly now: Seen | null;
  readonly before: Seen | null;
}

export const useSeen = create<SeenPair>()(() => ({ now: null, before: null }));

/** Called with every state from the service. */
export function noteMixture({ fit, mixture, history }: PointsState): void {
  const now = mixture && 'iteration' in fit ? { iteration: fit.iteration, mixture, first: history.values[0] } : null;
  useSeen.setState(nextPair(useSeen.getState(), now));
}

/** A fit that went on keeps what it came from; one that began again, or another model, has nothing before it. */
export function nextPair(pair: SeenPair, now: Seen | null): SeenPair {
  if (!now || !pair.now) return { now, before: null };
  // Between two updates one may have begun again and come farther than the one before had.
  if (pair.now.first !== undefined && pair.now.first !== now.first) return { now, before: null };
  if (now.iteration === pair.now.iteration) return { ...pair, now };
  return { now, before: now.iteration > pair.now.iteration ? pair.now : null };
}
