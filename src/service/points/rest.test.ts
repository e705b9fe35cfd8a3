// What POST /api/train, update and GET parameters come to: fits of their own, refusals by field, and the page left as it was.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { scoreSamples } from '../../ml/gmm/score';
import { DEFAULT_OPTIONS } from '../../ml/gmm/types';
import type { TrainRequest } from '../../wire/service';
import { draw, iterationOf, matrix, openFresh, rest, rowsOf, THREE, until } from './points.fixture';

afterEach(rest);

const points = rowsOf(draw(150, 2, THREE));

describe('train', () => {
  it('fits the points it is given and makes them the page’s, undoably', async () => {
    const page = await openFresh();
    await page.service.add(draw(50));
    await page.service.setOptions({ seed: 77, covariance_type: 'diag' });
    const answer = await page.service.train({ points, n_components: 2 });
    expect(answer).toMatchObject({
      method: 'em',
      covariance_type: 'full',
      n_components: 2,
      n_features: 2,
      n_points: 150,
      converged: true,
      seed: DEFAULT_OPTIONS.seed,
      epochs: 200,
      warnings: [],
    });
    expect(answer.history).toHaveLength(answer.n_iter);
    expect(answer.covariances).toMatchObject([[{ length: 2 }, { length: 2 }], { length: 2 }]);
    const state = await page.service.state();
    expect(state).toMatchObject({
      fit: { phase: 'finished' },
      options: { n_components: 2, covariance_type: 'full' },
      dataset: { n: 150, columns: ['x', 'y'] },
    });
    expect(rowsOf(await page.service.points())).toEqual(points);
    await page.service.undo();
    expect(await page.service.state()).toMatchObject({
      dataset: { n: 50 },
      options: { seed: 77, covariance_type: 'diag' },
      mixture: null,
      fit: { phase: 'idle' },
    });
    await page.service.redo();
    expect(await page.service.state()).toMatchObject({ dataset: { n: 150 }, fit: { phase: 'finished' } });
    expect((await page.service.state()).mixture).toEqual(state.mixture);
  });

  it('says the total log-likelihood under the parameters it returns', async () => {
    const page = await openFresh();
    const answer = await page.service.train({ points, tol: 0, epochs: 7 });
    expect(answer.n_iter).toBe(7);
    expect(answer.converged).toBe(false);
    expect(answer.history).toHaveLength(7);
    const { mixture } = await page.service.state();
    if (!mixture) throw new Error('no mixture');
    const total = scoreSamples(mixture, matrix(...points)).reduce((a, b) => a + b, 0);
    expect(answer.log_likelihood).toBeCloseTo(total, 8);
    expect(answer.log_likelihood).toBeGreaterThan(answer.history.at(-1)!);
    // 2 weights, 6 means, 9 covariances
    expect(answer.bic).toBeCloseTo(-2 * total + 17 * Math.log(150), 8);
    expect(answer.aic).toBeCloseTo(-2 * total + 34, 8);
    expect(answer.weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it('warns when epochs ran out', async () => {
    const page = await openFresh();
    const answer = await page.service.train({ points: rowsOf(draw(150)), tol: 1e-12, epochs: 3 });
    expect(answer.warnings).toEqual([expect.stringMatching(/3 epochs before converging/)]);
  });

  it('answers calls that come together, each with its own', async () => {
    const page = await openFresh();
    const counts = [1, 2, 3, 4];
    const answers = await Promise.all(counts.map((n_components) => page.service.train({ points, n_components })));
    expect(answers.map((answer) => answer.weights.length)).toEqual(counts);
    for (let i = 1; i < counts.length; i++) {
      expect(answers[i]!.log_likelihood).toBeGreaterThan(answers[i - 1]!.log_likelihood - 1e-6);
    }
  });

  it('takes new names for another width, keeps names for the same', async () => {
    const page = await openFresh();
    const { data, n, d } = draw(20);
    await page.service.replace({ data, n, d, columns: ['a', 'b'], source: 'mine' });
    await page.service.train({ points });
    expect((await page.service.state()).dataset.columns).toEqual(['a', 'b']);
    await page.service.train({ points: points.map(([x, y]) => [x!, y!, x! + y!, 1]), covariance_type: 'diag' });
    expect((await page.service.state()).dataset.columns).toEqual(['x1', 'x2', 'x3', 'x4']);
  });

  it('starts from given parameters', async () => {
    const page = await openFresh();
    const given = {
      means_init: [
        [0, 0],
        [6, 1],
        [-2, 7],
      ],
      weights_init: [0.2, 0.3, 0.5],
      precisions_init: [0, 1, 2].map(() => [
        [1, 0],
        [0, 1],
      ]),
    };
    const answer = await page.service.train({ points, ...given, tol: 0, epochs: 1 });
    expect(answer.n_iter).toBe(1);
    expect((await page.service.state()).options).toMatchObject(given);
  });

  it('is not let in while a fit runs on the page, and replaces a paused one', async () => {
    const page = await openFresh();
    await page.service.add(draw(100));
    await page.service.setOptions({ tol: 0, epochs: 100_000 });
    await page.service.control('play');
    await until(page, 'running');
    await expect(page.service.train({ points })).rejects.toMatchObject({ code: 'conflict' });
    await expect(page.service.update({ points })).rejects.toMatchObject({ code: 'conflict' });
    await page.service.control('pause');
    expect((await page.service.train({ points })).n_points).toBe(150);
  });

  it('says so when it is paused on the page', async () => {
    const page = await openFresh();
    const answer = page.service.train({ points, tol: 0, epochs: 100_000 });
    const outcome = expect(answer).rejects.toMatchObject({ code: 'conflict' });
    await until(page, (s) => iterationOf(s) > 2);
    await page.service.control('pause');
    await outcome;
    expect((await page.service.state()).fit.phase).toBe('paused');
  });

  const refused: [string, TrainRequest, string][] = [
    ['no points', { points: [] }, 'points'],
    ['a width that varies', { points: [[1, 2], [3]] }, 'points.1'],
    [
      'NaN',
      {
        points: [
          [1, 2],
          [3, Number.NaN],
        ],
      },
      'points.1.1',
    ],
    ['infinity', { points: [[Number.POSITIVE_INFINITY, 2]] }, 'points.0.0'],
    ['no columns', { points: [[]] }, 'points'],
    ['too many columns', { points: [new Array(17).fill(0)] }, 'points'],
    [
      'fewer distinct points than components',
      {
        points: [
          [1, 1],
          [1, 1],
          [2, 2],
        ],
        n_components: 3,
      },
      'n_components',
    ],
    ['too many components', { points, n_components: 21 }, 'n_components'],
    ['a negative tol', { points, tol: -1 }, 'tol'],
    ['means of another shape', { points, n_components: 2, means_init: [[1, 2]] }, 'means_init'],
    ['weights that do not add up', { points, n_components: 2, weights_init: [0.5, 0.6] }, 'weights_init'],
    [
      'an ill-defined covariance',
      {
        points: [
          [0, 0],
          [1, 1],
          [2, 2],
        ],
        n_components: 1,
        reg_covar: 0,
      },
      'reg_covar',
    ],
  ];
  it.each(refused)('refuses %s, and leaves the page as it was', async (_name, request, field) => {
    const page = await openFresh();
    await page.service.train({ points, n_components: 2 });
    const before = await page.service.state();
    await expect(page.service.train(request)).rejects.toMatchObject({ code: 'invalid', details: [{ field }] });
    const after = await page.service.state();
    expect(rowsOf(await page.service.points())).toEqual(points);
    expect(after.mixture).toEqual(before.mixture);
    expect(after.options).toEqual(before.options);
    expect([after.fit.phase, after.canRedo]).toEqual(['finished', false]);
  });

  const degenerate: [string, number[][]][] = [
    [
      'all points equal',
      [
        [3, 3],
        [3, 3],
        [3, 3],
      ],
    ],
    ['a single point', [[1, 2]]],
    [
      'points on a line',
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [5, 5],
        [6, 6],
      ],
    ],
    [
      'huge values',
      [
        [1e12, 2e12],
        [-1e12, 1e12],
        [3e12, -2e12],
        [2e12, 2e12],
      ],
    ],
    [
      'tiny values',
      [
        [1e-12, 2e-12],
        [-1e-12, 1e-12],
        [3e-12, -2e-12],
      ],
    ],
  ];
  it.each(degenerate)('gives numbers for %s', async (_name, rows) => {
    const page = await openFresh();
    const distinct = new Set(rows.map(String)).size;
    for (const covariance_type of ['full', 'tied', 'diag', 'spherical'] as const) {
      for (const n_components of [1, Math.min(2, distinct)]) {
        const answer = await page.service.train({ points: rows, n_components, covariance_type });
        const numbers = [answer.weights, answer.means, answer.covariances, answer.log_likelihood].flat(3);
        expect(numbers.every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe('update', () => {
  it.each<[string, (page: Awaited<ReturnType<typeof openFresh>>) => Promise<void>]>([
    ['somebody pauses it', (page) => page.service.control('pause')],
    ['the points are cleared', (page) => page.service.clear()],
  ])('of many passes ends when %s, and adds nothing', async (_what, stop) => {
    const page = await openFresh();
    await page.service.train({ points, n_components: 2 });
    const { rev } = (await page.service.state()).dataset;
    const updating = page.service.update({ points, epochs: 100_000 });
    const ended = expect(updating).rejects.toMatchObject({ code: 'conflict' });
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 2));
    await stop(page);
    await ended;
    const { dataset } = await page.service.state();
    expect(dataset.n).toBe(dataset.rev === rev ? points.length : 0);
  });

  it('trains a first model on what is there and what came', async () => {
    const page = await openFresh();
    await page.service.add(matrix([0, 0], [1, 0]));
    const answer = await page.service.update({ points, n_components: 2 });
    expect(answer).toMatchObject({ n_points: 152, method: 'em', converged: true });
  });

  it('learns from the new points only, and keeps what it knew', async () => {
    const page = await openFresh();
    const before = await page.service.train({ points, n_components: 2 });
    const passes = page.compute.passes;
    const news = rowsOf(draw(50, 8, THREE));
    const answer = await page.service.update({ points: news });
    expect(answer).toMatchObject({ method: 'incremental', n_iter: 1, epochs: 1, n_points: 200, n_components: 2 });
    // one pass over all points, for the log-likelihood
    expect(page.compute.passes - passes).toBe(1);
    expect(answer.means).not.toEqual(before.means);
    const all = await page.service.train({ points: [...points, ...news], n_components: 2 });
    expect(Math.abs(answer.log_likelihood / all.log_likelihood - 1)).toBeLessThan(0.01);
    await page.service.undo();
    expect((await page.service.parameters()).n_points).toBe(200);
    await page.service.undo();
    expect((await page.service.parameters()).means).toEqual(before.means);
  });

  it('gives the weighted mean of all points for one component', async () => {
    const page = await openFresh();
    await page.service.train({ points: [[0], [2], [4]], n_components: 1 });
    const { means, covariances } = await page.service.update({ points: [[6], [8]], epochs: 3 });
    expect(means[0]![0]).toBeCloseTo(4, 9);
    expect(Number(covariances.flat(3)[0])).toBeCloseTo(8, 4);
  });

  it('takes the options left out from the model, not from what the page is set to since', async () => {
    const page = await openFresh();
    await page.service.train({ points, n_components: 2, seed: 3 });
    await page.service.setOptions({ seed: 7 });
    expect((await page.service.update({ points: rowsOf(draw(50, 8, THREE)) })).seed).toBe(3);
  });

  it('warm-starts EM over all points when asked', async () => {
    const page = await openFresh();
    await page.service.train({ points, n_components: 2 });
    const answer = await page.service.update({ points: rowsOf(draw(50, 8, THREE)), method: 'em' });
    expect(answer).toMatchObject({ method: 'em', n_points: 200, converged: true });
    expect(answer.n_iter).toBeLessThan(30);
  });

  it('refuses what the model is not made for', async () => {
    const page = await openFresh();
    await page.service.train({ points, n_components: 2 });
    const refused: [TrainRequest, string][] = [
      [{ points: [[1, 2, 3]] }, 'points'],
      [{ points: [[1, 2]], n_components: 3 }, 'n_components'],
      [{ points: [[1, 2]], covariance_type: 'diag' }, 'covariance_type'],
      [
        {
          points: [[1, 2]],
          means_init: [
            [0, 0],
            [1, 1],
          ],
        },
        'means_init',
      ],
      [{ points: [[1, 2]], forgetting: 2 }, 'forgetting'],
    ];
    for (const [request, field] of refused) {
      await expect(page.service.update(request)).rejects.toMatchObject({ code: 'invalid', details: [{ field }] });
    }
    expect((await page.service.state()).dataset.n).toBe(150);
  });
});

describe('parameters', () => {
  it('are those of the model as it stands', async () => {
    const page = await openFresh();
    await expect(page.service.parameters()).rejects.toMatchObject({ code: 'not_found' });
    const answer = await page.service.train({ points });
    expect(await page.service.parameters()).toEqual(answer);
    await page.service.clear();
    await expect(page.service.parameters()).rejects.toMatchObject({ code: 'not_found' });
    await page.service.undo();
    expect(await page.service.parameters()).toEqual(answer);
  });
});
