// A fit on the page: played, stepped, paused, reset, and taken up with other options.
import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { draw, iterationOf, kill, matrix, open, openFresh, openWith, rest, until } from './points.fixture';

afterEach(rest);

describe('a fit on the page', () => {
  it('plays to its end and keeps the curve', async () => {
    const page = await openWith();
    expect((await page.service.state()).fit).toEqual({ phase: 'idle' });
    await page.service.control('play');
    const state = await until(page, 'finished');
    expect(state.fit).toMatchObject({ converged: true, method: 'em', engine: 'JavaScript', init: 0, n_init: 1 });
    expect(state.history.values).toHaveLength(iterationOf(state));
    for (let i = 1; i < state.history.values.length; i++) {
      expect(state.history.values[i]).toBeGreaterThanOrEqual(state.history.values[i - 1]! - 1e-9);
    }
    expect(state.mixture?.n_components).toBe(3);
  });

  it('steps one iteration at a time, to the same end as playing', async () => {
    const page = await openWith();
    await page.service.control('step');
    let state = await until(page, (s) => s.fit.phase === 'paused');
    expect(iterationOf(state)).toBe(1);
    while (state.fit.phase === 'paused') {
      const before = iterationOf(state);
      await page.service.control('step');
      state = await until(page, (s) => iterationOf(s) > before && s.fit.phase !== 'running');
      expect(iterationOf(state)).toBe(before + 1);
    }
    expect(state.fit.phase).toBe('finished');
    const other = await openWith();
    await other.service.control('play');
    expect((await until(other, 'finished')).mixture).toEqual(state.mixture);
  });

  it('pauses, goes on, and gives the same model as without the pause', async () => {
    const page = await openWith();
    await page.service.setOptions({ tol: 0, epochs: 60 });
    await page.service.setSpeed(500);
    await page.service.control('play');
    await until(page, (s) => iterationOf(s) >= 3);
    await page.service.control('pause');
    const paused = await page.service.state();
    expect(paused.fit).toMatchObject({ phase: 'paused', secondsLeft: null });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(iterationOf(await page.service.state())).toBeLessThanOrEqual(iterationOf(paused) + 1);
    await page.service.setSpeed(null);
    await page.service.control('play');
    const state = await until(page, 'finished');
    expect(iterationOf(state)).toBe(60);
    const other = await openWith();
    await other.service.setOptions({ tol: 0, epochs: 60 });
    await other.service.control('play');
    expect((await until(other, 'finished')).mixture).toEqual(state.mixture);
  });

  it('says when its log-likelihood is of other points than there are now', async () => {
    const page = await openWith();
    await page.service.control('play');
    expect((await until(page, 'finished')).fit).toMatchObject({ behind: false });
    await page.service.add(draw(5));
    expect((await page.service.state()).fit).toMatchObject({ phase: 'finished', behind: true });
    await page.service.control('step');
    expect((await until(page, (s) => s.fit.phase !== 'finished' || !s.fit.behind)).fit).toMatchObject({
      behind: false,
    });
  });

  it('resets to nothing but the points', async () => {
    const page = await openWith();
    await page.service.control('play');
    await until(page, 'finished');
    await page.service.control('reset');
    expect(await page.service.state()).toMatchObject({
      fit: { phase: 'idle' },
      mixture: null,
      history: { values: [], stride: 1 },
      dataset: { n: 200 },
    });
  });

  it('refuses what cannot be fitted, with the field at fault', async () => {
    const page = await openFresh();
    await expect(page.service.control('play')).rejects.toMatchObject({
      code: 'invalid',
      details: [{ field: 'points' }],
    });
    await page.service.add(matrix([1, 1], [1, 1], [2, 2]));
    await expect(page.service.control('play')).rejects.toMatchObject({
      code: 'invalid',
      details: [{ field: 'n_components' }],
    });
    await expect(page.service.setOptions({ n_components: 21 })).rejects.toMatchObject({
      details: [{ field: 'n_components' }],
    });
    await expect(page.service.setOptions({ tol: Number.NaN, seed: -1 })).rejects.toMatchObject({
      details: [{ field: 'tol' }, { field: 'seed' }],
    });
    expect((await page.service.state()).fit).toEqual({ phase: 'idle' });
  });

  it('fails with the reason, keeps the points, and can be played again', async () => {
    const page = await openFresh();
    await page.service.add(matrix([0, 0], [1, 1], [2, 2], [3, 3], [9, 9]));
    await page.service.setOptions({ reg_covar: 0, n_components: 2 });
    await page.service.control('play');
    const state = await until(page, 'failed');
    expect(state.fit).toMatchObject({ message: expect.stringMatching(/reg_covar/) });
    expect(state.dataset.n).toBe(5);
    await page.service.setOptions({ reg_covar: 1e-6 });
    await page.service.control('play');
    await until(page, 'finished');
  });

  it('starts over when a converged fit is played again, goes on when epochs ran out', async () => {
    const page = await openWith();
    await page.service.setOptions({ epochs: 5, tol: 1e-9 });
    await page.service.control('play');
    const first = await until(page, 'finished');
    expect(first.fit).toMatchObject({ converged: false });
    await page.service.control('play');
    const second = await until(
      page,
      (s) => s.fit.phase === 'finished' && s.history.values[0] !== first.history.values[0],
    );
    expect(second.history.values[0]).toBeGreaterThan(first.history.values.at(-1)!);
    await page.service.setOptions({ epochs: 5000 });
    await page.service.control('play');
    const third = await until(page, (s) => s.fit.phase === 'finished' && s.fit.converged);
    await page.service.control('play');
    const fourth = await until(
      page,
      (s) => s.fit.phase === 'finished' && s.history.values[0] === first.history.values[0],
    );
    expect(iterationOf(fourth)).toBeGreaterThan(iterationOf(third));
  });

  it('takes epochs and tol up while it runs, and restarts for anything that makes it another fit', async () => {
    const page = await openWith();
    await page.service.setOptions({ tol: 0, epochs: 100_000 });
    await page.service.control('play');
    const before = await until(page, (s) => iterationOf(s) > 5);
    await page.service.setOptions({ epochs: 50_000 });
    const after = await until(page, (s) => 'epochs' in s.fit && s.fit.epochs === 50_000);
    expect(iterationOf(after)).toBeGreaterThanOrEqual(iterationOf(before));
    expect(after.history.values[0]).toBe(before.history.values[0]);
    await page.service.setOptions({ n_components: 4 });
    const other = await until(page, (s) => s.mixture?.n_components === 4 && s.fit.phase === 'running');
    expect(other.history.values[0]).not.toBe(before.history.values[0]);
    await page.service.setOptions({ tol: 1e-3 });
    expect((await until(page, 'finished')).fit).toMatchObject({ converged: true });
  });

  it('keeps a fit of other options on show, says so, and starts a new one with the next play', async () => {
    const page = await openWith();
    await page.service.control('play');
    const before = await until(page, 'finished');
    expect(before.earlierOptions).toBe(false);
    await page.service.setOptions({ n_components: 2, covariance_type: 'diag' });
    const between = await page.service.state();
    expect(between).toMatchObject({ mixture: before.mixture, fit: before.fit, history: before.history });
    expect(between).toMatchObject({ earlierOptions: true, options: { n_components: 2 } });
    await page.service.setOptions({ n_components: 3, covariance_type: 'full' });
    expect((await page.service.state()).earlierOptions).toBe(false);
    await page.service.setOptions({ n_components: 2 });
    await page.service.control('play');
    const after = await until(page, (s) => s.fit.phase === 'finished' && s.mixture?.n_components === 2);
    expect(after.earlierOptions).toBe(false);
    const other = await openWith();
    await other.service.setOptions({ n_components: 2 });
    await other.service.control('play');
    expect((await until(other, 'finished')).mixture).toEqual(after.mixture);
  });

  it('steps anew from a paused fit of other options, and never changes that one under them', async () => {
    const page = await openWith();
    await page.service.control('step');
    const before = await until(page, 'paused');
    await page.service.setOptions({ n_components: 5 });
    await page.service.setOptions({ tol: 1e-9 });
    expect(await page.service.state()).toMatchObject({ mixture: before.mixture, earlierOptions: true });
    await page.service.control('step');
    const after = await until(page, (s) => s.fit.phase === 'paused' && s.mixture?.n_components === 5);
    expect(iterationOf(after)).toBe(1);
  });

  it('goes on with the fit that runs when it cannot be that of other options', async () => {
    const page = await openFresh();
    await page.service.add(matrix([0, 0], [1, 2], [5, 5], [6, 5]));
    await page.service.setOptions({ n_components: 2, tol: 0, epochs: 100_000 });
    // Four points at full speed are done before anyone looks.
    await page.service.setSpeed(20);
    await page.service.control('play');
    await until(page, 'running');
    await expect(page.service.setOptions({ n_components: 9 })).rejects.toMatchObject({ code: 'invalid' });
    expect(await page.service.state()).toMatchObject({ options: { n_components: 2 }, fit: { phase: 'running' } });
  });

  it('tries all initialisations and shows the best one’s curve', async () => {
    const page = await openWith();
    await page.service.setOptions({ n_init: 4, init_params: 'random_from_data' });
    await page.service.control('play');
    const state = await until(page, 'finished');
    expect(state.fit).toMatchObject({ n_init: 4 });
    expect(state.history.values).toHaveLength(iterationOf(state));
  });

  it.each([
    { method: 'em', n_init: 1 },
    { method: 'incremental', n_init: 3 },
  ] as const)(
    'makes as many starts as it tells when all start values are given: $method',
    async ({ method, n_init }) => {
      const page = await openWith();
      const round = [
        [1, 0],
        [0, 1],
      ];
      const given = {
        weights_init: [0.5, 0.5],
        means_init: [
          [0, 0],
          [2, 1],
        ],
        precisions_init: [round, round],
      };
      await page.service.setOptions({ method, n_components: 2, n_init: 3, epochs: 2, tol: 0, ...given });
      await page.service.control('play');
      expect((await until(page, 'finished')).fit).toMatchObject({ init: n_init - 1, n_init });
    },
  );

  it('tells what the model on show is worth, not the last initialisation', async () => {
    const page = await openFresh();
    await page.service.add(draw(200, 3));
    await page.service.setOptions({ n_components: 4, n_init: 5, init_params: 'random_from_data', seed: 3 });
    await page.service.control('play');
    const { fit } = await until(page, 'finished');
    const { log_likelihood } = await page.service.parameters();
    expect(fit).toMatchObject({ init: 4, log_likelihood });
    expect(page.current()).toMatchObject({ n_points: 200, log_likelihood });
    // Of the points as they were: not to be said of as many others.
    await page.service.add(draw(10));
    expect(page.current()).toMatchObject({ n_points: 210, log_likelihood: null });
  });

  it('is through with its last iteration, whatever becomes of the engine or of the points right then', async () => {
    const page = await openWith();
    await page.service.setOptions({ tol: 0, epochs: 2 });
    page.compute.lostAt = new Set([3]);
    await page.service.control('play');
    const { fit, history } = await until(page, 'finished');
    expect(fit).toMatchObject({ iteration: 2, log_likelihood: history.values[1] });
    expect(page.notices()).toEqual([]);
    expect(await page.service.assignment()).not.toBeNull();

    page.compute.delay = 60;
    await page.service.setOptions({ seed: 7, epochs: 1 });
    // Not awaited: it is answered once a save had its turn, which comes after the iteration.
    const playing = page.service.control('play');
    const { mixture, fit: last } = await until(page, (state) => iterationOf(state) === 1);
    expect(last.phase).toBe('starting');
    await Promise.all([page.service.clear(), playing]);
    await page.service.undo();
    const back = await page.service.state();
    expect(back).toMatchObject({ mixture, fit: { phase: 'finished', iteration: 1 } });
  });

  it('does not compare initialisations before points came with those after, over a reload either', async () => {
    const page = await openWith();
    await page.service.setOptions({ n_init: 2, tol: 0, epochs: 5 });
    for (let i = 0; i < 6; i++) {
      await page.service.control('step');
      await until(page, 'paused');
    }
    await page.flush();
    kill(page);
    const again = await open();
    expect((await again.service.state()).fit).toMatchObject({ phase: 'paused', init: 1, iteration: 1 });
    const { data, n, d } = draw(50);
    await again.service.add({ data: data.map((value) => value + 100), n, d });
    await again.service.control('play');
    const { mixture, fit } = await until(again, 'finished');
    const { log_likelihood } = await again.service.parameters();
    expect(fit).toMatchObject({ log_likelihood });
    expect(Math.max(...(mixture?.means ?? []))).toBeGreaterThan(90);
  });

  it('keeps its pace', async () => {
    const page = await openWith();
    await page.service.setOptions({ tol: 0 });
    await page.service.setSpeed(1);
    await page.service.control('play');
    await until(page, 'running');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(iterationOf(await page.service.state())).toBe(1);
    await page.service.setSpeed(null);
    await until(page, 'finished');
    await expect(page.service.setSpeed(0)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('keeps a passing pace for one fit only', async () => {
    const page = await openWith();
    await page.service.setOptions({ tol: 0, epochs: 30 });
    await page.service.setSpeed(100, true);
    await page.service.control('play');
    expect((await until(page, 'running')).speed).toBe(100);
    await page.service.control('pause');
    expect((await page.service.state()).speed).toBe(100);
    await page.service.control('play');
    expect((await until(page, 'finished')).speed).toBeNull();
    await page.service.setSpeed(100);
    await page.service.control('play');
    await until(page, (s) => s.fit.phase === 'running');
    expect((await until(page, 'finished')).speed).toBe(100);
  });

  it('tells of changes at most ten times a second', async () => {
    const page = await openWith();
    await page.service.setOptions({ tol: 0, epochs: 3000 });
    const from = page.events.length;
    const start = performance.now();
    await page.service.control('play');
    await until(page, 'finished');
    await new Promise((resolve) => setTimeout(resolve, 150));
    const seconds = (performance.now() - start) / 1000;
    const told = page.events.slice(from).filter((event) => event.type === 'points');
    expect(told.length).toBeLessThanOrEqual(Math.ceil(10 * seconds) + 1);
    expect(told.at(-1)).toMatchObject({ state: { fit: { phase: 'finished' } } });
    expect((await page.service.state()).history).toMatchObject({ stride: 2, values: { length: 1500 } });
  });
});
