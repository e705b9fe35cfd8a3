// Rotating hyperplane: Hulten, Spencer and Domingos (2001), *Mining Time-Changing Data Streams*. x is uniform in
// [0, 1]^10, its class whether Σ w_i x_i ≥ ½ Σ w_i (as river's Hyperplane and MOA's HyperplaneGenerator). There the
// weights change by a fixed step an example; here the plane turns from one drawn orientation to the next around each
// change, quickly or slowly as its width says, so that where the concept changes is known.

import { Rng } from '../../rng';
import type { Generator } from './generator';
import { between } from './moving';

const FEATURES = 10;
const CONCEPTS = 4;

export function hyperplane(seed: number): Generator {
  const model = new Rng(seed);
  const weights = Array.from({ length: CONCEPTS }, () =>
    Float64Array.from({ length: FEATURES }, () => model.uniform()),
  );
  return {
    features: Array.from({ length: FEATURES }, (_, j) => `x${j + 1}`),
    task: { kind: 'classification', n_classes: 2 },
    concepts: CONCEPTS,
    between: 'moves',
    draw(concept, rng, X, at) {
      let side = 0;
      for (let j = 0; j < FEATURES; j++) {
        const x = rng.uniform();
        X[at + j] = x;
        side += between(weights, concept, j) * (x - 0.5);
      }
      return side >= 0 ? 1 : 0;
    },
  };
}
