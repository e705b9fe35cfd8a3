// What can be seen of a run: series, notes, kept runs, CSV, the surface; and what happens to it around back-ups.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { deleteAll } from '../../storage/snapshot';
import { batchesOf, configOf, open, openFresh, rest, until } from './stream.fixture';
import { likeliestOf } from './surface';

afterEach(rest);

const DRIFTING = configOf({ source: { drift: { kind: 'abrupt', position: 500, width: 1 } }, save_every: 'batch' });

async function ranTo(n: number, config = DRIFTING) {
  const stream = await openFresh();
  await stream.service.configure(config);
  stream.turnstile.allow(n);
  await stream.service.start();
  await until(stream, (state) => batchesOf(state) === n);
  return stream;
}

describe('the series', () => {
  it('has a place a batch, and marks where the concept changed', async () => {
    const { service } = await ranTo(50);
    const series = await service.series({ from: 0, to: null, places: 1000 });
    expect(series.total).toBe(50);
    expect([...series.batch]).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(series.loss.every(Number.isFinite)).toBe(true);
    // 200 examples in 7 batches, then 32 each: example 500 is in the 17th, which is number 16.
    expect(series.drifts[0]).toBe(16);
    const part = await service.series({ from: 10, to: 20, places: 5 });
    expect(part.batch.length).toBeLessThanOrEqual(6);
    await expect(service.series({ from: -1, to: null, places: 5 })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('carries notes, which outlive a reload', async () => {
    const stream = await ranTo(12);
    await stream.service.annotate(' new camera ');
    await expect(stream.service.annotate('')).rejects.toMatchObject({ code: 'invalid' });
    stream.turnstile.allow(Number.POSITIVE_INFINITY);
    await stream.service.control('stop');
    const again = await open();
    const { notes, total } = await again.service.series({ from: 0, to: null, places: 10 });
    expect(notes).toEqual([{ batch: 12, text: 'new camera' }]);
    expect(total).toBe(await stream.batches());
  });

  it('carries notes made after the end, into what goes on and over a reload', async () => {
    const stream = await ranTo(12);
    stream.turnstile.allow(Number.POSITIVE_INFINITY);
    await stream.service.control('stop');
    const at = await stream.batches();
    await stream.service.annotate('stopped here');
    const notes = [{ batch: at, text: 'stopped here' }];
    const again = await open();
    expect((await again.service.series({ from: 0, to: null, places: 10 })).notes).toEqual(notes);
    const rows = (await (await stream.service.exportCsv()).text()).trim().split('\r\n');
    expect(rows[at]).toMatch(/,stopped here$/);
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) > at);
    expect((await stream.service.series({ from: 0, to: null, places: 10 })).notes).toEqual(notes);
  });

  it('is kept under a name, read again, and removed', async () => {
    const stream = await ranTo(15);
    const id = await stream.service.keep('First');
    const before = await stream.service.series({ from: 0, to: null, places: 100 });
    stream.turnstile.allow(10);
    await until(stream, (state) => batchesOf(state) === 25);
    expect(await stream.service.series({ run: id, from: 0, to: null, places: 100 })).toEqual(before);
    const again = await open();
    expect((await again.service.state()).kept).toMatchObject([
      { id, name: 'First', batches: 15, task: 'classification' },
    ]);
    expect((await again.service.series({ run: id, from: 0, to: null, places: 100 })).total).toBe(15);
    await again.service.removeKept(id);
    await expect(again.service.series({ run: id, from: 0, to: null, places: 9 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('says what it learns from, also when the set-up was changed since, and after a reload', async () => {
    const stream = await ranTo(3);
    stream.turnstile.allow(Number.POSITIVE_INFINITY);
    await stream.service.control('stop');
    const { config } = await stream.service.state();
    await stream.service.configure({ ...config, source: { ...config.source, id: 'hyperplane' } });
    expect(await stream.service.state()).toMatchObject({ source: 'sea', config: { source: { id: 'hyperplane' } } });
    expect((await (await open()).service.state()).source).toBe('sea');
  });

  it('is exported as CSV, a row a batch, formulas disarmed', async () => {
    const stream = await ranTo(20);
    await stream.service.annotate('=1+1');
    stream.turnstile.allow(5);
    await until(stream, (state) => batchesOf(state) === 25);
    const lines = (await (await stream.service.exportCsv()).text()).trim().split('\r\n');
    expect(lines).toHaveLength(26);
    expect(lines[0]).toContain('first_batch,last_batch,loss');
    expect(lines[21]).toMatch(/^21,21,.*,'=1\+1$/);
    expect(lines[17].split(',')[13]).toBe('1');
  });
});

describe('the surface', () => {
  it('is what is predicted over the first two columns, with the latest examples', async () => {
    const { service } = await ranTo(60);
    const surface = await service.surface(20);
    expect(surface?.values).toHaveLength(400);
    expect(surface?.values.every((value) => value >= 0 && value <= 1)).toBe(true);
    // The latest 400: x, y and class.
    expect(surface?.examples).toHaveLength(3 * 400);
    // SEA: class 1 where the sum of the first two is above a threshold, so unlikely at the lower left and likely at the upper right.
    expect(surface?.values[0]).toBeLessThan(0.25);
    expect(surface?.values[399]).toBeGreaterThan(0.75);
    await expect(service.surface(1)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is the likeliest of more than two classes, and how likely', () => {
    const { values, likeliest } = likeliestOf(Float64Array.of(0.2, 0.5, 0.3, 0.6, 0.3, 0.1), 3);
    expect([...(likeliest ?? [])]).toEqual([1, 0]);
    expect([...values]).toEqual([0.5, Math.fround(0.6)]);
  });

  it('is null before there is anything', async () => {
    const { service } = await openFresh();
    expect(await service.surface(20)).toBeNull();
  });
});

describe('back-ups and the end', () => {
  it('a run stands still meanwhile, and goes on after', async () => {
    const stream = await openFresh();
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) > 5);
    await stream.suspend();
    const n = await stream.batches();
    const push = stream.service.push({ X: [[1, 2, 3]], y: [0] });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await stream.batches()).toBe(n);
    await stream.resume();
    await push;
    await until(stream, (state) => batchesOf(state) > n + 5);
    expect((await stream.service.state()).status.phase).toBe('running');
  });

  it('after everything is deleted it is idle, with the defaults', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ replay: 7 }));
    await stream.service.setSpeed(50);
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) > 2);
    await stream.suspend();
    await deleteAll();
    await stream.reload();
    const state = await stream.service.state();
    expect(state.status).toEqual({ phase: 'idle' });
    expect(state.config.replay).toBe(0);
    expect(state.speed).toBeNull();
  });

  it('reset forgets run and model; configuration and speed outlive a reload', async () => {
    const stream = await ranTo(10);
    stream.turnstile.allow(Number.POSITIVE_INFINITY);
    await stream.service.setSpeed(20);
    await stream.service.control('reset');
    expect((await stream.service.state()).status).toEqual({ phase: 'idle' });
    const again = await open();
    const state = await again.service.state();
    expect(state.status).toEqual({ phase: 'idle' });
    expect(state.config).toEqual(DRIFTING);
    expect(state.speed).toBe(20);
  });
});
