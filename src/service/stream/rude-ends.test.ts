// A run that was ended rudely and taken up again is the same run.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { readStream, saveStreamRun } from '../../storage/stream';
import type { StreamConfig, StreamSeries } from '../../wire/stream';
import type { RunRecord } from './record';
import { batchesOf, configOf, kill, type Opened, open, openFresh, rest, until } from './stream.fixture';

afterEach(rest);

/** Goes on to exactly `n` batches, and stands still there. */
async function goTo(stream: Opened, n: number): Promise<void> {
  stream.turnstile.allow(n - (await stream.batches()));
  await stream.service.start();
  await until(stream, (state) => batchesOf(state) === n);
}

async function ended(stream: Opened): Promise<{ run: RunRecord; series: StreamSeries }> {
  await stream.flush();
  const run = (await readStream()).run as RunRecord;
  const series = await stream.service.series({ from: 0, to: null, places: 4096 });
  return { run, series };
}

/** All but what is measured by the clock. */
function sameRun({ run, series }: Awaited<ReturnType<typeof ended>>) {
  const { memento, about } = run;
  const timeless = memento.series.columns.filter(({ name }) => name !== 'rate');
  const { batch, loss, score, grad_norm, learning_rate, detections, drifts } = series;
  return {
    memento: { ...memento, series: { ...memento.series, columns: timeless } },
    ...{ drawn: about.drawn, drifts: about.drifts, initial: about.initial },
    shown: { batch, loss, score, grad_norm, learning_rate, detections, drifts },
  };
}

const CONFIGS: Readonly<Record<string, StreamConfig>> = {
  'a network with replay and all detectors': configOf({
    replay: 100,
    detectors: ['adwin', 'ddm', 'page-hinkley', 'kswin'],
    reset_on_drift: true,
    save_every: 'batch',
    source: { id: 'random-rbf', seed: 5, noise: 0.1, drift: { kind: 'recurring', position: 300, width: 50 } },
  }),
  'linear regression': configOf({
    save_every: 'batch',
    source: { id: 'friedman', seed: 9, drift: { kind: 'gradual', position: 600, width: 100 } },
    learner: { id: 'linear', optimizer: 'sgd' },
  }),
  'a mixture': configOf({ save_every: 'batch', learner: { id: 'mixture', n_components: 2 } }),
};

describe.each(Object.entries(CONFIGS))('%s', (_name, config) => {
  it('killed three times, is bit for bit the run that never was', async () => {
    const whole = await openFresh();
    await whole.service.configure(config);
    await goTo(whole, 60);
    const expected = await ended(whole);

    let stream = await openFresh();
    await stream.service.configure(config);
    for (const at of [3, 20, 41]) {
      await goTo(stream, at);
      await until(stream, ({ status }) => 'saved_at' in status && status.saved_at !== null);
      kill(stream);
      stream = await open();
      const { status } = await stream.service.state();
      expect(status.phase).toBe('interrupted');
      expect(batchesOf(await stream.service.state())).toBeLessThanOrEqual(at);
    }
    await goTo(stream, 60);
    const actual = await ended(stream);
    expect(sameRun(actual)).toEqual(sameRun(expected));
    expect(actual.run.memento.batches).toBe(60);
    expect(actual.series.total).toBe(60);
  });
});

describe('rude ends', () => {
  it('a flush saves the last batch that was learnt', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ save_every: 3600 }));
    await goTo(stream, 17);
    await stream.flush();
    kill(stream);
    const again = await open();
    expect((await again.service.state()).status).toMatchObject({ phase: 'interrupted', batches: 17 });
  });

  it('pushed batches that waited are learnt when the run goes on', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ source: { id: 'push' }, save_every: 'batch' }));
    stream.turnstile.allow(1);
    for (let k = 0; k < 3; k++)
      await stream.service.push({
        X: [
          [k, 1],
          [1, k],
        ],
        y: [0, 1],
      });
    await until(stream, (state) => batchesOf(state) === 1);
    await stream.flush();
    kill(stream);
    const again = await open();
    expect((await again.service.state()).status).toMatchObject({ phase: 'interrupted', batches: 1, queued: 2 });
    await again.service.start();
    const state = await until(again, (it) => batchesOf(it) === 3);
    expect(state.begun).toBe('Went on with the saved model after 1 batch.');
  });

  it.each([
    ['paused', 'interrupted'],
    ['stopped', 'stopped'],
  ] as const)(
    'pushed batches that waited while it was %s before the first are learnt when it goes on',
    async (how, found) => {
      const stream = await openFresh();
      await stream.service.configure(configOf({ source: { id: 'push' } }));
      await stream.service.start();
      await until(stream, 'waiting');
      await stream.service.control('pause');
      if (how === 'stopped') stream.turnstile.allow(0);
      for (const label of [0, 1]) await stream.service.push({ X: [[1, 2]], y: [label] });
      if (how === 'stopped') {
        const stopped = stream.service.control('stop');
        stream.turnstile.allow(1);
        await stopped;
      } else await until(stream, ({ status }) => 'saved_at' in status && status.saved_at !== null);
      await stream.flush();
      kill(stream);
      const again = await open();
      expect((await again.service.state()).status).toMatchObject({ phase: found, batches: 0, queued: 2 });
      await again.service.start();
      const state = await until(again, (it) => batchesOf(it) === 2);
      expect(state.status).toMatchObject({ examples: 2, queued: 0 });
    },
  );

  it('a pushed batch goes on with the run that was interrupted; one that fits no new model is left out, and said', async () => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ save_every: 'batch' }));
    await goTo(stream, 9);
    await stream.flush();
    kill(stream);
    const again = await open();
    again.turnstile.allow(1);
    await again.service.push({ X: [[1, 2, 3]], y: [1] });
    const state = await until(again, (it) => batchesOf(it) === 10);
    expect(state.config.source.id).toBe('sea');
    expect(state.begun).toBe('Went on with the saved model after 9 batches.');
    await again.service.push({ X: [[1, 2, 3]], y: [1] });
    await again.flush();
    kill(again);
    const anew = await open();
    await anew.service.configure(configOf({ source: { id: 'led' } }));
    await anew.service.start({ fresh: true });
    await until(anew, (it) => batchesOf(it) > 3);
    expect(anew.notices()).toEqual(['A pushed batch was left out']);
  });

  it.each([
    ['stream', { source: { seed: 7 } }],
    ['model', { learner: { hidden: [8] } }],
  ])(
    'a run that was found is one that was stopped, once the set-up is of another %s: it would not go on where it was',
    async (_, change) => {
      const stream = await openFresh();
      await stream.service.configure(configOf({ save_every: 'batch' }));
      await goTo(stream, 9);
      await stream.flush();
      kill(stream);
      const again = await open();
      const phase = async () => (await again.service.state()).status.phase;
      await again.service.configure(configOf({ learner: { learning_rate: 0.5 } }));
      expect(await phase()).toBe('interrupted');
      await again.service.configure(configOf(change));
      expect((await again.service.state()).status).toMatchObject({ phase: 'stopped', batches: 9 });
      await again.service.configure(configOf());
      await again.service.start();
      const { begun } = await until(again, (it) => batchesOf(it) > 9);
      expect(begun).toBe('Went on with the saved model after 9 batches.');
    },
  );

  it('a damaged record is said, left as it is, and keeps nothing else from working', async () => {
    const stream = await openFresh();
    await goTo(stream, 5);
    await stream.flush();
    kill(stream);
    await saveStreamRun({ format: 1, phase: 'active' });
    const again = await open();
    expect(again.notices()).toEqual(['The stream could not be opened']);
    expect((await again.service.state()).status).toEqual({ phase: 'idle' });
  });
});
