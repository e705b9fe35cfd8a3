// A run that was ended rudely is found interrupted, whole at one moment, and goes on from there to the same end.

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { summarise } from '../../ml/logs';
import { saveRun } from '../../storage/runs';
import { readTrainedFiles } from '../../storage/trained';
import { ended, goTo, kill, type Opened, open, openFresh, request, rest, stored, until } from './runs.fixture';

afterEach(async () => {
  vi.restoreAllMocks();
  await rest();
});

/** Started, and not a step taken yet. */
async function started(runs: Opened, epochs = 6): Promise<string> {
  runs.turnstile.allow(0);
  return runs.service.start(request({ epochs }));
}

async function wholeRun(epochs: number) {
  const runs = await openFresh();
  const id = await started(runs, epochs);
  await ended(runs, id);
  return (await runs.service.rows(id)).rows;
}

/** Rows, record and checkpoint are of one moment. */
async function expectOneMoment(id: string): Promise<number> {
  const { record, rows, checkpoint } = await stored(id);
  const step = checkpoint?.step ?? 0;
  expect(record.checkpoint?.step ?? 0).toBe(step);
  expect(rows.filter(({ values }) => values.has('train_loss'))).toHaveLength(step);
  expect(record.figures.total_rows).toBe(rows.length);
  return step;
}

describe('a run whose tab went', () => {
  it('at any moments, comes to the same end as one that never was interrupted', async () => {
    const expected = await wholeRun(6);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(23), { minLength: 1, maxLength: 4 }), fc.boolean(), async (moments, flushed) => {
        let runs = await openFresh();
        const id = await started(runs);
        for (const at of [...new Set(moments)].sort((a, b) => a - b)) {
          await goTo(runs, at);
          if (flushed) await runs.flush();
          kill(runs);
          const step = await expectOneMoment(id);
          if (flushed) expect(step).toBe(at);
          runs = await open();
          expect(await runs.service.run(id)).toMatchObject({ phase: 'interrupted', resumable: true });
          expect((await runs.service.state()).active).toBeNull();
          runs.turnstile.allow(0);
          await runs.service.resume(id);
          await until(runs, ({ active }) => active?.phase === 'running');
          expect(runs.world.opened).toEqual([step]);
        }
        expect(await ended(runs, id)).toBe('completed');
        expect((await runs.service.rows(id)).rows).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  it('gracefully, is found interrupted as well, with all it had learnt', async () => {
    const runs = await openFresh();
    const id = await started(runs);
    await goTo(runs, 9);
    await runs.suspend();
    kill(runs);
    const again = await open();
    expect(await again.service.state()).toMatchObject({ active: null, interrupted: [{ id, name: 'Test' }] });
    expect(await expectOneMoment(id)).toBe(9);
  });

  it('and that goes on by another backend, says so: in a notice, and for good in what computed it', async () => {
    const runs = await openFresh();
    runs.world.engine = 'WebGPU (TensorFlow.js)';
    const id = await started(runs);
    await goTo(runs, 9);
    await runs.suspend();
    kill(runs);
    const asked: string[] = [];
    const backend = async (_config: unknown, engine: string) => {
      asked.push(engine);
      return { kind: 'wasm', threads: 1 } as const;
    };
    const again = await open({ backend });
    again.world.engine = 'WASM, 2 threads';
    await again.service.resume(id);
    expect(await ended(again, id)).toBe('completed');
    expect(asked).toEqual(['WebGPU (TensorFlow.js)']);
    expect(again.notices()).toEqual(['The training goes on by another backend']);
    expect((await again.service.run(id)).engine).toBe('WebGPU (TensorFlow.js) to step 9, then WASM, 2 threads');
  });

  it('while it was paused, is interrupted, too', async () => {
    const runs = await openFresh();
    const id = await started(runs);
    await goTo(runs, 5);
    const paused = runs.service.control('pause');
    runs.turnstile.allow(1);
    await paused;
    await runs.flush();
    kill(runs);
    const again = await open();
    expect((await again.service.run(id)).phase).toBe('interrupted');
    expect(await expectOneMoment(id)).toBe(5);
  });

  it('can be stopped for good by removing it, and be left alone for as long as one likes', async () => {
    const runs = await openFresh();
    const id = await started(runs);
    await goTo(runs, 3);
    await runs.flush();
    kill(runs);
    for (let i = 0; i < 2; i++) {
      const again = await open();
      expect((await again.service.run(id)).phase).toBe('interrupted');
      kill(again);
    }
    const last = await open();
    await last.service.remove([id]);
    expect(await last.service.list()).toEqual([]);
  });

  it('and whose last moment is gone from storage, is not begun anew over what it measured', async () => {
    const runs = await openFresh();
    const id = await started(runs);
    await goTo(runs, 10);
    await runs.flush();
    kill(runs);
    const { record, rows } = await stored(id);
    await saveRun({ id, record, checkpoints: [{ role: 'last', checkpoint: null }] });
    const again = await open();
    again.turnstile.allow(0);
    await again.service.resume(id);
    expect(await ended(again, id)).toBe('failed');
    expect(again.world.opened).toEqual([]);
    const run = await again.service.run(id);
    expect(run).toMatchObject({ resumable: false, checkpoints: [], message: expect.stringContaining('goes on from') });
    expect(run.message).not.toContain('is safe');
    expect((await stored(id)).rows).toEqual(rows);
  });
});

describe('a worker that dies', () => {
  it('is started anew once, from the last checkpoint, to the same end', async () => {
    const expected = await wholeRun(6);
    const runs = await openFresh();
    const id = await started(runs);
    await goTo(runs, 10);
    await runs.flush();
    runs.world.dies.add(14);
    expect(await ended(runs, id)).toBe('completed');
    expect(runs.notices()).toEqual(['The run was started anew']);
    expect(runs.world.opened[1]).toBeGreaterThanOrEqual(10);
    expect((await runs.service.rows(id)).rows).toEqual(expected);
  });

  it('again, ends the run in words, with what was learnt kept', async () => {
    const runs = await openFresh();
    const id = await started(runs);
    await goTo(runs, 10);
    await runs.flush();
    for (const step of [12, 14]) runs.world.dies.add(step);
    expect(await ended(runs, id)).toBe('failed');
    const run = await runs.service.run(id);
    expect(run.message).toMatch(/failed: out of memory\. What it had learnt by step \d+ is safe\./);
    expect(run.resumable).toBe(true);
    await expectOneMoment(id);
    await runs.service.resume(id);
    expect(await ended(runs, id)).toBe('completed');
  });

  it('as the run is renamed, leaves it failed, and renamed', async () => {
    const runs = await openFresh();
    const id = await started(runs);
    runs.world.fails.add(5);
    runs.turnstile.allow(6);
    const renamed: Promise<void>[] = [];
    await until(runs, ({ active }) => {
      renamed.push(runs.service.update([id], { name: 'Another' }));
      return active === null;
    });
    await Promise.all(renamed);
    const again = await open();
    expect(await again.service.run(id)).toMatchObject({ name: 'Another', phase: 'failed' });
  });

  it('before anything was saved, begins from the beginning', async () => {
    const runs = await openFresh();
    runs.world.dies.add(0);
    const id = await started(runs, 2);
    expect(await ended(runs, id)).toBe('completed');
    expect(runs.world.opened).toEqual([0, 0]);
    expect((await runs.service.rows(id)).rows).toHaveLength(11);
  });
});

/** Storage refuses the puts for which `refuses` says so. */
function refusing(refuses: (n: number) => boolean) {
  let n = 0;
  const { put } = IDBObjectStore.prototype;
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (refuses(n++)) throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, args);
  });
}

describe('storage that is full', () => {
  it('at any write, leaves one moment whole; the run goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(12), fc.nat(20), async (from, at) => {
        const runs = await openFresh();
        const id = await started(runs);
        await goTo(runs, 2);
        await runs.flush();
        const full = refusing((n) => n >= from);
        await goTo(runs, Math.max(3, at));
        await runs.flush();
        const refused = (await runs.service.state()).active?.save_refused;
        full.mockRestore();
        const step = await expectOneMoment(id);
        expect(refused === true).toBe(step < Math.max(3, at));
        await runs.flush();
        expect(await expectOneMoment(id)).toBe(Math.max(3, at));
        expect((await runs.service.state()).active?.save_refused).toBeUndefined();
        await goTo(runs, Math.max(3, at) + 1);
        const said = refused ? ['The browser’s storage is full', 'Saved again'] : [];
        expect(runs.notices()).toEqual(said);
        kill(runs);
      }),
      { numRuns: 10 },
    );
  });

  it('as a transaction is ended by the browser, leaves what was there', async () => {
    const runs = await openFresh();
    const id = await started(runs);
    await goTo(runs, 4);
    await runs.flush();
    const full = vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(function (this: IDBTransaction) {
      this.abort();
    });
    await goTo(runs, 9);
    await runs.flush();
    expect((await runs.service.state()).active).toMatchObject({ save_refused: true, step: 9 });
    expect(await expectOneMoment(id)).toBe(4);
    full.mockRestore();
    expect(await ended(runs, id)).toBe('completed');
  });

  it('at the end, keeps what was saved before to go on from, and the end comes when there is room', async () => {
    const expected = await wholeRun(3);
    const runs = await openFresh();
    const id = await started(runs, 3);
    await goTo(runs, 8);
    await runs.flush();
    // Only records still fit.
    const { put } = IDBObjectStore.prototype;
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name !== 'runs') throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, args);
    });
    expect(await ended(runs, id)).toBe('stopped');
    const run = await runs.service.run(id);
    expect(run.message).toContain('storage is full: the end of the run was not kept');
    expect(run.resumable).toBe(true);
    expect(await expectOneMoment(id)).toBe(8);
    full.mockRestore();
    await runs.service.resume(id);
    expect(await ended(runs, id)).toBe('completed');
    expect((await runs.service.rows(id)).rows).toEqual(expected);
    const [model] = await runs.service.models();
    expect((await readTrainedFiles(model.id)).size).toBe(1);
  });

  it('refuses a start, and nothing has begun', async () => {
    const runs = await openFresh();
    const full = refusing(() => true);
    await expect(runs.service.start(request())).rejects.toMatchObject({ code: 'quota' });
    full.mockRestore();
    expect((await runs.service.state()).active).toBeNull();
    expect(await runs.service.list()).toEqual([]);
  });
});

describe('what a run came to', () => {
  it('is what its stored rows come to', async () => {
    const runs = await openFresh();
    const id = await started(runs, 20);
    await ended(runs, id);
    const { record, rows } = await stored(id);
    const columns = ['train_loss', 'val_loss', 'val_acc', 'test_acc'];
    const { available_columns, ...rest } = summarise({ columns, rows });
    expect(record.figures).toEqual({ ...rest, columns });
    expect(available_columns).toEqual(['epoch', 'step', ...columns]);
    const summary = await runs.service.run(id);
    expect(summary.best_metrics).toEqual(rest.best_metrics);
    const histograms = rows.filter((row) => row.histograms);
    expect(histograms).toHaveLength(20);
    expect(histograms[3]?.histograms?.weights.counts).toEqual(Float64Array.of(16, 1));
  });
});
