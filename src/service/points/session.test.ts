import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { draw, iterationOf, matrix, type Opened, openFresh, rest, rowsOf, THREE, until } from './fixture';

afterEach(rest);

async function withPoints(n = 200): Promise<Opened> {
  const page = await openFresh();
  await page.service.add(draw(n));
  return page;
}

describe('a fit on the page', () => {
  it('plays to its end and keeps the curve', async () => {
    const page = await withPoints();
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
    const page = await withPoints();
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
    const other = await withPoints();
    await other.service.control('play');
    expect((await until(other, 'finished')).mixture).toEqual(state.mixture);
  });

  it('pauses, goes on, and gives the same model as without the pause', async () => {
    const page = await withPoints();
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
    const other = await withPoints();
    await other.service.setOptions({ tol: 0, epochs: 60 });
    await other.service.control('play');
    expect((await until(other, 'finished')).mixture).toEqual(state.mixture);
  });

  it('says when its log-likelihood is of other points than there are now', async () => {
    const page = await withPoints();
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
    const page = await withPoints();
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
    const page = await withPoints();
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
    const page = await withPoints();
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
    const page = await withPoints();
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
    const other = await withPoints();
    await other.service.setOptions({ n_components: 2 });
    await other.service.control('play');
    expect((await until(other, 'finished')).mixture).toEqual(after.mixture);
  });

  it('steps anew from a paused fit of other options, and never changes that one under them', async () => {
    const page = await withPoints();
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
    const page = await withPoints();
    await page.service.setOptions({ n_init: 4, init_params: 'random_from_data' });
    await page.service.control('play');
    const state = await until(page, 'finished');
    expect(state.fit).toMatchObject({ n_init: 4 });
    expect(state.history.values).toHaveLength(iterationOf(state));
  });

  it('keeps its pace', async () => {
    const page = await withPoints();
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
    const page = await withPoints();
    await page.service.setOptions({ tol: 0, epochs: 3 });
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
    const page = await withPoints();
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

describe('points that change under a fit', () => {
  it('joins additions to a running fit', async () => {
    const page = await withPoints();
    await page.service.setOptions({ tol: 0, epochs: 100_000 });
    await page.service.control('play');
    await until(page, (s) => iterationOf(s) > 3);
    await page.service.add(draw(300, 5, THREE));
    const { fit } = await page.service.state();
    await until(page, (s) => iterationOf(s) > ('iteration' in fit ? fit.iteration : 0) + 20);
    expect(page.compute.started).toHaveLength(1);
    expect(page.compute.started[0]?.n).toBe(500);
    await page.service.setOptions({ tol: 1e-6 });
    const end = await until(page, 'finished');
    const { log_density } = await page.service.score(await page.service.points());
    const total = log_density.reduce((a, b) => a + b, 0);
    expect(total).toBeCloseTo('log_likelihood' in end.fit ? end.fit.log_likelihood : 0, 1);
  });

  it.each(['remove', 'move', 'undo'] as const)('starts over from its mixture after %s', async (how) => {
    const page = await withPoints();
    await page.service.add(draw(50, 9));
    await page.service.setOptions({ tol: 0, epochs: 100_000 });
    await page.service.control('play');
    const before = await until(page, (s) => iterationOf(s) > 10);
    if (how === 'remove') await page.service.remove(Uint32Array.from({ length: 50 }, (_, i) => 2 * i));
    if (how === 'move') await page.service.move(Uint32Array.of(3, 1), matrix([9, 9], [8, 8]));
    if (how === 'undo') await page.service.undo();
    const after = await until(page, (s) => s.history.values[0] !== before.history.values[0] && iterationOf(s) > 10);
    // At a maximum nothing changes any more: then the fit may have ended by now.
    expect(['running', 'finished']).toContain(after.fit.phase);
    expect(page.compute.started.at(-1)?.n).toBe(how === 'move' ? 250 : 200);
    await page.service.control('pause');
  });

  it.each(['move', 'remove', 'undo', 'reset', 'clear'] as const)(
    'takes %s in the midst of a long pass',
    async (how) => {
      const page = await openFresh();
      await page.service.add(draw(60_000));
      await page.service.add(draw(50, 9));
      await page.service.setOptions({ method: 'incremental', tol: 0, epochs: 100_000, n_components: 6 });
      await page.service.control('play');
      await until(page, (s) => iterationOf(s) >= 1);
      // Not awaited to their ends: they come while a pass is on its way.
      const edits = {
        move: () => page.service.move(Uint32Array.of(3, 1), matrix([1e4, 9], [-8, 1e4])),
        remove: () => page.service.remove(Uint32Array.of(0)),
        undo: () => page.service.undo(),
        reset: () => page.service.control('reset'),
        clear: () => page.service.clear(),
      };
      const answer = edits[how]();
      if (how === 'reset' || how === 'clear') {
        await answer;
        expect(await page.service.state()).toMatchObject({ fit: { phase: 'idle' }, mixture: null });
        if (how === 'reset') await page.service.control('play');
        else await page.service.undo();
        await until(page, (s) => s.mixture !== null);
        return;
      }
      await answer;
      const after = await until(page, (s) => s.fit.phase === 'running' && iterationOf(s) >= 1 && !s.fit.behind);
      expect(after.mixture?.covariances.every(Number.isFinite)).toBe(true);
      await page.service.control('reset');
    },
  );

  it('stops when the last point goes', async () => {
    const page = await withPoints(20);
    await page.service.setOptions({ tol: 0, epochs: 100_000 });
    await page.service.control('play');
    await until(page, 'running');
    await page.service.remove(Uint32Array.from({ length: 20 }, (_, i) => i));
    expect((await until(page, 'idle')).dataset.n).toBe(0);
  });

  it('lets the incremental learner learn at once, while it runs and after', async () => {
    const page = await withPoints();
    await page.service.setOptions({ method: 'incremental', n_components: 2 });
    await page.service.control('play');
    const before = await until(page, 'finished');
    await page.service.add(draw(200, 7, THREE));
    const after = await until(page, (s) => s.mixture?.means[0] !== before.mixture?.means[0]);
    expect(after.fit.phase).toBe('finished');
    await page.service.control('play');
    await until(page, (s) => s.fit.phase === 'finished' && s.history.values[0] !== before.history.values[0]);
  });
});

describe('an engine that is lost', () => {
  it('is replaced, and the fit ends as if nothing had happened', async () => {
    const calm = await withPoints();
    await calm.service.control('play');
    const expected = await until(calm, 'finished');
    const page = await withPoints();
    page.compute.lostAt = new Set([4, 9]);
    await page.service.control('play');
    const state = await until(page, 'finished');
    expect(state.mixture).toEqual(expected.mixture);
    expect(state.history).toEqual(expected.history);
    expect(page.compute.started).toHaveLength(3);
    expect(page.notices()).toEqual(['The compute engine was lost', 'The compute engine was lost']);
  });

  it('makes way for another backend within a fit', async () => {
    const calm = await withPoints();
    await calm.service.setOptions({ tol: 0, epochs: 40 });
    await calm.service.control('play');
    const expected = await until(calm, 'finished');
    const page = await withPoints();
    await page.service.setOptions({ tol: 0, epochs: 40 });
    page.compute.delay = 1;
    await page.service.control('play');
    await until(page, (s) => iterationOf(s) > 5);
    page.compute.switches++;
    const state = await until(page, 'finished');
    expect(page.compute.started).toHaveLength(2);
    expect(state.mixture).toEqual(expected.mixture);
    expect(page.notices()).toEqual([]);
  });

  it('ends the fit with a message when no engine lasts', async () => {
    const page = await withPoints();
    page.compute.lostAt = new Set(Array.from({ length: 50 }, (_, i) => i + 1));
    await page.service.control('play');
    expect((await until(page, 'failed')).fit).toMatchObject({ message: 'The device went away.' });
  });
});

describe('any order of commands', () => {
  it('never wedges the page: afterwards it still fits, undoes and saves', async () => {
    const commands = {
      play: (page: Opened) => page.service.control('play'),
      pause: (page: Opened) => page.service.control('pause'),
      step: (page: Opened) => page.service.control('step'),
      reset: (page: Opened) => page.service.control('reset'),
      add: (page: Opened) => page.service.add(draw(5, 3)),
      remove: (page: Opened) => page.service.remove(Uint32Array.of(0)),
      move: (page: Opened) => page.service.move(Uint32Array.of(1), matrix([1, 1])),
      clear: (page: Opened) => page.service.clear(),
      undo: (page: Opened) => page.service.undo(),
      redo: (page: Opened) => page.service.redo(),
      incremental: (page: Opened) => page.service.setOptions({ method: 'incremental' }),
      em: (page: Opened) => page.service.setOptions({ method: 'em', n_components: 2 }),
      tol: (page: Opened) => page.service.setOptions({ tol: 1e-9 }),
      select: (page: Opened) => page.service.select({ min: 1, max: 3, criterion: 'bic' }),
      train: (page: Opened) => page.service.train({ points: rowsOf(draw(30, 4)), n_components: 2 }),
      update: (page: Opened) => page.service.update({ points: rowsOf(draw(5, 4)) }),
      assignment: (page: Opened) => page.service.assignment(),
      lose: async ({ compute }: Opened) => void compute.lostAt.add(compute.passes + 1),
      suspend: async (page: Opened) => {
        await page.suspend();
        await page.resume();
      },
      wait: () => new Promise((resolve) => setTimeout(resolve, 3)),
    };
    const names = fc.constantFrom(...(Object.keys(commands) as (keyof typeof commands)[]));
    const page = await withPoints(60);
    await fc.assert(
      fc.asyncProperty(fc.array(names, { minLength: 1, maxLength: 15 }), async (sequence) => {
        page.compute.lostAt.clear();
        const answers = Promise.allSettled(
          sequence.map(async (name, i) => {
            await new Promise((resolve) => setTimeout(resolve, i));
            await commands[name](page);
          }),
        );
        // Started together: calls that make no sense where they meet may be refused, with a reason; so may one under
        // which the engine was lost a second time.
        await new Promise((resolve) => setTimeout(resolve, sequence.length + 5));
        page.compute.lostAt.clear();
        await page.service.control('pause');
        for (const answer of await answers) {
          if (answer.status === 'rejected')
            expect(answer.reason).toMatchObject({ code: expect.stringMatching(/invalid|conflict|unavailable/) });
        }
        await page.service.control('reset');
        expect(await page.service.state()).toMatchObject({ fit: { phase: 'idle' }, mixture: null });
        await page.service.replace({ ...draw(60), columns: ['x', 'y'], source: '' });
        await page.service.setOptions({ method: 'em', tol: 1e-3 });
        await page.service.control('play');
        const state = await until(page, 'finished');
        expect(state.fit).toMatchObject({ converged: true });
      }),
      { numRuns: 60 },
    );
  });
});
