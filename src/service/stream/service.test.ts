// The life of a stream's run: started, paused, stepped, stopped, saved, and gone on with after a reload.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { readStream, saveStreamRun } from '../../storage/stream';
import type { StreamStatus } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from '../../wire/stream-defaults';
import { checkRunRecord } from './record';
import { batchesOf, configOf, open, openFresh, rest, until } from './stream.fixture';

afterEach(rest);

function messageOf(status: StreamStatus): string {
  return 'message' in status ? status.message : '';
}

describe('a stream', () => {
  it('is idle at first, with the defaults', async () => {
    const { service } = await openFresh();
    const state = await service.state();
    expect(state.status).toEqual({ phase: 'idle' });
    expect(state.config.source.id).toBe('sea');
    expect(state.begun).toBeNull();
  });

  it('trains the initial model, learns, and says where it is', async () => {
    const { service } = await openFresh();
    await service.configure(configOf());
    await service.start();
    const state = await until({ service }, (it) => batchesOf(it) >= 40);
    expect(state.begun).toBe('Trained the initial model on the first 200 examples.');
    expect(state.status).toMatchObject({ phase: 'running', X_shape: [32, 3], y_shape: [32] });
    expect(state.learner).toContain('Network 3 → 16 → 2');
    expect(state.task).toBe('classification');
    expect(state.window.accuracy).toBeGreaterThan(0.5);
    expect(state.detectors.map(({ id }) => id)).toEqual(DEFAULT_STREAM_CONFIG.detectors);
    expect(state.weights?.counts.reduce((a, b) => a + b)).toBe(3 * 16 + 16 + 16 * 2 + 2);
    await service.control('stop');
  });

  it('tells of every weight, however many there are', async () => {
    const { service } = await openFresh();
    await service.configure(configOf({ learner: { hidden: [300, 300] } }));
    await service.start();
    const { weights } = await until({ service }, (it) => batchesOf(it) >= 1);
    expect(weights?.counts.reduce((a, b) => a + b)).toBe(3 * 300 + 300 + 300 * 300 + 300 + 300 * 2 + 2);
    await service.control('stop');
  });

  it('stops after the batch, saves, says so, and goes on from there after a reload', async () => {
    const first = await openFresh();
    await first.service.configure(configOf());
    await first.service.start();
    await until(first, (it) => batchesOf(it) >= 10);
    await first.service.control('stop');
    const { status } = await first.service.state();
    expect(status.phase).toBe('stopped');
    const n = batchesOf(await first.service.state());
    expect(messageOf(status)).toBe(`Stopped after ${n} batches. The model is saved.`);
    const again = await open();
    expect((await again.service.state()).status).toMatchObject({ phase: 'stopped', batches: n });
    expect((await again.service.state()).window.accuracy).toBeGreaterThan(0);
    await again.service.start();
    await until(again, (it) => batchesOf(it) > n);
    expect((await again.service.state()).begun).toBe(`Went on with the saved model after ${n} batches.`);
  });

  it('has an id that stays with it, and another once it begins anew', async () => {
    const idOf = async ({ service }: Pick<typeof first, 'service'>) => {
      const { status } = await service.state();
      return status.phase === 'idle' ? null : status.run_id;
    };
    const first = await openFresh();
    await first.service.configure(configOf());
    expect(await idOf(first)).toBeNull();
    await first.service.start();
    // At once: whoever started it can tell it from others.
    const id = await idOf(first);
    expect(id).toMatch(/^[\w-]{36}$/);
    await until(first, (it) => batchesOf(it) >= 10);
    await first.service.control('stop');
    const again = await open();
    expect(await idOf(again)).toBe(id);
    await again.service.start();
    await until(again, (it) => batchesOf(it) >= 15);
    expect(await idOf(again)).toBe(id);
    expect((await again.service.series({ run: id ?? '', from: 0, to: null, places: 100 })).total).toBeGreaterThan(14);
    await again.service.control('stop');
    await again.service.start({ fresh: true });
    const anew = await idOf(again);
    expect(anew).not.toBe(id);
    await until(again, (it) => batchesOf(it) >= 3);
    expect(await idOf(again)).toBe(anew);
    await again.service.control('stop');
    await again.service.configure(configOf({ source: { id: 'led' } }));
    await again.service.start();
    const other = await idOf(again);
    expect([id, anew]).not.toContain(other);
    await until(again, (it) => it.status.phase === 'running');
    expect(await idOf(again)).toBe(other);
    await expect(again.service.series({ run: id ?? '', from: 0, to: null, places: 9 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('of an earlier version has no id, and is given one', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf());
    await stream.service.start();
    await until(stream, (it) => batchesOf(it) >= 5);
    await stream.service.control('stop');
    const record = checkRunRecord((await readStream()).run);
    const { run_id, ...about } = record.about;
    await saveStreamRun({ ...record, about });
    const { status } = await (await open()).service.state();
    expect(status).toMatchObject({ phase: 'stopped', run_id: expect.stringMatching(/^[\w-]{36}$/) });
    expect(status).not.toMatchObject({ run_id });
  });

  it('pauses, steps one batch, and plays', async () => {
    const { service } = await openFresh();
    await service.configure(configOf());
    await service.start();
    await until({ service }, (it) => batchesOf(it) >= 8);
    await service.control('pause');
    const paused = batchesOf(await service.state());
    await service.control('step');
    const stepped = await until({ service }, (it) => batchesOf(it) > paused);
    expect(stepped.status).toMatchObject({ phase: 'paused', batches: paused + 1 });
    await service.control('play');
    await until({ service }, (it) => batchesOf(it) > paused + 5);
    expect((await service.state()).status.phase).toBe('running');
  });

  it('is one: a second start is refused, and so is another configuration', async () => {
    const { service } = await openFresh();
    await service.start();
    await expect(service.start()).rejects.toMatchObject({ code: 'conflict' });
    await expect(service.configure(configOf())).rejects.toMatchObject({ code: 'conflict' });
    await service.control('stop');
    await expect(service.control('stop')).rejects.toMatchObject({ code: 'conflict' });
  });
});
