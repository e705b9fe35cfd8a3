// What is said of a covariance that is none, whatever its type: which it is, and what would help.

import { describe, expect, it } from 'vitest';
import { MixtureError } from './errors';
import { toEmModel } from './params';
import { COVARIANCE_TYPES, type Mixture } from './types';

/** Two components in two columns; the second one's points lie on a line. */
const FLAT = {
  full: [1, 0, 0, 1, 4, 6, 6, 9],
  tied: [4, 6, 6, 9],
  diag: [1, 1, 0, 9],
  spherical: [1, 0],
} as const;

const WORDS = {
  full: /^The covariance of component 1 \(counted from 0\) is ill-defined.*, or increase reg_covar, for example to 9e-9\.$/,
  tied: /^The shared covariance is ill-defined.*, or increase reg_covar, for example to 9e-9\.$/,
  diag: /^The covariance of component 1 \(counted from 0\) is ill-defined.*, or increase reg_covar, for example to 9e-9\.$/,
  spherical: /^The covariance of component 1 \(counted from 0\) is ill-defined.*, or increase reg_covar\.$/,
} as const;

describe('an ill-defined covariance', () => {
  it.each(COVARIANCE_TYPES)('is named, and what would help is read from its own variances: %s', (covariance_type) => {
    const mixture: Mixture = {
      ...{ covariance_type, n_components: 2, n_features: 2 },
      weights: Float64Array.of(0.5, 0.5),
      means: Float64Array.of(0, 0, 5, 5),
      covariances: Float64Array.from(FLAT[covariance_type]),
    };
    expect(() => toEmModel(mixture)).toThrow(MixtureError);
    expect(() => toEmModel(mixture)).toThrow(WORDS[covariance_type]);
  });
});
