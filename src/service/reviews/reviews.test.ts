// The reviews' service over the real models, kernels and an IndexedDB implementation.

import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { readTextRun, readTextRunData } from '../../storage/text-models';
import { deferred } from '../../wire/deferred';
import type { ServiceEvent } from '../../wire/events';
import type { NewReview, ReviewsService, TextTrainRequest } from '../../wire/reviews';
import type { ComputeState } from '../../wire/service';
import { configFrom } from '../configs';
import { HostLostError, type HostPort, type TextEnv, type TextHost } from './host';
import { openReviews, type ReviewsHandle } from './index';
import { nodeTextEnv } from './text-env.node';

const COMPUTE = { override: 'auto', backend: 'wasm', phase: 'ready', threads: 2 } as ComputeState;
const GOOD = 'A warm, funny film with a perfect cast. I loved every minute of it.';
const BAD = 'Terrible. The plot makes no sense and the acting is wooden. A waste of two hours.';

let events: ServiceEvent[] = [];

async function open(env: TextEnv = nodeTextEnv()): Promise<ReviewsHandle> {
  events = [];
  return openReviews({ emit: (event) => events.push(event), env, compute: async () => COMPUTE });
}

async function until<T>(look: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (done(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const serving = (service: ReviewsService) =>
  until(service.state, ({ serving: { phase } }) => phase === 'ready' || phase === 'failed');
const trained = (service: ReviewsService, phases: readonly string[]) =>
  until(
    async () => (await service.state()).training,
    ({ phase }) => phases.includes(phase),
  );

/** Words that mean nothing to the shipped models. */
function labelled(n: number): NewReview[] {
  return Array.from({ length: n }, (_, i) => ({
    text: i % 2 === 0 ? `gromble zan ${i} vintu` : `frotz mub ${i} quelp`,
    sentiment: i % 2 === 0 ? (1 as const) : (0 as const),
  }));
}

function request(more: Partial<TextTrainRequest> = {}): TextTrainRequest {
  const data = { kind: 'reviews', reviews: labelled(40) } as const;
  return { model: 'nano', name: 'Mine', data, held_out: 0.25, serve: false, ...more };
}

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

describe('scoring', () => {
  it('tells good from bad with both models, the small one while the other loads', async () => {
    const { service } = await open();
    const early = await service.score([GOOD, BAD]);
    expect(['nano', 'small']).toContain(early.model);
    expect((await serving(service)).serving).toMatchObject({ phase: 'ready', model: 'small' });
    for (const model of ['nano', 'small']) {
      const { scores } = await service.score([GOOD, BAD], model);
      expect(scores[0].score).toBeGreaterThan(0.8);
      expect(scores[1].score).toBeLessThan(0.2);
    }
  });

  it('reads no model until somebody looks or asks, then the serving one', async () => {
    const env = nodeTextEnv();
    const asked: string[] = [];
    const asset = (path: string) => {
      asked.push(path);
      return env.asset(path);
    };
    const { service, parts } = await open({ ...env, asset });
    expect(parts.serving()).toBe('small');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked).toEqual(['manifest.json']);
    expect((await serving(service)).serving).toMatchObject({ phase: 'ready', model: 'small' });
    expect(asked.some((path) => path.startsWith('nano/'))).toBe(true);
  });

  it('gives one text the same score alone as among others of any length', async () => {
    const { service } = await open();
    await serving(service);
    const texts = [GOOD, '', BAD.repeat(30), 'ok', BAD, '😀', '\ud800', 'x'.repeat(50_000), GOOD.repeat(3)];
    const many = await service.score([...texts, ...texts], 'small');
    for (let i = 0; i < texts.length; i++) {
      const [alone] = (await service.score([texts[i]], 'small')).scores;
      expect(alone.score).toBeGreaterThan(0);
      expect(many.scores[i].logit).toBeCloseTo(alone.logit, 4);
      expect(many.scores[i + texts.length].logit).toBeCloseTo(alone.logit, 4);
    }
  });

  it('says how much of a long text was read', async () => {
    const { service } = await open();
    const { scores } = await service.score([GOOD, GOOD.repeat(100)], 'small');
    expect(scores[0].tokensRead).toBe(scores[0].tokens);
    expect(scores[1]).toMatchObject({ tokensRead: 512 });
    expect(scores[1].tokens).toBeGreaterThan(1000);
  });

  it('explains: weights and base add up to the logit, for both models', async () => {
    const { service } = await open();
    for (const model of ['nano', 'small']) {
      const { words, base, gap, score } = await service.explain(`${GOOD} ${BAD}`, model);
      const sum = words.reduce((total, { weight }) => total + weight, base);
      expect(Math.abs(sum - score.logit)).toBeCloseTo(gap, 6);
      expect(gap).toBeLessThan(0.05);
      for (const { start, end } of words) expect(start < end && end <= GOOD.length + BAD.length + 1).toBe(true);
    }
  });

  it('refuses models that are not there and more than fits', async () => {
    const { service } = await open();
    await expect(service.score(['a'], 'none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(service.score(Array(1001).fill('a'))).rejects.toMatchObject({ code: 'too_large' });
    await expect(service.score(['a'.repeat(2_000_001)])).rejects.toMatchObject({ code: 'too_large' });
  });
});

describe('models', () => {
  it('are made untrained, looked into, served, renamed and removed; the shipped ones stay', async () => {
    const { service } = await open();
    const size = { layers: 1, hidden: 16, heads: 2 };
    const id = await service.create({ name: 'Tiny', kind: 'encoder', size, seed: 3 });
    const { layers, parameters } = await service.structure(id);
    expect(layers.length).toBeGreaterThan(5);
    expect(parameters).toBe((await service.state()).models.find((model) => model.id === id)?.parameters);
    await service.serve(id);
    expect((await service.score([GOOD])).model).toBe(id);
    await service.rename(id, 'Tinier');
    const again = await open();
    expect((await again.service.state()).models).toContainEqual(expect.objectContaining({ id, name: 'Tinier' }));
    expect((await serving(again.service)).serving.model).toBe(id);
    await again.service.remove(id);
    expect((await serving(again.service)).serving.model).toBe('small');
    await expect(again.service.remove('small')).rejects.toMatchObject({ code: 'conflict' });
  });
});

it('a model removed while it scores the reviews kept leaves them to the one that serves then, and nothing to tell', async () => {
  const { service } = await open();
  const id = await service.create({
    name: 'Mine',
    kind: 'encoder',
    seed: 1,
    size: { layers: 1, hidden: 64, heads: 2 },
  });
  await service.serve(id);
  const reviews = Array.from({ length: 120 }, (_, i) => ({ text: `${GOOD} ${i}`, sentiment: null }));
  await service.add(reviews);
  await until(service.state, ({ reviews: { scored } }) => scored > 0);
  await service.remove(id);
  await until(service.state, ({ reviews: { scored } }) => scored === 120);
  expect(events.filter(({ type }) => type === 'notice')).toEqual([]);
}, 60_000);

describe('an encoder without a size', () => {
  it('has the one that configurations have', async () => {
    const env = nodeTextEnv();
    const asked: string[] = [];
    // A smaller one is made: only what is asked for counts.
    const small = (port: HostPort): HostPort => ({
      ...port,
      host: {
        ...port.host,
        create: (request) => {
          asked.push(request.architecture);
          return port.host.create({ ...request, architecture: 'L-1_H-16_A-2' });
        },
      },
    });
    const { service } = await open({ ...env, spawn: (...given) => small(env.spawn(...given)) });
    await service.create({ name: 'Mine', kind: 'encoder', seed: 1 });
    await service.create({ name: 'Counts', kind: 'ngram', seed: 1 });
    expect(asked).toEqual(['L-4_H-512_A-8', '']);
    const config = configFrom('kind: text\ndata: { dataset: Films }\n');
    expect(config).toMatchObject({ model: { size: { layers: 4, hidden: 512, heads: 8 } } });
  });
});

describe('the serving model', () => {
  it('is the one chosen last, also after a reload, where an earlier choice takes longer to read', async () => {
    const env = nodeTextEnv();
    const held = deferred<void>();
    const asset = async (path: string) => {
      if (path.startsWith('base/')) await held.promise;
      return env.asset(path);
    };
    const { service } = await open({ ...env, asset });
    await serving(service);
    const slow = service.serve('base');
    await until(service.state, ({ serving: { model } }) => model === 'base');
    // Is in the worker already.
    await service.serve('nano');
    held.resolve();
    await slow;
    expect((await service.state()).serving).toMatchObject({ phase: 'ready', model: 'nano' });
    expect((await (await open()).service.state()).serving.model).toBe('nano');
  });
});

describe('a model that cannot be', () => {
  it('is refused before anything is made of it', async () => {
    const { service } = await open();
    const make = (layers: number, hidden: number, heads: number) =>
      service.create({ name: 'Mine', kind: 'encoder', size: { layers, hidden, heads }, seed: 1 });
    await expect(make(12, 768, 7)).rejects.toMatchObject({ code: 'invalid', details: [{ field: 'size.heads' }] });
    await expect(make(12, 768, 12)).rejects.toMatchObject({ code: 'too_large' });
    expect((await service.state()).models.map(({ id }) => id)).toEqual(['nano', 'small', 'base']);
  });
});

describe('reviews', () => {
  it('are kept with their labels, and so is the draft', async () => {
    const { service } = await open();
    const [first, second] = await service.add([
      { text: GOOD, sentiment: 1 },
      { text: BAD, sentiment: null },
    ]);
    await service.label(second, 0);
    await service.saveDraft('half a sent');
    const again = (await open()).service;
    expect(await again.state()).toMatchObject({
      draft: 'half a sent',
      reviews: { total: 2, positive: 1, negative: 1 },
    });
    await again.removeReviews([first]);
    expect((await again.list()).reviews.map(({ text }) => text)).toEqual([BAD]);
    await expect(again.label('99', 1)).rejects.toMatchObject({ code: 'not_found' });
    await expect(again.label('x', 1)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('training', { timeout: 120_000 }, () => {
  it.each(['nano', 'small'])('makes a new model of %s that has learnt, and leaves the old as it was', async (model) => {
    const { service } = await open();
    const [before] = (await service.score(['gromble vintu'], model)).scores;
    await service.train(request({ model, options: { epochs: 4, learning_rate: model === 'nano' ? 0.1 : 2e-3 } }));
    await expect(service.train(request())).rejects.toMatchObject({ code: 'conflict' });
    const status = await trained(service, ['finished', 'interrupted', 'failed']);
    if (status.phase !== 'finished') throw new Error(`It ended ${status.phase}.`);
    expect(status.n_train + status.n_held_out).toBe(40);
    expect(status.before?.n).toBe(status.n_held_out);
    expect(status.held_out.at(-1)?.evaluation.accuracy).toBe(1);
    expect(status.loss.length).toBeGreaterThan(3);
    const [after] = (await service.score(['gromble vintu'], status.result)).scores;
    expect(after.logit).toBeGreaterThan(before.logit + 0.5);
    expect((await service.score(['gromble vintu'], model)).scores[0].logit).toBe(before.logit);
    const summary = (await service.state()).models.find(({ id }) => id === status.result);
    expect(summary).toMatchObject({ name: 'Mine', parent: model, untrained: false, held_out: { accuracy: 1 } });
  });

  it('gives the same model whether or not it was interrupted', async () => {
    // Long enough that it is surely not through before it is interrupted.
    const options = { epochs: 30, learning_rate: 1e-4, seed: 5 };
    const straight = (await open()).service;
    await straight.train(request({ model: 'small', options }));
    const first = await trained(straight, ['finished']);
    const { service, suspend } = await open();
    await service.train(request({ model: 'small', options }));
    await trained(service, ['running']);
    await until(
      async () => (await service.state()).training,
      (training) => training.phase !== 'running' || training.step > 0,
    );
    await suspend();
    expect((await service.state()).training.phase).toBe('paused');
    const later = (await open()).service;
    const second = await trained(later, ['finished']);
    if (first.phase !== 'finished' || second.phase !== 'finished') throw new Error('One did not finish.');
    const probe = ['gromble zan vintu', GOOD];
    const [a, b] = [await later.score(probe, first.result), await later.score(probe, second.result)];
    expect(b.scores.map(({ logit }) => logit)).toEqual(a.scores.map(({ logit }) => logit));
  });

  it('pauses, goes on and is cancelled without a trace', async () => {
    const { service } = await open();
    await service.train(request({ model: 'small', options: { epochs: 1000 } }));
    await trained(service, ['running']);
    await service.controlTraining('pause');
    const paused = (await service.state()).training;
    expect(paused.phase).toBe('paused');
    const again = (await open()).service;
    expect((await again.state()).training).toMatchObject({ phase: 'paused' });
    await expect(again.remove('small')).rejects.toMatchObject({ code: 'conflict' });
    await again.controlTraining('play');
    await trained(again, ['running']);
    await again.controlTraining('cancel');
    expect((await again.state()).training).toEqual({ phase: 'idle' });
    expect((await (await open()).service.state()).training).toEqual({ phase: 'idle' });
    await expect(again.controlTraining('pause')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('leaves no worker when it is cancelled while it gets ready, and the run after it is kept', async () => {
    const { env, alive } = countedEnv();
    const { service } = await open(env);
    const long = { model: 'small', options: { epochs: 1000 } };
    await service.train(request(long));
    expect((await service.state()).training.phase).toBe('preparing');
    const cancelled = service.controlTraining('cancel');
    await service.train(request({ ...long, name: 'The next' }));
    await cancelled;
    expect(await trained(service, ['running'])).toMatchObject({ name: 'The next' });
    expect(alive()).toBe(1);
    expect([...(await readTextRunData()).values()].map(({ length }) => length > 0)).toEqual([true]);
    await service.controlTraining('cancel');
    expect([alive(), await readTextRun()]).toEqual([0, undefined]);
  });

  it('needs both labels', async () => {
    const { service } = await open();
    await expect(service.train(request({ data: { kind: 'labels' } }))).rejects.toMatchObject({ code: 'invalid' });
    const one = labelled(10).filter(({ sentiment }) => sentiment === 1);
    await expect(service.train(request({ data: { kind: 'reviews', reviews: one } }))).rejects.toMatchObject({
      code: 'invalid',
    });
    expect((await service.state()).training).toEqual({ phase: 'idle' });
  });

  it('is taken up again when its worker dies, and stops with a notice when it keeps dying', async () => {
    const { env, killTraining, spawned } = mortalEnv();
    const { service } = await open(env);
    await service.train(request({ model: 'small', options: { epochs: 1000 } }));
    await trained(service, ['running']);
    killTraining();
    await until(
      async () => spawned(),
      (count) => count === 2,
    );
    await trained(service, ['running']);
    killTraining();
    expect((await trained(service, ['interrupted'])).phase).toBe('interrupted');
    expect(events).toContainEqual(expect.objectContaining({ type: 'notice' }));
    expect((await service.score([GOOD])).scores[0].score).toBeGreaterThan(0.5);
    await service.controlTraining('play');
    await trained(service, ['running']);
    await service.controlTraining('cancel');
  });
});

/** Says how many workers for training were started and not ended. */
function countedEnv() {
  const env = nodeTextEnv();
  let count = 0;
  const spawn: TextEnv['spawn'] = (label, onDeath) => {
    const port = env.spawn(label, onDeath);
    if (label !== 'training') return port;
    count += 1;
    const end = () => {
      count -= 1;
      port.end();
    };
    return { ...port, end };
  };
  return { env: { ...env, spawn }, alive: () => count };
}

/** Training hosts that can be killed: every call in flight and after rejects. */
function mortalEnv() {
  const env = nodeTextEnv();
  let kill = () => {};
  let count = 0;
  const spawn: TextEnv['spawn'] = (label, onDeath) => {
    const port = env.spawn(label, onDeath);
    if (label === 'scoring') return port;
    count += 1;
    let dead: (error: Error) => void = () => {};
    const death = new Promise<never>((_, reject) => {
      dead = reject;
    });
    death.catch(() => {});
    kill = () => {
      dead(new HostLostError('killed'));
      onDeath('killed');
    };
    const host = new Proxy(port.host, {
      get:
        (target, name) =>
        (...args: never[]) =>
          Promise.race([death, Reflect.apply(target[name as keyof TextHost], target, args) as Promise<unknown>]),
    });
    return { ...port, host } satisfies HostPort;
  };
  return { env: { ...env, spawn }, killTraining: () => kill(), spawned: () => count };
}
