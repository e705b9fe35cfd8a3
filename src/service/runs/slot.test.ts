// One run at a time: who gets the slot, who waits, and what becomes of those that wait.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { deleteAll } from '../../storage/snapshot';
import { deferred } from '../../wire/deferred';
import { ended, goTo, kill, open, openFresh, request, rest, stored, textOf, until } from './runs.fixture';

afterEach(rest);

describe('the slot', () => {
  it('is given to one of two that race, the other hears whose it is', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const results = await Promise.allSettled([1, 2, 3].map(() => runs.service.start(request())));
    const [won, ...lost] = results;
    if (won.status !== 'fulfilled') throw new Error('Nobody got the slot');
    for (const one of lost) {
      expect(one).toMatchObject({ reason: { code: 'conflict', details: [{ field: 'run_id', message: won.value }] } });
    }
    expect(await runs.service.list()).toHaveLength(1);
  });

  it('is not taken from another than the run that is meant', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const id = await runs.service.start(request());
    await expect(runs.service.control('stop', 'earlier')).rejects.toMatchObject({ code: 'conflict' });
    expect((await runs.service.state()).active?.id).toBe(id);
    const stopping = [runs.service.control('stop', id), runs.service.control('stop', id)];
    runs.turnstile.allow(1);
    await Promise.all(stopping);
    await expect(runs.service.control('stop', id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await runs.service.run(id)).phase).toBe('stopped');
  });

  it('is waited for in order, each under an id of its own', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push(await runs.service.start(request({ epochs: 1 }, { when_busy: 'queue' })));
    expect(new Set(ids).size).toBe(3);
    const { queue } = await runs.service.state();
    expect(queue.map(({ id }) => id)).toEqual(ids.slice(1));
    await runs.service.unqueue(ids[1]);
    runs.turnstile.allow(Number.POSITIVE_INFINITY);
    await until(runs, (state) => state.active === null && state.queue.length === 0);
    const phases = await Promise.all(ids.map(async (id) => (await runs.service.run(id)).phase));
    expect(phases).toEqual(['completed', 'stopped', 'completed']);
  });

  it('is not taken ahead of one that waits by one that was asked for later, as the run before ends', async () => {
    const gate = deferred<never>();
    const runs = await openFresh({ config: () => gate.promise });
    const queued = { when_busy: 'queue' } as const;
    runs.turnstile.allow(0);
    const first = await runs.service.start(request({ epochs: 1 }));
    const second = await runs.service.start(request({ epochs: 1 }, queued));
    // Looked for, and all else that takes or frees the slot waits meanwhile.
    const lost = runs.service.start({ config: { id: 'lost' }, ...queued }).catch(() => {});
    const third = runs.service.start(request({ epochs: 1 }, queued));
    runs.turnstile.allow(6);
    await until(runs, ({ active }) => active === null);
    gate.reject(new Error('Gone.'));
    await lost;
    await until(runs, ({ active }) => active !== null);
    expect((await runs.service.state()).active?.id).toBe(second);
    expect(await ended(runs, await third)).toBe('completed');
    expect((await runs.service.run(first)).phase).toBe('completed');
  });

  it('is free again after a run that failed; one that waits whose data has gone fails, and the next has its turn', async () => {
    let n = 2;
    const points = async () => ({ data: new Float64Array(2 * n), n, d: 2 });
    const runs = await openFresh({ points });
    runs.turnstile.allow(0);
    const queued = { when_busy: 'queue' } as const;
    const ids = [await runs.service.start(request())];
    ids.push(await runs.service.start(request({}, queued)));
    const sample = textOf({ epochs: 1 }).replace('source: points', 'source: sample');
    ids.push(await runs.service.start({ config: { text: sample, file_name: 'sample.yaml' }, ...queued }));
    n = 0;
    runs.world.fails.add(1);
    runs.turnstile.allow(2);
    await until(runs, ({ active }) => active?.id === ids[2]);
    runs.world.fails.clear();
    expect(await ended(runs, ids[2])).toBe('completed');
    const messages = await Promise.all(ids.map(async (id) => (await runs.service.run(id)).message));
    expect(messages[0]).toContain('The sums do not add up.');
    expect(messages[1]).toContain('There are no points');
  });

  it('holds those that wait back while one was interrupted, until something starts', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const first = await runs.service.start(request({ epochs: 2 }));
    const second = await runs.service.start(request({ epochs: 1 }, { when_busy: 'queue' }));
    await goTo(runs, 1);
    await runs.flush();
    kill(runs);
    const again = await open();
    const state = await again.service.state();
    expect(state).toMatchObject({ active: null, queue: [{ id: second }], interrupted: [{ id: first }] });
    await again.service.resume(first);
    expect(await ended(again, second)).toBe('completed');
    expect((await again.service.run(first)).phase).toBe('completed');
  });

  it('is kept still for a back-up: what is asked for meanwhile waits', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const first = await runs.service.start(request({ epochs: 2 }));
    await goTo(runs, 3);
    await runs.suspend();
    runs.turnstile.allow(Number.POSITIVE_INFINITY);
    const asked = Promise.all([
      runs.service.update([first], { note: 'Later' }),
      runs.service.start(request({ epochs: 1 }, { when_busy: 'queue' })),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { record, checkpoint } = await stored(first);
    expect([record.note, record.phase, checkpoint?.step]).toEqual(['', 'running', 3]);
    await runs.resume();
    const [, second] = await asked;
    expect(await ended(runs, second)).toBe('completed');
    expect(await runs.service.run(first)).toMatchObject({ phase: 'completed', note: 'Later', total_steps: 8 });
  });

  it('is empty after everything was replaced, and free', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    await runs.service.start(request());
    await goTo(runs, 3);
    await runs.suspend();
    await deleteAll();
    runs.turnstile.allow(Number.POSITIVE_INFINITY);
    await runs.reload();
    expect(await runs.service.state()).toMatchObject({ active: null, interrupted: [], ended: null });
    expect(await runs.service.list()).toEqual([]);
    const id = await runs.service.start(request({ epochs: 1 }));
    expect(await ended(runs, id)).toBe('completed');
  });

  it('goes to those that wait where nothing was interrupted, and where what was is removed', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const first = await runs.service.start(request());
    const second = await runs.service.start(request({ epochs: 1 }, { when_busy: 'queue' }));
    kill(runs);
    const again = await open();
    await again.service.remove([first]);
    expect(await ended(again, second)).toBe('completed');
  });

  it('is not held back for one that was interrupted in the archive', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const first = await runs.service.start(request());
    const second = await runs.service.start(request({ epochs: 1 }, { when_busy: 'queue' }));
    await runs.service.update([first], { archived: true });
    kill(runs);
    const again = await open();
    expect(await ended(again, second)).toBe('completed');
    expect((await again.service.run(first)).phase).toBe('interrupted');
  });
});

describe('the end that is told', () => {
  it('is of the run that was at work last, also after a reload, and goes with it', async () => {
    const runs = await openFresh();
    const before = await runs.service.start(request({ epochs: 1 }));
    await ended(runs, before);
    runs.world.fails.add(2);
    const id = await runs.service.start(request());
    expect(await ended(runs, id)).toBe('failed');
    const told = (await runs.service.state()).ended;
    expect(told).toMatchObject({ id, phase: 'failed', message: expect.stringContaining('do not add up') });
    const again = await open();
    expect((await again.service.state()).ended).toEqual(told);
    await again.service.remove([id]);
    expect((await again.service.state()).ended).toMatchObject({ id: before, phase: 'completed' });
  });

  it('is a later one where a run that was stopped went on', async () => {
    const runs = await openFresh();
    runs.turnstile.allow(0);
    const id = await runs.service.start(request());
    await goTo(runs, 1);
    const stopping = runs.service.control('stop');
    runs.turnstile.allow(Number.POSITIVE_INFINITY);
    await stopping;
    const { ended: first } = await until(runs, ({ active }) => active === null);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await runs.service.resume(id);
    expect(await ended(runs, id)).toBe('completed');
    const { ended: second } = await runs.service.state();
    expect([first?.id, second?.id]).toEqual([id, id]);
    expect((second?.at ?? '') > (first?.at ?? '')).toBe(true);
  });
});
