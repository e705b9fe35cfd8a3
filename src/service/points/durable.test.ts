// What was acknowledged is in storage, whatever happens to the tab the moment after.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { QuotaExceededError } from '../../storage/errors';
import * as workspace from '../../storage/workspace';
import { draw, matrix, type Opened, openFresh, rest, rowsOf } from './points.fixture';
import type { WorkspaceRecord } from './saved';

afterEach(async () => {
  vi.restoreAllMocks();
  await rest();
});

/** What storage holds this very moment. */
async function stored(): Promise<{ rows: number[][]; page: WorkspaceRecord['page'] }> {
  const { record, points } = (await workspace.readWorkspace())!;
  return { rows: points ? rowsOf(points) : [], page: (record as WorkspaceRecord).page };
}

async function shown({ service }: Opened): Promise<number[][]> {
  return rowsOf(await service.points());
}

const settled = (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 30))]);

describe('an edit that is acknowledged', () => {
  it.each<[string, (page: Opened) => Promise<unknown>]>([
    ['add', ({ service }) => service.add(matrix([9, 9]))],
    ['remove', ({ service }) => service.remove(Uint32Array.of(3))],
    ['move', ({ service }) => service.move(Uint32Array.of(0), matrix([7, 8]))],
    ['setValue', ({ service }) => service.setValue(0, 1, 7)],
    ['replace', ({ service }) => service.replace({ ...draw(10, 4), columns: ['a', 'b'], source: '' })],
    ['clear', ({ service }) => service.clear()],
    ['undo', ({ service }) => service.undo()],
    ['sample', ({ service }) => service.sample(5, 1, true)],
    ['train', ({ service }) => service.train({ points: rowsOf(draw(20, 5)), n_components: 2 })],
    ['update', ({ service }) => service.update({ points: [[1, 1]] })],
  ])('is in storage: %s', async (_name, edit) => {
    const page = await openFresh();
    await page.service.train({ points: rowsOf(draw(50)), n_components: 2 });
    await page.service.add(matrix([5, 5]));
    await edit(page);
    expect((await stored()).rows).toEqual(await shown(page));
  });

  it('is in storage with its model, every time', async () => {
    const page = await openFresh();
    for (let round = 0; round < 20; round++) {
      const { means } = await page.service.train({ points: rowsOf(draw(30, round)), n_components: 2, seed: round });
      const { rows, page: saved } = await stored();
      expect(rows).toEqual(rowsOf(draw(30, round)));
      const mixture = 'run' in saved.session ? saved.session.run.mixture : null;
      expect([...mixture!.means]).toEqual(means.flat());
    }
  });

  it('is in storage: options and speed', async () => {
    const page = await openFresh();
    await page.service.setOptions({ seed: 77 });
    expect((await stored()).page.options.seed).toBe(77);
    await page.service.setSpeed(3);
    expect((await stored()).page.speed).toBe(3);
  });
});

describe('waiting for storage', () => {
  it('many at once share a save or two', async () => {
    const page = await openFresh();
    const save = vi.spyOn(workspace, 'saveWorkspace');
    await Promise.all(Array.from({ length: 50 }, (_, i) => page.service.add(matrix([i, i]))));
    expect(save.mock.calls.length).toBeLessThanOrEqual(2);
    expect((await stored()).rows).toHaveLength(50);
  });

  it('ends when storage refuses: people are told, the edit stays, later ones do not wait in vain', async () => {
    const page = await openFresh();
    vi.spyOn(workspace, 'saveWorkspace').mockRejectedValue(new QuotaExceededError());
    await page.service.add(matrix([1, 1]));
    expect(page.notices()).toEqual(['The browser’s storage is full']);
    await page.service.add(matrix([2, 2]));
    expect(await shown(page)).toHaveLength(2);
    vi.restoreAllMocks();
  });

  it('lasts while a back-up keeps the page still', async () => {
    const page = await openFresh();
    await page.suspend();
    const adding = page.service.add(matrix([1, 1]));
    expect(await settled(adding)).toBe(false);
    await page.resume();
    await adding;
    expect((await stored()).rows).toEqual([[1, 1]]);
  });

  it('ends when what was to be saved is no longer wanted', async () => {
    const page = await openFresh();
    await page.suspend();
    const adding = page.service.add(matrix([1, 1]));
    expect(await settled(adding)).toBe(false);
    await page.reload();
    await adding;
  });

  it('is not for what changes nothing', async () => {
    const page = await openFresh();
    await page.service.add(matrix([1, 1]));
    const save = vi.spyOn(workspace, 'saveWorkspace');
    await page.service.state();
    await page.service.remove(new Uint32Array(0));
    await page.service.undo().then(() => page.service.undo());
    expect(save.mock.calls.length).toBeLessThanOrEqual(1);
  });
});
