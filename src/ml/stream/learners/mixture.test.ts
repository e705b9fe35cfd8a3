// The density of a stream's mixture is one, also where a component has had no examples for long, and what is exported is it.

import { describe, expect, it } from 'vitest';
import { Evidence } from '../../gmm/evidence';
import { scoreSamples } from '../../gmm/score';
import { Rng } from '../../rng';
import type { LearnerConfig } from './config';
import { evidenceOf, MixtureLearner } from './mixture';

const CONFIG: LearnerConfig = {
  ...{ id: 'mixture', hidden: [], activation: 'relu', optimizer: 'sgd' },
  ...{ learning_rate: 0.01, epochs: 1, n_components: 2, seed: 1 },
};
const BATCH = 50;

/** Learns from so many examples around the places in turn. */
async function learn(learner: MixtureLearner, n: number, places: readonly number[], rng: Rng): Promise<void> {
  for (let at = 0; at < n; at += BATCH) {
    const X = Float64Array.from({ length: BATCH }, (_, i) => places[i % places.length] + rng.normal());
    await learner.learn({ X, y: new Float64Array(0), n: BATCH, d: 1 });
  }
}

describe('a mixture of which one component is not seen any more', () => {
  const step = 0.01;
  const grid = Float64Array.from({ length: 12_000 }, (_, i) => (i - 6000) * step);

  it.each([100, 10_000, 40_000])(
    'is a density after %i examples elsewhere, and the one that is exported',
    async (n) => {
      const rng = new Rng(3);
      const learner = new MixtureLearner(CONFIG, 1);
      await learn(learner, 3000, [-30, 30], rng);
      await learn(learner, n, [-30], rng);
      const live = await learner.predict(grid, grid.length);
      const mass = live.reduce((sum, log) => sum + Math.exp(log), 0) * step;
      expect(Math.abs(mass - 1)).toBeLessThan(2e-3);
      const exported = Evidence.restore(evidenceOf(await learner.save(), 2, 1)).mixture();
      const expected = scoreSamples(exported, { data: grid, n: grid.length, d: 1 });
      const apart = live.map((log, i) => Math.abs(log - expected[i]));
      expect(Math.max(...apart)).toBeLessThan(2e-3);
    },
  );

  it('finds its place again when examples come back', async () => {
    const rng = new Rng(3);
    const learner = new MixtureLearner(CONFIG, 1);
    await learn(learner, 3000, [-30, 30], rng);
    await learn(learner, 10_000, [-30], rng);
    await learn(learner, 3000, [-30, 30], rng);
    const means = [...learner.weights().slice(0, 2)].sort((a, b) => a - b);
    for (const [i, place] of [-30, 30].entries()) expect(Math.abs(means[i] - place)).toBeLessThan(0.5);
  });
});
