// A model that runs away: the run ends in plain words, and what is kept, in memory and in storage, is the last sound one.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionMemento } from '../../ml/stream/session';
import { readStream } from '../../storage/stream';
import type { RunRecord } from './record';
import { isSoundStep } from './sound';
import { batchesOf, configOf, open, openFresh, rest, until } from './stream.fixture';

afterEach(rest);

const WILD = { optimizer: 'sgd', learning_rate: 1e6 } as const;

async function stored(): Promise<SessionMemento> {
  return ((await readStream()).run as RunRecord).memento;
}

function weightsOf({ learner }: SessionMemento): readonly number[] {
  return Object.values(learner.arrays).flatMap((values) => Array.from(values));
}

describe('a learning rate that no model survives', () => {
  it.each(['batch', 3600] as const)('ends the run and keeps a sound model (save every %s)', async (save_every) => {
    const stream = await openFresh();
    await stream.service.configure(configOf({ save_every, source: { id: 'friedman' }, learner: WILD }));
    await stream.service.start();
    const { status, weights } = await until(stream, 'failed');
    expect(status).toHaveProperty(
      'message',
      expect.stringMatching(/had diverged.*Lower the step size \(learning rate\)/),
    );
    expect(stream.notices()).toEqual(['The stream has stopped']);
    await stream.flush();
    expect(weightsOf(await stored()).every(Number.isFinite)).toBe(true);
    expect(weights).not.toBeNull();
    expect(status).toHaveProperty('batches', (await stored()).batches);
  });

  it('is put right by a lower one: the run goes on from the last sound model, as soon as it is said to have ended', async () => {
    const stream = await openFresh();
    const learner = { hidden: [], ...WILD, learning_rate: 0.01 };
    const config = configOf({ save_every: 3600, source: { id: 'friedman' }, learner });
    await stream.service.configure({ ...config, learner: { ...config.learner, ...WILD } });
    await stream.service.start();
    const kept = batchesOf(await until(stream, 'failed'));
    await stream.service.configure(config);
    await stream.service.start();
    const { begun, window } = await until(stream, (state) => batchesOf(state) > kept + 200);
    expect(begun).toMatch(/^Went on with the saved model/);
    expect(window.loss).not.toBeNull();
  });
});

it('what was learnt before the learning rate was raised is what goes on, whatever was saved since', async () => {
  const stream = await openFresh();
  const config = configOf({
    save_every: 'batch',
    source: { id: 'friedman' },
    learner: { id: 'linear', optimizer: 'sgd' },
  });
  await stream.service.configure(config);
  await stream.service.start();
  await until(stream, (state) => batchesOf(state) > 30);
  await stream.service.control('stop');
  const sound = await stored();
  await stream.service.configure({ ...config, learner: { ...config.learner, ...WILD } });
  await stream.service.start();
  await until(stream, 'failed');
  await stream.flush();
  expect((await stored()).batches).toBe(sound.batches);
  expect(weightsOf(await stored())).toEqual(weightsOf(sound));
  await stream.service.configure(config);
  await stream.service.start();
  const { window } = await until(stream, (state) => batchesOf(state) > sound.batches + 100);
  expect(window.loss).toBeLessThan(100);
});

it('a push that a save finds out about is answered all the same', async () => {
  const stream = await openFresh();
  await stream.service.configure(
    configOf({
      source: { id: 'push', push: { task: 'regression', n_classes: null } },
      learner: WILD,
      save_every: 3600,
    }),
  );
  await stream.service.push({ X: [[1], [2], [3]], y: [1e80, -1e80, 1e90] });
  await until(stream, (state) => batchesOf(state) === 1 || state.status.phase === 'failed');
  for (let i = 0; i < 5 && (await stream.service.state()).status.phase !== 'failed'; i++) {
    await stream.service.push({ X: [[1], [2], [3]], y: [1e80, -1e80, 1e90] });
    await stream.flush();
  }
  const { status } = await until(stream, 'failed');
  expect(status).toHaveProperty('message', expect.stringContaining('had diverged'));
  const again = await open();
  expect((await again.service.state()).status.phase).toBe('failed');
  expect(weightsOf(await stored()).every(Number.isFinite)).toBe(true);
});

it('a mixture to which a point is next to impossible is sound', () => {
  expect(isSoundStep({ kind: 'density' }, { loss: Number.POSITIVE_INFINITY, grad_norm: null })).toBe(true);
  expect(isSoundStep({ kind: 'regression' }, { loss: Number.POSITIVE_INFINITY, grad_norm: 1 })).toBe(false);
  expect(isSoundStep({ kind: 'regression' }, { loss: 1, grad_norm: Number.NaN })).toBe(false);
});
