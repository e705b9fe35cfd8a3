// What the fit changed since the update before.

import { useMemo } from 'react';
import type { Mixture } from '../../../ml/gmm/types';
import { componentCovariance } from '../../../ml/gmm/view';
import { type ComponentChange, changesBetween, spreadOf } from './changes';
import { useSeen } from './seen';

export interface Changes {
  /** Iterations between the two. */
  readonly since: number;
  readonly components: readonly ComponentChange[];
}

const spreads = (mixture: Mixture, c: number) => spreadOf(componentCovariance(mixture, c), mixture.n_features);

/** Null before there are two mixtures to compare. */
export function useChanges(): Changes | null {
  const now = useSeen((pair) => pair.now);
  const before = useSeen((pair) => pair.before);
  return useMemo(() => {
    if (!now || !before) return null;
    const components = changesBetween(before.mixture, now.mixture, spreads);
    return components && { since: now.iteration - before.iteration, components };
  }, [now, before]);
}
