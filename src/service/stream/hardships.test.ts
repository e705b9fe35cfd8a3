// What goes wrong around a run: storage that is full, an engine that is lost, clocks that jump, twenty thousand batches.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineLostError } from '../../ml/gmm/engine';
import { Session } from '../../ml/stream/session';
import { readStream } from '../../storage/stream';
import { deferred } from '../../wire/deferred';
import { Pacer } from './pacer';
import type { RunRecord } from './record';
import { batchesOf, configOf, kill, open, openFresh, rest, until } from './stream.fixture';

afterEach(async () => {
  vi.restoreAllMocks();
  await rest();
});

/** Bytes that a record takes, typed arrays as what they hold. */
function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce((sum: number, part) => sum + sizeOf(part), 0);
}

describe('full storage', () => {
  it('is said once, the run goes on, and it is saved again when there is room', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ save_every: 'batch' }));
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await stream.service.start();
    await until(stream, () => stream.notices().includes('The browser’s storage is full'));
    const at = await stream.batches();
    await until(stream, (state) => batchesOf(state) > at + 20);
    await stream.service.control('stop');
    const { status } = await stream.service.state();
    expect(status).toMatchObject({ phase: 'stopped', message: expect.stringContaining('could not be saved') });
    expect(stream.notices()).toEqual(['The browser’s storage is full']);
    full.mockRestore();
    await stream.flush();
    expect(stream.notices()).toEqual(['The browser’s storage is full', 'Saved again']);
    expect((await stream.service.state()).status).toHaveProperty('message', expect.stringContaining('is saved'));
    expect(((await readStream()).run as RunRecord).memento.batches).toBe(await stream.batches());
  });

  it('a save that is tried again as the run is forgotten brings nothing back', async () => {
    const stream = await openFresh();
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) > 5);
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await stream.service.control('stop');
    full.mockRestore();
    const { save } = Session.prototype;
    const [reading, read] = [deferred<void>(), deferred<void>()];
    vi.spyOn(Session.prototype, 'save').mockImplementation(async function (this: Session) {
      reading.resolve();
      await read.promise;
      return save.call(this);
    });
    const flushed = stream.flush();
    await reading.promise;
    const forgotten = stream.service.control('reset');
    await new Promise((resolve) => setTimeout(resolve, 20));
    read.resolve();
    await Promise.all([flushed, forgotten]);
    expect((await readStream()).run).toBeUndefined();
  });
});

describe('a run that storage refused to the end', () => {
  it('goes on, and the first save that works is said', async () => {
    const stream = await openFresh();
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) > 5);
    await stream.service.control('stop');
    full.mockRestore();
    await stream.service.start();
    await until(stream, () => stream.notices().length > 1);
    expect(stream.notices()).toEqual(['The browser’s storage is full', 'Saved again']);
    expect((await stream.service.state()).status).not.toHaveProperty('save_refused');
  });
});

describe('a lost engine', () => {
  it('goes back to what was saved last and on from there, in JavaScript, and says so', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ save_every: 'batch', learner: { compute: 'auto' } }));
    stream.turnstile.allow(20);
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) === 20);
    vi.spyOn(Session.prototype, 'step').mockRejectedValueOnce(new EngineLostError('The device went away.'));
    stream.turnstile.allow(Number.POSITIVE_INFINITY);
    const state = await until(stream, (it) => batchesOf(it) > 60);
    expect(stream.notices()).toEqual(['The device that computed went away: the stream goes on in JavaScript']);
    expect(state.status.phase).toBe('running');
    expect(state.begun).toBe('Trained the initial model on the first 200 examples.');
  });

  it('learns pushed batches again that were learnt since, none of them twice', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ save_every: 3600 }));
    stream.turnstile.allow(4);
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) === 4);
    for (let i = 0; i < 3; i++) await stream.service.push({ X: [[1, 2, 3]], y: [1] });
    await stream.service.annotate('three pushed');
    stream.turnstile.allow(2);
    await until(stream, (state) => batchesOf(state) === 6);
    vi.spyOn(Session.prototype, 'step').mockRejectedValueOnce(new EngineLostError('The device went away.'));
    stream.turnstile.allow(4);
    await until(stream, () => stream.notices().length === 1);
    // Back at the batch that was saved last, with all three to be learnt first.
    const state = await until(stream, ({ status }) => 'queued' in status && status.queued === 0);
    expect(state.status).toMatchObject({ X_shape: [1, 3] });
    const { notes } = await stream.service.series({ from: 0, to: null, places: 10 });
    expect(notes).toEqual([{ batch: 4, text: 'three pushed' }]);
  });

  it('that is lost again at once ends the run, in words, the model kept', async () => {
    const stream = await openFresh();
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) > 10);
    vi.spyOn(Session.prototype, 'step').mockRejectedValue(new EngineLostError('The device went away.'));
    const { status } = await until(stream, 'failed');
    expect(status).toHaveProperty('message', expect.stringContaining('The device went away. The model is kept'));
    vi.restoreAllMocks();
    // It says so while that is still being saved.
    await stream.flush();
    const again = await open();
    expect((await again.service.state()).status.phase).toBe('failed');
    await again.service.start();
    await until(again, 'running');
  });
});

describe('twenty thousand batches', () => {
  it('leave what is kept and what is told as small as it was', async () => {
    const stream = await openFresh();
    await stream.service.configure(
      configOf({
        save_every: 3600,
        replay: 100,
        source: { batch_size: 4, noise: 0.2, drift: { kind: 'recurring', position: 100, width: 1 } },
        learner: { id: 'linear' },
        detectors: ['adwin', 'ddm', 'page-hinkley'],
      }),
    );
    const sizes: { record: number; state: number }[] = [];
    stream.turnstile.allow(0);
    await stream.service.start();
    let left = 0;
    for (const n of [9000, 20_000]) {
      left = n - (await stream.batches());
      stream.turnstile.allow(left);
      await until(stream, (state) => batchesOf(state) === n);
      await stream.flush();
      sizes.push({ record: sizeOf((await readStream()).run), state: sizeOf(await stream.service.state()) });
    }
    const [early, late] = sizes;
    expect(late.record).toBeLessThan(early.record * 1.1);
    expect(late.state).toBeLessThan(early.state * 1.1);
    const series = await stream.service.series({ from: 0, to: null, places: 500 });
    expect(series.total).toBe(20_000);
    expect(series.loss.length).toBeLessThanOrEqual(500);
    expect(series.drifts.length).toBeLessThanOrEqual(1000);
  }, 60_000);
});

describe('the pace', () => {
  it('keeps to a speed, makes up for late timers, and for no long gap', () => {
    const pacer = new Pacer();
    pacer.set(10);
    pacer.began(1000);
    expect(pacer.rest(1000)).toBe(0);
    pacer.began(1000);
    expect(pacer.rest(1000)).toBe(100);
    // 30 ms late: the next is that much sooner.
    pacer.began(1130);
    expect(pacer.rest(1130)).toBe(70);
    // An hour of sleep: one batch at once, then the usual rest again.
    pacer.began(3_601_000);
    pacer.began(3_601_000);
    expect(pacer.rest(3_601_000)).toBe(100);
    pacer.set(null);
    expect(pacer.rest(3_601_001)).toBe(0);
  });
});

describe('two services', () => {
  it('a killed one writes nothing any more', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ save_every: 'batch' }));
    stream.turnstile.allow(5);
    await stream.service.start();
    await until(stream, (state) => batchesOf(state) === 5);
    kill(stream);
    const again = await open();
    await again.service.start({ fresh: true });
    await until(again, (state) => batchesOf(state) > 20);
    await again.service.control('stop');
    expect(((await readStream()).run as RunRecord).memento.batches).toBe(await again.batches());
  });
});
