// Nested shapes go there and back, and start values that cannot be are refused by name.

import { describe, expect, it } from 'vitest';
import { checkInitial, fromNested, precisionsOf, toNested } from './nested';
import { sampleMixture } from './sample';
import type { CovarianceType, InitialParameters } from './types';

const weights = [0.25, 0.75];
const means = [
  [0, 1],
  [2, 3],
];
const COVARIANCES = {
  full: [
    [
      [2, 0.5],
      [0.5, 1],
    ],
    [
      [1, 0],
      [0, 3],
    ],
  ],
  tied: [
    [2, 0.5],
    [0.5, 1],
  ],
  diag: [
    [1, 2],
    [3, 4],
  ],
  spherical: [1, 4],
} as const;
const TYPES = Object.keys(COVARIANCES) as CovarianceType[];

describe('nested shapes', () => {
  it.each(TYPES)('%s: there and back', (covariance_type) => {
    const nested = { covariance_type, weights, means, covariances: COVARIANCES[covariance_type] };
    const mixture = fromNested(nested);
    expect(toNested(mixture)).toEqual(nested);
    expect(sampleMixture(mixture, 5, 1).points.data.every(Number.isFinite)).toBe(true);
  });

  it.each(TYPES)('%s: precisions invert covariances', (covariance_type) => {
    const mixture = fromNested({ covariance_type, weights, means, covariances: COVARIANCES[covariance_type] });
    const { precisions } = precisionsOf(mixture);
    const inverse = fromNested({
      covariance_type,
      weights,
      means,
      covariances: toNested({ ...mixture, covariances: precisions }).covariances,
    });
    const twice = precisionsOf(inverse).precisions;
    expect(twice).toHaveLength(mixture.covariances.length);
    twice.forEach((value, i) => {
      expect(value).toBeCloseTo(mixture.covariances[i], 12);
    });
  });
});

describe('start values', () => {
  const refused: [string, CovarianceType, Record<string, unknown>, string][] = [
    ['weights that do not add up', 'full', { weights_init: [0.5, 0.6] }, 'weights_init'],
    ['a negative weight', 'full', { weights_init: [-0.5, 1.5] }, 'weights_init.0'],
    ['too few weights', 'full', { weights_init: [1] }, 'weights_init'],
    ['means of another dimension', 'full', { means_init: [[1], [2]] }, 'means_init.0'],
    [
      'a mean that is not finite',
      'full',
      {
        means_init: [
          [1, 2],
          [Number.NaN, 0],
        ],
      },
      'means_init.1.0',
    ],
    [
      'text',
      'full',
      {
        means_init: [
          [1, 2],
          ['3', 0],
        ],
      },
      'means_init.1.0',
    ],
    ['precisions of another type', 'full', { precisions_init: [1, 2] }, 'precisions_init.0'],
    ['a precision of zero', 'spherical', { precisions_init: [1, 0] }, 'precisions_init.1'],
    [
      'a negative precision',
      'diag',
      {
        precisions_init: [
          [1, 1],
          [1, -1],
        ],
      },
      'precisions_init.1.1',
    ],
    [
      'asymmetry',
      'tied',
      {
        precisions_init: [
          [1, 0.5],
          [0.4, 1],
        ],
      },
      'precisions_init',
    ],
    [
      'an indefinite matrix',
      'tied',
      {
        precisions_init: [
          [1, 2],
          [2, 1],
        ],
      },
      'precisions_init',
    ],
    [
      'one indefinite matrix',
      'full',
      {
        precisions_init: [
          [
            [1, 0],
            [0, 1],
          ],
          [
            [1, 2],
            [2, 1],
          ],
        ],
      },
      'precisions_init.1',
    ],
  ];

  it.each(refused)('refuses %s, and names the place as paths do: from 0', (_, type, initial, field) => {
    expect(() => checkInitial(initial as InitialParameters, type, 2, 2)).toThrow(
      expect.objectContaining({ name: 'MixtureError', field, message: expect.stringContaining(field) }),
    );
  });

  it('takes precisions as inverse covariances', () => {
    const { covariances } = checkInitial(
      {
        precisions_init: [
          [4, 0],
          [0, 0.5],
        ],
      },
      'tied',
      3,
      2,
    );
    [0.25, 0, 0, 2].forEach((value, i) => {
      expect(covariances?.[i]).toBeCloseTo(value, 14);
    });
    expect(checkInitial({}, 'full', 2, 2)).toEqual({});
  });
});
