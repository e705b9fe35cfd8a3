// A run that was interrupted, anywhere, is the same run, bit for bit.

import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import { createDetector } from './detectors';
import { createLearner, type LearnerConfig } from './learners';
import { createSession, Session, type SessionConfig, type SessionMemento } from './session';
import { createSource, type SourceConfig } from './sources';

const LEARNER: LearnerConfig = {
  ...{ id: 'network', hidden: [8], activation: 'relu', optimizer: 'adam' },
  ...{ learning_rate: 0.02, epochs: 2, n_components: 2, seed: 3 },
};

const CONFIG: SessionConfig = {
  source: { batch_size: 20, seed: 7 },
  learner: LEARNER,
  ...{ replay: 60, detectors: ['adwin', 'page-hinkley', 'kswin'], reset_on_drift: true, window: 10 },
};

function sourceConfig(id: 'sea' | 'friedman'): SourceConfig {
  return { id, seed: 7, drift: { kind: 'abrupt', position: 1500, width: 1 }, noise: 0.05 };
}

function open(config: SessionConfig, source: SourceConfig, memento?: SessionMemento) {
  return createSession(config, { source: createSource(source, memento?.source), memento });
}

const CASES: readonly [string, SessionConfig, SourceConfig][] = [
  ['a network that classifies', CONFIG, sourceConfig('sea')],
  ['a network that regresses', CONFIG, sourceConfig('friedman')],
  ['a linear model', { ...CONFIG, learner: { ...LEARNER, id: 'linear' } }, sourceConfig('sea')],
];

describe.each(CASES)('%s', (_, config, source) => {
  it('interrupted at random places: weights, metrics and all the rest are the same', async () => {
    const rng = new Rng(1);
    const straight = await open(config, source);
    let cut = await open(config, source);
    for (let i = 0; i < 150; i++) {
      if (rng.uniform() < 0.1) {
        const memento = structuredClone(await cut.save());
        cut.dispose();
        cut = await open(config, source, memento);
      }
      expect(await cut.step()).toEqual(await straight.step());
    }
    expect(await cut.save()).toEqual(await straight.save());
    expect(cut.learner.weights()).toEqual(straight.learner.weights());
    expect(cut.scores()).toEqual(straight.scores());
    expect(cut.detectors()).toEqual(straight.detectors());
    expect(cut.batches).toBe(150);
    expect(cut.examples).toBe(3000);
  });
});

it('learns, and forgets when told to on drift', async () => {
  const source: SourceConfig = { id: 'sea', seed: 7, drift: { kind: 'none', position: 1000, width: 1 }, noise: 0 };
  const session = await open(CONFIG, source);
  for (let i = 0; i < 150; i++) await session.step();
  expect(session.scores().accuracy).toBeGreaterThan(0.9);
  // Labels turned round: what was right is wrong from here on.
  const inverted = createSource(source);
  let resets = 0;
  for (let i = 0; i < 60; i++) {
    const batch = inverted.next(20);
    if (!batch || !(await session.step({ ...batch, y: batch.y.map((y) => 1 - y) }))?.reset) continue;
    resets += 1;
    const { detectors } = await session.save();
    expect(detectors.map(({ memento }) => memento)).toEqual(
      CONFIG.detectors.map((id) => createDetector(id, CONFIG.source.seed).save()),
    );
  }
  expect(resets).toBeGreaterThan(0);
  expect(session.detections.some(({ batch }) => batch >= 150)).toBe(true);
  expect(session.scores().accuracy).toBeGreaterThan(0.8);
});

it.each([false, true])(
  'learning and predicting at once are the same run as one after the other, forgetting %s',
  async (forget) => {
    const config = { ...CONFIG, replay: forget ? 0 : 60, reset_on_drift: forget };
    const source = createSource(sourceConfig('sea'));
    const atOnce = await open(config, sourceConfig('sea'));
    const learner = await createLearner(LEARNER, source.info.features.length, source.info.task);
    const apart = new Session(config, createSource(sourceConfig('sea')), Object.assign(learner, { step: undefined }));
    let resets = 0;
    for (let i = 0; i < 120; i++) {
      const batch = source.next(20)!;
      // Labels turned round half-way are a drift that is found.
      const given = i < 60 ? batch : { ...batch, y: batch.y.map((y) => 1 - y) };
      const report = await atOnce.step(given);
      if (report?.reset) resets += 1;
      expect(await apart.step(given)).toEqual(report);
    }
    expect(resets > 0).toBe(forget);
    expect(await apart.save()).toEqual(await atOnce.save());
  },
);

it('refuses batches of other columns and changes nothing', async () => {
  const session = await open(CONFIG, sourceConfig('sea'));
  await session.step();
  const before = await session.save();
  await expect(session.step({ X: new Float64Array(2), y: new Float64Array(1), n: 1, d: 2 })).rejects.toThrow(
    RangeError,
  );
  expect(await session.save()).toEqual(before);
});

it('refuses a detector that does not fit', async () => {
  await expect(open({ ...CONFIG, detectors: ['ddm'] }, sourceConfig('friedman'))).rejects.toThrow(RangeError);
});
