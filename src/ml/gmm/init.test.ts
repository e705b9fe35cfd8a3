// Initialisations over many points: the thread can do other things meanwhile, and nothing depends on that.

import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { initialMixture } from './init';
import { sampleMixture } from './sample';
import { DEFAULT_OPTIONS, INIT_PARAMS, type Mixture } from './types';

const TRUTH: Mixture = {
  covariance_type: 'full',
  n_components: 2,
  n_features: 2,
  weights: Float64Array.of(0.6, 0.4),
  means: Float64Array.of(0, 0, 4, 1),
  covariances: Float64Array.of(1, 0.2, 0.2, 2, 1.5, -0.6, -0.6, 0.7),
};

describe('an initialisation over many points', () => {
  const { points } = sampleMixture(TRUTH, 120_000, 2);

  it.each(INIT_PARAMS)('rests on its way, to the same bits: %s', async (init_params) => {
    const options = { ...DEFAULT_OPTIONS, n_components: 5, init_params };
    let rests = 0;
    const pause = async () => {
      rests++;
    };
    const [plain, resting] = [new Rng(3), new Rng(3)];
    expect(await initialMixture(points, options, resting, pause)).toEqual(await initialMixture(points, options, plain));
    expect(resting.state()).toEqual(plain.state());
    expect(rests).toBeGreaterThan(5);
  });

  it('ends when it is told to while it rests', async () => {
    const pause = () => Promise.reject(new Error('Enough.'));
    await expect(initialMixture(points, DEFAULT_OPTIONS, new Rng(1), pause)).rejects.toThrow('Enough.');
  });
});
