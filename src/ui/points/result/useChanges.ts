// Remembers the mixture of the update before, so that the page can say what moved.

import { useState } from 'react';
import type { Mixture } from '../../../ml/gmm/types';
import { componentCovariance } from '../../../ml/gmm/view';
import { usePoints } from '../store';
import { type ComponentChange, changesBetween, spreadOf } from './changes';

interface Seen {
  readonly iteration: number;
  readonly mixture: Mixture;
}

export interface Changes {
  /** Iterations between the two. */
  readonly since: number;
  readonly components: readonly ComponentChange[];
}

const spreads = (mixture: Mixture, c: number) => spreadOf(componentCovariance(mixture, c), mixture.n_features);

/** What changed since the last update of the fit; null before there are two. */
export function useChanges(): Changes | null {
  const mixture = usePoints((state) => state.state?.mixture ?? null);
  const iteration = usePoints((state) => {
    const fit = state.state?.fit;
    return fit && 'iteration' in fit ? fit.iteration : null;
  });
  const [seen, setSeen] = useState<{ now: Seen | null; before: Seen | null }>({ now: null, before: null });
  const now = mixture && iteration !== null ? { iteration, mixture } : null;
  if (now?.iteration !== seen.now?.iteration) {
    const goesOn = now && seen.now && now.iteration > seen.now.iteration;
    setSeen({ now, before: goesOn ? seen.now : null });
  }
  const { before } = seen;
  if (!now || !before || before.iteration >= now.iteration) return null;
  const components = changesBetween(before.mixture, now.mixture, spreads);
  return components && { since: now.iteration - before.iteration, components };
}
