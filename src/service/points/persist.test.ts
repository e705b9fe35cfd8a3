// The page after a reload, from checkpoints too; saves that fail and are made up for, and stored points that are damaged.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Method } from '../../ml/gmm/types';
import { openDatabase } from '../../storage/db';
import * as errors from '../../storage/errors';
import { deleteAll } from '../../storage/snapshot';
import type { StoredWorkspace } from '../../storage/workspace';
import * as workspace from '../../storage/workspace';
import {
  draw,
  iterationOf,
  kill,
  matrix,
  open,
  openFresh,
  rest,
  rowsOf,
  TestCompute,
  THREE,
  until,
} from './points.fixture';
import { checkWorkspace } from './saved';

afterEach(async () => {
  vi.restoreAllMocks();
  await rest();
});

describe('what is saved', () => {
  it('comes back whole: points, columns, options, fit, curve, speed', async () => {
    const page = await openFresh();
    const { data, n, d } = draw(120);
    await page.service.replace({ data, n, d, columns: ['bill', 'wing'], source: 'Penguins' });
    await page.service.setOptions({
      n_components: 2,
      tol: 1e-5,
      means_init: [
        [0, 0],
        [1, 2],
      ],
    });
    await page.service.setSpeed(1e6);
    await page.service.control('play');
    await until(page, 'finished');
    await page.service.add(matrix([5, 5]));
    await page.service.move(Uint32Array.of(0), matrix([-3, 4]));
    await page.service.remove(Uint32Array.of(7, 2));
    await page.flush();
    const before = { state: await page.service.state(), points: await page.service.points() };
    kill(page);
    const again = await open();
    const after = { state: await again.service.state(), points: await again.service.points() };
    expect(after.points).toEqual(before.points);
    const { canUndo: _a, dataset: was, ...rest } = before.state;
    const { canUndo: _b, dataset: is, ...same } = after.state;
    expect({ ...same, fit: { ...same.fit, rate: 0 } }).toEqual({ ...rest, fit: { ...rest.fit, rate: 0 } });
    expect({ ...is, mean: [] }).toEqual({ ...was, mean: [] });
    expect(is.mean).toEqual(was.mean.map((value) => expect.closeTo(value, 10)));
  });

  it.each<Method>(['em', 'incremental'])('lets a running %s fit go on by itself, to the same bits', async (method) => {
    const options = { method, tol: 0, epochs: 40, n_init: 2, seed: 5, init_params: 'random' } as const;
    const calm = await openFresh();
    await calm.service.add(draw(300));
    await calm.service.setOptions(options);
    await calm.service.control('play');
    const expected = await until(calm, 'finished');

    const page = await openFresh();
    await page.service.add(draw(300));
    await page.service.setOptions(options);
    await page.service.setSpeed(400);
    await page.service.control('play');
    await until(page, (s) => iterationOf(s) > 10);
    await page.flush();
    kill(page);

    const again = await open();
    const first = await again.service.state();
    expect(first.fit.phase).toMatch(/running|starting/);
    expect(iterationOf(first)).toBeGreaterThan(5);
    await again.service.setSpeed(null);
    const state = await until(again, 'finished');
    expect(state.mixture).toEqual(expected.mixture);
    expect(state.history).toEqual(expected.history);
  });

  it('keeps a checkpoint of a running fit without being asked', async () => {
    const page = await openFresh();
    await page.service.add(draw(300));
    await page.service.setOptions({ tol: 0, epochs: 100_000 });
    await page.service.control('play');
    const saved = vi.spyOn(workspace, 'saveWorkspace');
    await until(page, () => saved.mock.calls.length >= 2);
    kill(page);
    const again = await open();
    expect(iterationOf(await again.service.state())).toBeGreaterThan(10);
    await again.service.control('pause');
  });

  it('keeps a paused fit paused, and learns later additions when it goes on', async () => {
    const page = await openFresh();
    await page.service.add(draw(100));
    await page.service.setOptions({ method: 'incremental' });
    await page.service.control('step');
    await until(page, 'paused');
    await page.flush();
    kill(page);
    const again = await open(new TestCompute());
    const before = await again.service.state();
    expect(before.fit.phase).toBe('paused');
    await again.service.add(draw(100, 4, THREE));
    await until(again, (s) => s.mixture?.means[0] !== before.mixture?.means[0]);
    await again.service.control('play');
    await until(again, 'finished');
  });

  it('goes on with a search for K where it was cut off', async () => {
    const calm = await openFresh();
    await calm.service.add(draw(200, 3, THREE));
    const expected = await calm.service.select({ min: 1, max: 6, criterion: 'bic' });
    const page = await openFresh();
    await page.service.add(draw(200, 3, THREE));
    page.compute.delay = 5;
    page.service.select({ min: 1, max: 6, criterion: 'bic' }).catch(() => {});
    await until(page, (s) => (s.selection?.candidates.length ?? 0) >= 2);
    await page.flush();
    kill(page);
    const again = await open();
    expect((await again.service.state()).fit.phase).toBe('selecting');
    const state = await until(again, 'finished');
    expect(state.selection).toEqual(expected);
  });

  it('writes only what changed', async () => {
    const page = await openFresh();
    await page.service.add(draw(100));
    await page.flush();
    const saved = vi.spyOn(workspace, 'saveWorkspace');
    await page.service.add(matrix([1, 2]));
    await page.flush();
    await page.service.setOptions({ seed: 9 });
    await page.flush();
    expect(saved.mock.calls.map(([, points]) => points?.fromRow)).toEqual([100, Number.POSITIVE_INFINITY]);
  });
});

describe('a save that fails', () => {
  it('says so once, loses nothing, and is made up for', async () => {
    const page = await openFresh();
    await page.service.add(matrix([0, 0]));
    await page.flush();
    const save = vi.spyOn(workspace, 'saveWorkspace').mockRejectedValue(new errors.QuotaExceededError());
    await page.service.add(matrix([1, 1], [2, 2]));
    await until(page, () => page.notices().length > 0);
    await page.service.add(matrix([3, 3]));
    expect((await page.service.state()).dataset.n).toBe(4);
    expect(page.notices()).toEqual(['The browser’s storage is full']);
    save.mockRestore();
    await page.flush();
    expect(page.notices()).toEqual(['The browser’s storage is full', 'Saved again']);
    kill(page);
    const again = await open();
    expect(rowsOf(await again.service.points())).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('starts without what cannot be read, and says so', async () => {
    vi.spyOn(workspace, 'readWorkspace').mockRejectedValueOnce(new errors.StorageUnavailableError('Blocked.'));
    const page = await openFresh();
    expect(page.notices()).toEqual(['What was saved could not be read']);
    expect((await page.service.state()).dataset.n).toBe(0);
  });

  it('keeps the points of a record that it does not understand', async () => {
    const page = await openFresh();
    await page.suspend();
    await workspace.saveWorkspace({ format: 99 }, { matrix: matrix([1, 2], [3, 4]), fromRow: 0 });
    const again = await open();
    expect(rowsOf(await again.service.points())).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(again.notices()).toEqual(['A part of what was saved was damaged']);
  });
});

describe('storage that is not as it was left', () => {
  const ROWS = [
    [0, 0],
    [0, 1],
    [1, 0],
    [5, 5],
    [5, 6],
    [6, 5],
  ];

  /** A page with a finished fit is closed; `damage` is done to what it stored. */
  async function damaged(damage: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<unknown>) {
    const page = await openFresh();
    await page.service.replace({ ...matrix(...ROWS), columns: ['bill', 'wing'], source: 'Penguins' });
    await page.service.setOptions({ n_components: 2, seed: 77 });
    await page.service.control('play');
    await until(page, 'finished');
    await page.flush();
    kill(page);
    const db = await openDatabase();
    await damage(db);
    db.close();
    return open();
  }

  type Stored = { record: { page: Record<string, unknown> }; shape: unknown };
  const edited = (change: (stored: Stored) => void) => async (db: Awaited<ReturnType<typeof openDatabase>>) => {
    const stored = await db.get('workspace', 'current');
    change(stored as unknown as Stored);
    await db.put('workspace', stored as StoredWorkspace, 'current');
  };

  it.each<[string, (stored: Stored) => void]>([
    ['a shape that says more', (stored) => (stored.shape = { n: 9, d: 2 })],
    ['a shape that says less', (stored) => (stored.shape = { n: 3, d: 2 })],
    ['a shape past all memory', (stored) => (stored.shape = { n: 1e12, d: 2 })],
    ['a shape that is none', (stored) => (stored.shape = 'six')],
    ['no session', (stored) => (stored.record.page.session = 5)],
    [
      'a run without its last step',
      (stored) => delete (stored.record.page.session as { run: { last?: object } }).run.last,
    ],
    ['a speed that is none', (stored) => (stored.record.page.speed = 'fast')],
    ['a search that is none', (stored) => (stored.record.page.search = { request: {}, next: 'x' })],
    ['a selection that is none', (stored) => (stored.record.page.selection = { a: 1 })],
  ])('keeps the points, their names and the options with %s', async (_what, change) => {
    const page = await damaged(edited(change));
    expect(page.notices()).toEqual(['A part of what was saved was damaged']);
    const { dataset, options, fit } = await page.service.state();
    expect(rowsOf(await page.service.points())).toEqual(ROWS);
    expect(dataset).toMatchObject({ columns: ['bill', 'wing'], source: 'Penguins' });
    expect(options.seed).toBe(77);
    expect(fit.phase).toBe('idle');
  });

  it('leaves out rows that are not numbers, and stores the others whole with the next change', async () => {
    const chunk = Float64Array.from([...ROWS.flat(), Number.NaN, 1, 2, Number.POSITIVE_INFINITY]);
    const page = await damaged((db) => db.put('pointChunks', chunk, 0));
    expect(rowsOf(await page.service.points())).toEqual(ROWS);
    await page.service.add(matrix([9, 9]));
    await page.flush();
    kill(page);
    const again = await open();
    expect(rowsOf(await again.service.points())).toEqual([...ROWS, [9, 9]]);
    expect(again.notices()).toEqual([]);
  });

  it('says when no points could be read, and does not claim that they are here', async () => {
    const page = await damaged((db) => db.put('workspace', 'garbage' as unknown as StoredWorkspace, 'current'));
    const messages = page.events.flatMap((event) => (event.type === 'notice' ? [event.notice.message] : []));
    expect(messages).toEqual([expect.stringContaining('No points could be read')]);
    expect((await page.service.state()).fit.phase).toBe('idle');
  });

  it('is not written over when it could only not be read for a moment', async () => {
    const page = await openFresh();
    await page.service.add(matrix([1, 2], [3, 4]));
    await page.flush();
    kill(page);
    vi.spyOn(workspace, 'readWorkspace').mockRejectedValueOnce(new errors.StorageUnavailableError('Busy.'));
    const second = await open();
    await second.service.add(matrix([9, 9]));
    await second.flush();
    expect(second.notices()).toEqual(['What was saved could not be read', 'Saving failed']);
    kill(second);
    expect(rowsOf(await (await open()).service.points())).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('is written whole again after the browser cleared it under an open page', async () => {
    const page = await openFresh();
    await page.service.add(matrix(...ROWS));
    await page.flush();
    await deleteAll();
    await page.service.setOptions({ seed: 9 });
    await page.flush();
    await deleteAll();
    await page.service.add(matrix([7, 7]));
    await page.flush();
    kill(page);
    const again = await open();
    expect(rowsOf(await again.service.points())).toEqual([...ROWS, [7, 7]]);
    expect(again.notices()).toEqual([]);
  });
});

describe('back-up and restore', () => {
  it('keeps still while suspended, goes on after, and reads anew on reload', async () => {
    const page = await openFresh();
    await page.service.add(draw(100));
    await page.service.setOptions({ tol: 0, epochs: 100_000 });
    await page.service.control('play');
    await until(page, (s) => iterationOf(s) > 3);
    await page.suspend();
    const saved = await workspace.readWorkspace();
    const at = iterationOf(await page.service.state());
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(iterationOf(await page.service.state())).toBe(at);
    await page.resume();
    await until(page, (s) => iterationOf(s) > at);
    await page.suspend();
    await workspace.saveWorkspace(saved?.record, { matrix: matrix([1, 2], [3, 4], [5, 7], [8, 8]), fromRow: 0 });
    await page.reload();
    const state = await page.service.state();
    expect(state.dataset.n).toBe(4);
    expect(state.fit.phase).toMatch(/running|starting/);
    expect(state.canUndo).toBe(false);
    await page.service.control('pause');
  });

  it('refuses records of another shape', async () => {
    const page = await openFresh();
    await page.service.add(draw(50));
    await page.service.control('play');
    await until(page, 'finished');
    await page.flush();
    const { record, points } = (await workspace.readWorkspace()) ?? {};
    expect(() => checkWorkspace(record, points ?? null)).not.toThrow();
    const good = structuredClone(record) as { page: { options: object; session: { run: object } } };
    for (const bad of [
      null,
      {},
      { ...good, format: 2 },
      { ...good, columns: ['a'] },
      { ...good, page: { ...good.page, options: { n_components: 99 } } },
      { ...good, page: { ...good.page, session: { phase: 'odd' } } },
      {
        ...good,
        page: { ...good.page, session: { ...good.page.session, run: { ...good.page.session.run, trace: 0 } } },
      },
    ]) {
      expect(() => checkWorkspace(bad, points ?? null)).toThrow();
    }
  });
});
