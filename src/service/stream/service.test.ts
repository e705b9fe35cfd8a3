import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import type { StreamStatus } from '../../wire/stream';
import { DEFAULT_STREAM_CONFIG } from './defaults';
import { batchesOf, configOf, open, openFresh, rest, until } from './fixture';

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
