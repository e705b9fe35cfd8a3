// Mixtures from JSON: what the product and scikit-learn write is read to the last digit, what is no mixture is refused by
// the name of its field.

import { describe, expect, it } from 'vitest';
import { exportMixture } from '../../gmm/export';
import { fromNested } from '../../gmm/nested';
import type { CovarianceType, Mixture, NestedNumbers } from '../../gmm/types';
import { FormatError } from '../errors';
import { encodeJson, encodeText, type Json } from '../files';
import { importMixture, isMixtureJson, MIXTURE_FILE } from './read';

const COVARIANCES: readonly (readonly [CovarianceType, NestedNumbers])[] = [
  [
    'full',
    [
      [
        [2, 0.5],
        [0.5, 1],
      ],
      [
        [1 / 3, 0],
        [0, 1e-3],
      ],
    ],
  ],
  [
    'tied',
    [
      [2, 0.5],
      [0.5, 1],
    ],
  ],
  [
    'diag',
    [
      [1, 2],
      [0.1, 0.2],
    ],
  ],
  ['spherical', [0.5, 4]],
];

const mixtureOf = (covariance_type: CovarianceType, covariances: NestedNumbers): Mixture =>
  fromNested({
    covariance_type,
    weights: [0.3, 0.7],
    means: [
      [0.1, -5],
      [1e9, 4],
    ],
    covariances,
  });

const jsonOf = (mixture: Mixture) => JSON.parse(exportMixture(mixture, 'json')) as Json;

describe.each(COVARIANCES)('%s', (type, covariances) => {
  const mixture = mixtureOf(type, covariances);
  const text = exportMixture(mixture, 'json');

  it('comes back to the last digit, and is the same bytes again', () => {
    const taken = importMixture(encodeText(text));
    expect(taken.mixture).toEqual(mixture);
    expect(taken.remarks).toEqual([]);
    expect(taken.files.get(MIXTURE_FILE)).toEqual(encodeText(text));
  });

  it('is read by scikit-learn’s names, and from precisions', () => {
    const { weights, means, covariances: given, precisions } = jsonOf(mixture);
    const named = { covariance_type: type, weights_: weights, means_: means, covariances_: given, n_features_in_: 2 };
    expect(importMixture(encodeJson(named)).mixture).toEqual(mixture);
    const inverse = importMixture(encodeJson({ covariance_type: type, weights, means, precisions }));
    inverse.mixture.covariances.forEach((value, i) => {
      expect(value).toBeCloseTo(mixture.covariances[i], 9);
    });
    expect(inverse.remarks.join()).toMatch(/precisions/);
  });
});

describe('what is no mixture', () => {
  const good = jsonOf(mixtureOf('full', COVARIANCES[0][1]));
  it.each([
    ['an unknown type', { covariance_type: 'round' }, 'covariance_type', /full, tied/],
    ['no type', { covariance_type: undefined }, 'covariance_type', /missing/],
    ['weights that are not one', { weights: [0.3, 0.6] }, 'weights', /add up to 1/],
    ['a weight below 0', { weights: [-0.5, 1.5] }, 'weights.0', /between 0 and 1/],
    ['a weight that is a text', { weights: ['0.3', 0.7] }, 'weights.0', /finite/],
    ['no weights', { weights: {} }, 'weights', /array/],
    ['too many components', { weights: new Array(300).fill(1 / 300) }, 'weights', /at most 256/],
    ['ragged means', { means: [[1, 2], [3]] }, 'means.1', /expected 2/],
    [
      'a mean that is none',
      {
        means: [
          [1, null],
          [3, 4],
        ],
      },
      'means.0.1',
      /finite/,
    ],
    ['too wide means', { means: [new Array(300).fill(0), []] }, 'means', /at most 256/],
    [
      'a covariance that is not positive definite',
      {
        covariances: [
          [
            [1, 2],
            [2, 1],
          ],
          [
            [1, 0],
            [0, 1],
          ],
        ],
      },
      'covariances.0',
      /positive definite/,
    ],
    [
      'a covariance that is not symmetric',
      {
        covariances: [
          [
            [1, 0],
            [0, 1],
          ],
          [
            [1, 0.5],
            [0, 1],
          ],
        ],
      },
      'covariances.1',
      /symmetric/,
    ],
    ['covariances of another type', { covariances: [1, 2] }, 'covariances.0', /shape/],
    ['no covariances', { covariances: undefined, precisions: undefined }, 'covariances', /neither/],
    [
      'precisions that are none',
      {
        covariances: undefined,
        precisions: [
          [
            [1, 2],
            [2, 1],
          ],
          [
            [1, 0],
            [0, 1],
          ],
        ],
      },
      'precisions.0',
      /positive definite/,
    ],
    ['another count', { n_components: 3 }, 'n_components', /3, but/],
  ] as const)('%s', (_, change, field, words) => {
    const bytes = encodeJson({ ...good, ...change });
    expect(() => importMixture(bytes)).toThrow(FormatError);
    expect(() => importMixture(bytes)).toThrow(expect.objectContaining({ field }));
    expect(() => importMixture(bytes)).toThrow(words);
  });

  it('bytes that are no JSON object', () => {
    for (const bytes of [new Uint8Array(0), encodeText('[1]'), encodeText('null'), Uint8Array.of(0xff)]) {
      expect(() => importMixture(bytes)).toThrow(FormatError);
    }
    const long = encodeText(`${' '.repeat(4.2e6)}{}`);
    expect(() => importMixture(long)).toThrow(/has 4.3 MB; .* at most 4.2 MB/);
    expect(isMixtureJson(good)).toBe(true);
    expect(isMixtureJson({ model_type: 'bert' })).toBe(false);
  });

  it('weights in single precision are brought to 1', () => {
    const weights = [Math.fround(0.3), Math.fround(0.7001) - 1e-4 + 2e-7];
    const taken = importMixture(encodeJson({ ...good, weights }));
    expect(taken.mixture.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 14);
    expect(taken.remarks.join()).toMatch(/divided/);
  });
});
