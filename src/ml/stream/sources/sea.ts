// SEA concepts: Street and Kim (2001), *A Streaming Ensemble Algorithm (SEA) for Large-Scale Classification*. Three
// attributes, uniform in 0 … 10, the third of no use; the class says whether the sum of the first two is above a
// threshold: 8, then 9, 7 and 9.5. The classes are named as in river's SEA and MOA's SEAGenerator (1: above). The
// paper's stream has changes every 12,500 examples and 10 % of labels wrong.

import type { Generator } from './generator';

const THRESHOLDS = [8, 9, 7, 9.5];
/** The two that are furthest apart, for the stream that goes there and back. */
const RECURRING = [7, 9.5];

export function sea(recurring: boolean): Generator {
  const thresholds = recurring ? RECURRING : THRESHOLDS;
  return {
    features: ['x1', 'x2', 'x3'],
    task: { kind: 'classification', n_classes: 2 },
    concepts: thresholds.length,
    between: 'mixes',
    draw(concept, rng, X, at) {
      for (let j = 0; j < 3; j++) X[at + j] = 10 * rng.uniform();
      return X[at] + X[at + 1] > thresholds[concept] ? 1 : 0;
    },
  };
}
