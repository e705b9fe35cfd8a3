// LED display: Breiman, Friedman, Olshen and Stone (1984), *Classification and Regression Trees*. Which digit do seven
// segments show, each wrong in 10 % of cases (the best possible error is 26 %), among 17 attributes of no use? The
// concept changes as in MOA's LEDGeneratorDrift and river's LEDDrift: some of the segments change places with useless
// attributes: 1, then 3, 5 and 7 of them, as in Gomes et al. (2017), *Adaptive Random Forests for Evolving Data Stream
// Classification*.

import { Rng } from '../../rng';
import type { Generator } from './generator';

const SEGMENTS = 7;
const ATTRIBUTES = 24;
const INVERTED = 0.1;
const SWAPPED = [1, 3, 5, 7];
/** Of each digit: top, upper left, upper right, middle, lower left, lower right, bottom. */
const DIGITS = [
  '1110111',
  '0010010',
  '1011101',
  '1011011',
  '0111010',
  '1101011',
  '1101111',
  '1010010',
  '1111111',
  '1111011',
];

export function led(seed: number): Generator {
  const places = swaps(new Rng(seed));
  return {
    features: Array.from({ length: ATTRIBUTES }, (_, j) => `a${j + 1}`),
    task: { kind: 'classification', n_classes: DIGITS.length },
    concepts: SWAPPED.length,
    between: 'mixes',
    draw(concept, rng, X, at) {
      const digit = rng.integer(DIGITS.length);
      const place = places[concept];
      for (let j = 0; j < SEGMENTS; j++) {
        const lit = DIGITS[digit][j] === '1';
        X[at + place[j]] = lit !== rng.uniform() < INVERTED ? 1 : 0;
      }
      for (let j = SEGMENTS; j < ATTRIBUTES; j++) X[at + place[j]] = rng.integer(2);
      return digit;
    },
  };
}

/** Where each attribute stands, of each concept. */
function swaps(model: Rng): Uint8Array[] {
  const [first, offset] = [model.integer(SEGMENTS), model.integer(ATTRIBUTES - SEGMENTS)];
  return SWAPPED.map((count) => {
    const place = Uint8Array.from({ length: ATTRIBUTES }, (_, j) => j);
    for (let i = 0; i < count; i++) {
      const segment = (first + i) % SEGMENTS;
      const useless = SEGMENTS + ((offset + i) % (ATTRIBUTES - SEGMENTS));
      place[segment] = useless;
      place[useless] = segment;
    }
    return place;
  });
}
