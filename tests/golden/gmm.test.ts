// Agreement with scikit-learn: every iteration's lower bound, final parameters, criteria and scores, for all covariance
// types, from the same start values. The reference is tests/golden/gmm.json, written by scripts/golden_gmm.py.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENGINES } from '../../src/ml/gmm/engines.fixture';
import { createLearner } from '../../src/ml/gmm/learner';
import { toNested } from '../../src/ml/gmm/nested';
import { toEmModel } from '../../src/ml/gmm/params';
import { aic, bic, respond } from '../../src/ml/gmm/score';
import { type CovarianceType, DEFAULT_OPTIONS, type FitOptions, type Matrix } from '../../src/ml/gmm/types';

interface Fit {
  readonly covariance_type: CovarianceType;
  readonly weights_init: number[];
  readonly means_init: number[][];
  readonly precisions_init: NonNullable<FitOptions['precisions_init']>;
  readonly iterations: number;
  readonly lower_bounds: number[];
  readonly weights: number[];
  readonly means: number[][];
  readonly covariances: number[];
  readonly bic: number;
  readonly aic: number;
  readonly log_likelihood: number;
  readonly probe: number[][];
  readonly score_samples: number[];
  readonly predict_proba: number[][];
  readonly stopped: { n_iter: number; converged: boolean; lower_bound: number; means: number[][] };
}

interface Golden {
  readonly cases: readonly { readonly points: number[][]; readonly fits: readonly Fit[] }[];
}

const golden: Golden = JSON.parse(readFileSync(join(import.meta.dirname, 'gmm.json'), 'utf8'));

/** Relative. The largest difference seen is 6e-12. */
const TOLERANCE = 1e-10;

function matrix(rows: number[][]): Matrix {
  return { data: Float64Array.from(rows.flat()), n: rows.length, d: rows[0].length };
}

/** The largest difference of two nested arrays, relative to the largest number in the reference. */
function difference(actual: unknown, reference: unknown): number {
  const a = [actual].flat(4) as number[];
  const b = [reference].flat(4) as number[];
  expect(a.length).toBe(b.length);
  const scale = Math.max(...b.map(Math.abs));
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / scale;
}

const cases = golden.cases.flatMap(({ points, fits }) =>
  fits.map((one) => ({
    ...one,
    points,
    title: `${one.covariance_type}, ${one.means[0].length}-D, ${one.weights.length} components`,
  })),
);

function optionsOf(one: Fit, tol: number): FitOptions {
  const { covariance_type, weights_init, means_init, precisions_init } = one;
  const n_components = one.weights.length;
  return { ...DEFAULT_OPTIONS, n_components, covariance_type, tol, weights_init, means_init, precisions_init };
}

describe('agreement with scikit-learn', () => {
  it('covers what the product offers', () => {
    const types = new Set(cases.map(({ covariance_type }) => covariance_type));
    const dimensions = new Set(cases.map(({ means }) => means[0].length));
    const components = new Set(cases.map(({ weights }) => weights.length));
    expect([...types].sort()).toEqual(['diag', 'full', 'spherical', 'tied']);
    expect(Math.max(...dimensions)).toBe(16);
    expect(Math.max(...components)).toBe(20);
  });

  describe.each(ENGINES)('on the $name engine', ({ create }) => {
    it.each(cases)('follows every iteration: $title', async (one) => {
      const points = matrix(one.points);
      const engine = await create(points);
      const options = optionsOf(one, 0);
      const learner = await createLearner({ options, epochs: one.iterations, points, engine });
      const bounds: number[] = [];
      for (let done = false; !done; ) {
        const step = await learner.step();
        bounds.push(step.log_likelihood / points.n);
        done = step.done;
      }
      bounds.forEach((bound, i) => {
        expect(difference(bound, one.lower_bounds[i]), `iteration ${i + 1}`).toBeLessThan(TOLERANCE);
      });
      expect(bounds).toHaveLength(one.iterations);

      const mixture = learner.mixture();
      const { weights, means, covariances } = toNested(mixture);
      expect(difference(weights, one.weights)).toBeLessThan(TOLERANCE);
      expect(difference(means, one.means)).toBeLessThan(TOLERANCE);
      expect(difference(covariances, one.covariances)).toBeLessThan(TOLERANCE);

      const { logLikelihood } = await engine.pass(toEmModel(mixture));
      expect(difference(logLikelihood, one.log_likelihood)).toBeLessThan(TOLERANCE);
      expect(difference(bic(logLikelihood, mixture, points.n), one.bic)).toBeLessThan(TOLERANCE);
      expect(difference(aic(logLikelihood, mixture), one.aic)).toBeLessThan(TOLERANCE);
      engine.dispose();
    });

    it.each(cases)('stops when it stops: $title', async (one) => {
      const points = matrix(one.points);
      const engine = await create(points);
      const learner = await createLearner({ options: optionsOf(one, 1e-3), epochs: 100, points, engine });
      let step = await learner.step();
      while (!step.done) step = await learner.step();
      expect([step.iteration, step.converged]).toEqual([one.stopped.n_iter, one.stopped.converged]);
      expect(difference(step.log_likelihood / points.n, one.stopped.lower_bound)).toBeLessThan(TOLERANCE);
      expect(difference(toNested(learner.mixture()).means, one.stopped.means)).toBeLessThan(TOLERANCE);
      engine.dispose();
    });
  });

  it.each(cases)('scores rows alike: $title', (one) => {
    const d = one.means[0].length;
    const mixture = {
      covariance_type: one.covariance_type,
      n_components: one.weights.length,
      n_features: d,
      weights: Float64Array.from(one.weights),
      means: Float64Array.from(one.means.flat()),
      covariances: Float64Array.from([one.covariances].flat(4) as number[]),
    };
    const probe = matrix(one.probe);
    const { logDensity, responsibilities } = respond(mixture, probe);
    expect(difference([...logDensity], one.score_samples)).toBeLessThan(TOLERANCE);
    expect(difference([...responsibilities], one.predict_proba)).toBeLessThan(TOLERANCE);
  });
});
