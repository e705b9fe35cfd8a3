// What happens to a fit when its points change, its engine is lost, or commands come in any order.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  draw,
  iterationOf,
  matrix,
  type Opened,
  openFresh,
  openWith,
  rest,
  rowsOf,
  THREE,
  until,
} from './points.fixture';

afterEach(rest);

describe('points that change under a fit', () => {
  it('joins additions to a running fit', async () => {
    const page = await openWith();
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
    const { log_density } = await page.service.score(await page.service.points(), 0.01);
    const total = log_density.reduce((a, b) => a + b, 0);
    expect(total).toBeCloseTo('log_likelihood' in end.fit ? end.fit.log_likelihood : 0, 1);
  });

  it.each(['remove', 'move', 'undo'] as const)('starts over from its mixture after %s', async (how) => {
    const page = await openWith();
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
    const page = await openWith(20);
    await page.service.setOptions({ tol: 0, epochs: 100_000 });
    await page.service.control('play');
    await until(page, 'running');
    await page.service.remove(Uint32Array.from({ length: 20 }, (_, i) => i));
    expect((await until(page, 'idle')).dataset.n).toBe(0);
  });

  it('lets the incremental learner learn at once, while it runs and after', async () => {
    const page = await openWith();
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
    const calm = await openWith();
    await calm.service.control('play');
    const expected = await until(calm, 'finished');
    const page = await openWith();
    page.compute.lostAt = new Set([4, 9]);
    await page.service.control('play');
    const state = await until(page, 'finished');
    expect(state.mixture).toEqual(expected.mixture);
    expect(state.history).toEqual(expected.history);
    expect(page.compute.started).toHaveLength(3);
    expect(page.notices()).toEqual(['The compute engine was lost', 'The compute engine was lost']);
  });

  it('makes way for another backend within a fit', async () => {
    const calm = await openWith();
    await calm.service.setOptions({ tol: 0, epochs: 40 });
    await calm.service.control('play');
    const expected = await until(calm, 'finished');
    const page = await openWith();
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
    const page = await openWith();
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
    const page = await openWith(60);
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
