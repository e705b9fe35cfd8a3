// The one training by its worker's answers: cancelled while its model is read or written, and kept still where storage is full.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultOptions } from '../../ml/trainer';
import type { TrainEvent } from '../../ml/trainer/types';
import { closeDatabase } from '../../storage/db';
import { listTextModels, readTextRun } from '../../storage/text-models';
import { deferred } from '../../wire/deferred';
import { Catalogue } from './catalogue';
import type { NewModel, TextHost } from './host';
import { nodeTextEnv } from './text-env.node';
import { Training, type TrainingDependencies } from './training';
import type { TrainingPlan } from './training-plan';

const MODEL = {
  files: new Map([['model.bin', Uint8Array.of(1)]]),
  info: { kind: 'ngram', architecture: 'n-grams', parameters: 1 },
} as unknown as NewModel;

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(() => {
  vi.restoreAllMocks();
});

function plan(name: string): TrainingPlan {
  const counts = { new_texts: 2, old_texts: 0, held_out: 0, seed: 1 };
  const made = { ...counts, format: 1, run: null, datasets: [], training: null, learnt: [], ancestors: [] } as const;
  const train = [1, 0].map((label) => ({ text: `text ${label}`, label }));
  return {
    ...{ model: 'nano', name, options: {}, serve: false, ids: [1, 2] },
    ...{ data: { train, held_out: [] }, made: { ...made, datasets: [], learnt: [], ancestors: [] } },
  };
}

/** Trains until it is told to end; `told` is what came of it. */
async function open(host: Partial<TextHost> = {}, changes: Partial<TrainingDependencies> = {}) {
  const env = nodeTextEnv();
  const catalogue = new Catalogue(env);
  await catalogue.open();
  let over = false;
  const done: TrainEvent = { kind: 'done', reason: 'finished', best_epoch: 1 };
  const fake = {
    start: async () => 'Here',
    openTraining: async () => ({ options: defaultOptions('combined', false), before: null }),
    advance: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return over ? [done] : [];
    },
    checkpoint: async () => ({ step: 1, files: new Map() }),
    result: async () => MODEL,
    ...host,
  } as unknown as TextHost;
  const told: string[] = [];
  const training = new Training({
    env: { ...env, spawn: () => ({ host: fake, end: () => {} }) },
    ...{ catalogue, learnt: async () => {}, backend: async () => ({ kind: 'wasm', threads: 1 }) },
    changed: () => {},
    notify: ({ title }) => told.push(title),
    finished: async () => {
      told.push('finished');
    },
    ...changes,
  });
  const phase = (wanted: string) => vi.waitFor(() => expect(training.status().phase).toBe(wanted));
  const end = () => {
    over = true;
  };
  return { training, told, phase, end };
}

/** From now on no value can be stored. */
function fill() {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
}

describe('a training cancelled at its end', () => {
  it('leaves no model where that was not being written yet, and the next one alone', async () => {
    const [asked, result] = [deferred<void>(), deferred<NewModel>()];
    const read = async () => {
      asked.resolve();
      return result.promise;
    };
    const { training, told, phase, end } = await open({ result: read });
    await training.start(plan('First'));
    end();
    await asked.promise;
    const cancelled = training.control('cancel');
    const next = training.start(plan('Next'));
    result.resolve(MODEL);
    await Promise.all([cancelled, next]);
    expect(training.status()).toMatchObject({ name: 'Next' });
    await phase('finished');
    expect((await listTextModels()).map(({ name }) => name)).toEqual(['Next']);
    expect(told).toEqual(['finished']);
  });

  it('says that it is too late where its model is being written', async () => {
    const [begun, written] = [deferred<void>(), deferred<void>()];
    const learnt = async () => {
      begun.resolve();
      await written.promise;
    };
    const { training, told, end } = await open({}, { learnt });
    await training.start(plan('Late'));
    end();
    await begun.promise;
    const cancelled = training.control('cancel');
    written.resolve();
    await expect(cancelled).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('“Late”') });
    expect(training.status().phase).toBe('finished');
    expect((await listTextModels()).map(({ name }) => name)).toEqual(['Late']);
    expect(told).toEqual(['finished']);
  });

  it('is cancelled after all where its model cannot be written', async () => {
    const [begun, written] = [deferred<void>(), deferred<void>()];
    const learnt = async () => {
      begun.resolve();
      await written.promise;
    };
    const { training, end } = await open({}, { learnt });
    await training.start(plan('Lost'));
    end();
    await begun.promise;
    const cancelled = training.control('cancel');
    written.reject(new Error('The storage is full.'));
    await cancelled;
    expect(training.status()).toEqual({ phase: 'idle' });
    expect([await readTextRun(), await listTextModels()]).toEqual([undefined, []]);
  });
});

describe('a training where storage is full', () => {
  it('stands still when it is to, and goes on', async () => {
    const { training, phase, end } = await open();
    await training.start(plan('Full'));
    await phase('running');
    fill();
    await training.suspend();
    expect(training.status().phase).toBe('paused');
    training.resume();
    await phase('running');
    vi.restoreAllMocks();
    end();
    await phase('finished');
  });

  it('goes on where it cannot be stored as paused, and says so', async () => {
    const { training, phase, end } = await open();
    await training.start(plan('Full'));
    await phase('running');
    fill();
    await expect(training.control('pause')).rejects.toMatchObject({ name: 'QuotaExceededError' });
    vi.restoreAllMocks();
    end();
    await phase('finished');
  });
});

describe('a training that goes on by another backend', () => {
  it('asks for the one it was on, and names both where that is gone: at once, and in its model', async () => {
    const first = await open({ start: async () => 'WebGPU (TensorFlow.js)' });
    await first.training.start({ ...plan('Mixed'), model: 'small' });
    await first.phase('running');
    await first.training.control('pause');

    const asked: string[] = [];
    const backend = async (engine: string) => {
      asked.push(engine);
      return { kind: 'wasm', threads: 1 } as const;
    };
    const { training, told, phase, end } = await open({ start: async () => 'WASM, 1 thread' }, { backend });
    await training.open();
    await training.control('play');
    await phase('running');
    const engine = 'WebGPU (TensorFlow.js) to step 1, then WASM, 1 thread';
    expect(training.status()).toMatchObject({ engine });
    end();
    await phase('finished');
    expect(asked).toEqual(['WebGPU (TensorFlow.js)']);
    expect(told).toEqual(['The training goes on by another backend', 'finished']);
    expect(await listTextModels()).toMatchObject([
      { description: expect.stringMatching(/ epochs, by WebGPU .* then WASM/) },
    ]);
  });
});
