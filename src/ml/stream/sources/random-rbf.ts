// Random radial basis functions, as MOA's RandomRBFGenerator and RandomRBFGeneratorDrift, and river's RandomRBF (Bifet
// et al. 2009, *New Ensemble Methods for Evolving Data Streams*, use them): 50 centroids in [0, 1]^10, each with a class,
// a weight and a standard deviation. An example is a centroid, drawn by weight, and a step from it in a random
// direction, its length normal. The centroids move: there at a constant speed, here from their places to others around
// each change, so that where the concept changes is known.

import { Rng } from '../../rng';
import type { Generator } from './generator';
import { between } from './moving';

const FEATURES = 10;
const CLASSES = 2;
const CENTROIDS = 50;
const CONCEPTS = 4;

export function randomRbf(seed: number): Generator {
  const model = new Rng(seed);
  const centroids = Array.from({ length: CENTROIDS }, () => ({
    label: model.integer(CLASSES),
    deviation: model.uniform(),
    weight: model.uniform(),
  }));
  const places = Array.from({ length: CONCEPTS }, () =>
    Float64Array.from({ length: CENTROIDS * FEATURES }, () => model.uniform()),
  );
  const weights = centroids.map(({ weight }) => weight);
  return {
    features: Array.from({ length: FEATURES }, (_, j) => `x${j + 1}`),
    task: { kind: 'classification', n_classes: CLASSES },
    concepts: CONCEPTS,
    between: 'moves',
    draw(concept, rng, X, at) {
      const chosen = drawByWeight(weights, rng);
      const { label, deviation } = centroids[chosen];
      let length = 0;
      for (let j = 0; j < FEATURES; j++) {
        const side = 2 * rng.uniform() - 1;
        X[at + j] = side;
        length += side * side;
      }
      const scale = (rng.normal() * deviation) / Math.sqrt(length);
      for (let j = 0; j < FEATURES; j++)
        X[at + j] = between(places, concept, chosen * FEATURES + j) + scale * X[at + j];
      return label;
    },
  };
}

function drawByWeight(weights: readonly number[], rng: Rng): number {
  let rest = rng.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => {
    rest -= weight;
    return rest < 0;
  });
  // Rounding can leave a rest after the last.
  return found < 0 ? weights.length - 1 : found;
}
