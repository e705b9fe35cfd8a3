// Friedman #1: Friedman (1991), *Multivariate Adaptive Regression Splines*. Ten attributes, uniform in [0, 1], five of
// them of use: y = 10 sin(π x1 x2) + 20 (x3 − ½)² + 10 x4 + 5 x5 + N(0, 1). The concept changes by attributes that change
// places, as Ikonomovska, Gama and Džeroski (2011; Ikonomovska's thesis has them too), *Learning Model Trees from
// Evolving Data Streams*, and river's FriedmanDrift: twice for the change over all examples ('gsg' there), and to one
// other and back for the recurring one ('gra').

import type { Generator } from './generator';

const FEATURES = 10;
/** Which attribute (from 0) has which part: two in the sine, one in the square, one ten times, one five times. */
const CHANGING = [
  [0, 1, 2, 3, 4],
  [3, 4, 1, 0, 2],
  [1, 4, 3, 2, 0],
];
const RECURRING = [
  [0, 1, 2, 3, 4],
  [3, 5, 1, 0, 2],
];

export function friedman(recurring: boolean): Generator {
  const roles = recurring ? RECURRING : CHANGING;
  return {
    features: Array.from({ length: FEATURES }, (_, j) => `x${j + 1}`),
    task: { kind: 'regression' },
    concepts: roles.length,
    between: 'mixes',
    draw(concept, rng, X, at) {
      for (let j = 0; j < FEATURES; j++) X[at + j] = rng.uniform();
      const [a, b, c, d, e] = roles[concept].map((j) => X[at + j]);
      return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + rng.normal();
    },
  };
}
