// Evidence says the same live, component by component as it comes, as the mixture that stands for it does as a whole.

import { describe, expect, it } from 'vitest';
import { Evidence } from './evidence';
import { sampleMixture } from './sample';
import { scoreSamples } from './score';
import { COVARIANCE_TYPES, type CovarianceType, type Mixture } from './types';

function mixtureOf(covariance_type: CovarianceType): Mixture {
  const covariances = {
    full: [2, 0.5, 0.5, 1, 1, -0.3, -0.3, 0.5, 1, 0, 0, 3],
    tied: [2, 0.5, 0.5, 1],
    diag: [2, 1, 1, 0.5, 1, 3],
    spherical: [2, 1, 3],
  }[covariance_type];
  return {
    ...{ covariance_type, n_components: 3, n_features: 2 },
    weights: Float64Array.of(0.5, 0.3, 0.2),
    means: Float64Array.of(-4, 0, 3, 1, 9, 9),
    covariances: Float64Array.from(covariances),
  };
}

function respondAll(evidence: Evidence, { data, n, d }: ReturnType<typeof sampleMixture>['points']): Float64Array {
  const shares = new Float64Array(3);
  return Float64Array.from({ length: n }, (_, i) => evidence.respond(data, i * d, shares));
}

describe.each(COVARIANCE_TYPES)('evidence that fades, %s', (covariance_type) => {
  const mixture = mixtureOf(covariance_type);
  const { points } = sampleMixture(mixture, 200, 7);
  const expectAlike = (evidence: Evidence, digits: number) => {
    const exported = scoreSamples(evidence.mixture(), points);
    for (const [i, log] of respondAll(evidence, points).entries()) expect(log).toBeCloseTo(exported[i], digits);
  };

  it('leaves the density as it was', () => {
    const evidence = Evidence.of(mixture, 1e-3, 1000);
    const before = respondAll(evidence, points);
    for (let i = 0; i < 20_000; i++) evidence.fade(0.9995);
    for (const [i, log] of respondAll(evidence, points).entries()) expect(log).toBeCloseTo(before[i], 6);
  });

  it.each([0.5, 1e-3, 1e-30, 0])('to %f is what the mixture is, and so are the components that learn then', (share) => {
    const evidence = Evidence.of(mixture, 1e-3, 1000);
    evidence.fade(share);
    expectAlike(evidence, 9);
    // One component alone learns on; the others keep their places.
    for (let i = 0; i < 50; i++) evidence.add(0, 1, Float64Array.of(-4 + Math.sin(i), Math.cos(i)), 0);
    evidence.refresh();
    expectAlike(evidence, 6);
  });
});
