// Data that leave a covariance without extent: the answer is a regularised fit or an error that names what to change,
// never NaN.

import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { ENGINES, type NamedEngine, WASM } from './engines.fixture';
import { MixtureError } from './errors';
import { createLearner } from './learner';
import { COVARIANCE_TYPES, DEFAULT_OPTIONS, type FitOptions, INIT_PARAMS, type Matrix } from './types';

const rng = new Rng(4);
const line = Array.from({ length: 30 }, (_, i) => [i - 11, 2 * i + 3]);
const cloud = Array.from({ length: 40 }, (_, i) => [rng.normal() + 5 * (i % 2), rng.normal()]);
const scaled = (rows: number[][], factor: number) => rows.map((row) => row.map((value) => value * factor));

const SCENES: Record<string, { rows: number[][]; k: number[] }> = {
  'a single point': { rows: [[3, 4]], k: [1] },
  'all points equal': { rows: Array.from({ length: 20 }, () => [7, -2]), k: [1] },
  'two values, many times': { rows: Array.from({ length: 20 }, (_, i) => [i % 2, 5]), k: [1, 2] },
  'points on a line': { rows: line, k: [1, 3] },
  'a constant column': { rows: cloud.map(([x]) => [x, 1]), k: [1, 3] },
  'as many components as points': { rows: cloud.slice(0, 5), k: [5] },
  'huge values': { rows: scaled(cloud, 1e12), k: [1, 3] },
  'huge values on a line': { rows: scaled(line, 1e12), k: [1, 3] },
  'equal huge values': { rows: Array.from({ length: 9 }, () => [1e12, -1e12]), k: [1] },
  'small spread far away': { rows: cloud.map(([x, y]) => [x + 1e12, y - 1e12]), k: [1, 2] },
  'tiny values': { rows: scaled(cloud, 1e-12), k: [1, 3] },
  'values whose squares vanish': { rows: scaled(cloud, 1e-200), k: [1, 3] },
  'values near the limit': { rows: scaled(cloud, 1e99), k: [1, 3] },
  'outliers far away': { rows: [...cloud, [1e9, 1e9], [-1e12, 0]], k: [2, 3] },
};

async function outcome(
  create: NamedEngine['create'],
  rows: number[][],
  options: Partial<FitOptions>,
): Promise<'fit' | MixtureError> {
  const points: Matrix = { data: Float64Array.from(rows.flat()), n: rows.length, d: rows[0].length };
  const engine = await create(points);
  try {
    const learner = await createLearner({ options: { ...DEFAULT_OPTIONS, ...options }, epochs: 12, points, engine });
    for (let done = false; !done; ) {
      const step = await learner.step();
      expect(step.log_likelihood).not.toBeNaN();
      const { weights, means, covariances } = learner.mixture();
      for (const values of [weights, means, covariances]) expect(values.every(Number.isFinite)).toBe(true);
      done = step.done;
    }
    return 'fit';
  } catch (error) {
    if (error instanceof MixtureError) return error;
    throw error;
  } finally {
    engine.dispose();
  }
}

const WAYS = [
  ...ENGINES.map((engine) => ({ method: 'em' as const, ...engine })),
  // The incremental learner only scores with its engine.
  { method: 'incremental' as const, ...WASM },
];

describe.each(WAYS)('degenerate data with $method on $name', ({ method, create }) => {
  describe.each(Object.entries(SCENES))('%s', (_, { rows, k }) => {
    it.each(COVARIANCE_TYPES)('%s', async (covariance_type) => {
      for (const n_components of k) {
        for (const init_params of INIT_PARAMS) {
          for (const reg_covar of [1e-6, 0]) {
            const result = await outcome(create, rows, {
              method,
              n_components,
              covariance_type,
              init_params,
              reg_covar,
            });
            if (result !== 'fit') expect(result.field).toBe('reg_covar');
          }
        }
      }
    });
  });

  it('fits what scikit-learn fits, given the default regularisation', async () => {
    for (const name of [
      'a single point',
      'all points equal',
      'two values, many times',
      'points on a line',
      'huge values',
    ]) {
      for (const n_components of SCENES[name].k) {
        expect(await outcome(create, SCENES[name].rows, { method, n_components }), name).toBe('fit');
      }
    }
  });

  it('says what to do where regularisation is lost in rounding', async () => {
    const result = await outcome(create, SCENES['huge values on a line'].rows, { method, n_components: 1 });
    expect(result).toBeInstanceOf(MixtureError);
    expect(String(result)).toMatch(/increase reg_covar, for example to \d/);
  });

  it('refuses more components than distinct points', async () => {
    for (const rows of [[[1, 1]], Array.from({ length: 50 }, () => [1, 1])]) {
      expect(await outcome(create, rows, { method, n_components: 2 })).toMatchObject({ field: 'n_components' });
    }
    expect(await outcome(create, [...Array(50).fill([1, 1]), [2, 2]], { method, n_components: 3 })).toMatchObject({
      field: 'n_components',
      message: expect.stringContaining('2 distinct points'),
    });
  });
});
