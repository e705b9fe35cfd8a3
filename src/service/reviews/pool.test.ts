// What a worker computes on where the backend that was chosen does not start, and which models it holds.

import { describe, expect, it } from 'vitest';
import { deferred } from '../../wire/deferred';
import type { Notice } from '../../wire/events';
import type { Catalogue } from './catalogue';
import type { HostBackend, HostPort, TextEnv, TextHost } from './host';
import { Pool, startBackend } from './pool';

const WANTED = { kind: 'webgpu', threads: 1 } as HostBackend;

/** A worker in which the kinds given start. */
function portWith(...kinds: readonly HostBackend['kind'][]) {
  const tried: string[] = [];
  let ended = 0;
  const start = async ({ kind }: HostBackend) => {
    tried.push(kind);
    if (!kinds.includes(kind)) throw new Error(`no ${kind}`);
    return `by ${kind}`;
  };
  const end = () => {
    ended += 1;
  };
  return { port: { host: { start }, end } as unknown as HostPort, tried, ended: () => ended };
}

describe('the start of a backend', () => {
  it('takes WASM where the wanted one fails, and says so', async () => {
    const told: Notice[] = [];
    const { port, tried, ended } = portWith('wasm');
    expect(await startBackend(port, WANTED, (notice) => told.push(notice))).toBe('by wasm');
    expect([tried, ended()]).toEqual([['webgpu', 'wasm'], 0]);
    expect(told.map(({ message }) => message).join()).toContain('no webgpu');
  });

  it('ends the worker where neither starts', async () => {
    const { port, tried, ended } = portWith();
    const started = startBackend(port, WANTED, () => {});
    await expect(started).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('no wasm') });
    expect([tried, ended()]).toEqual([['webgpu', 'wasm'], 1]);
  });
});

/** A worker that tells of the models in it; of `slow` it answers once it is let. */
function poolWith(slow: readonly string[]) {
  const loaded = new Set<string>();
  const gate = deferred<void>();
  const host: Partial<TextHost> = {
    start: async () => 'Here',
    load: async (id) => {
      loaded.add(id);
      return {} as Awaited<ReturnType<TextHost['load']>>;
    },
    unload: async (id) => {
      loaded.delete(id);
    },
    score: async (id, texts) => {
      if (slow.includes(id)) await gate.promise;
      if (!loaded.has(id)) throw new Error(`${id} is gone`);
      const score = { score: 0.5, logit: 0, tokens: 8, tokensRead: 8, foreign: true };
      return { scores: texts.map(() => score), ms: 0 };
    },
    explain: async () => {
      const score = { score: 0.5, logit: 0, tokens: 8, tokensRead: 8, foreign: true };
      return { score, method: 'exact', words: [], base: 0, gap: 0, ms: 0 };
    },
  };
  const env = { spawn: () => ({ host, end: () => {} }) } as unknown as TextEnv;
  const beganWithEnglish = (id: string) => id === 'ours';
  const catalogue = { files: async () => new Map(), beganWithEnglish } as unknown as Catalogue;
  const pool = new Pool('background', { env, catalogue, backend: async () => WANTED, notify: () => {} });
  return { pool, loaded: () => [...loaded].sort(), answer: () => gate.resolve() };
}

describe('models in a worker', () => {
  it('say which texts seem foreign where they began with English', async () => {
    const { pool } = poolWith([]);
    const foreign = async (model: string) =>
      (await pool.score(model, ['Ein Text'])).scores.map((score) => score.foreign);
    expect([await foreign('ours'), await foreign('theirs')]).toEqual([[true], [undefined]]);
    const explained = async (model: string) => (await pool.explain(model, 'Ein Text')).score.foreign;
    expect([await explained('ours'), await explained('theirs')]).toEqual([true, undefined]);
  });

  it('go when others are asked, those asked longest ago first', async () => {
    const { pool, loaded } = poolWith([]);
    for (const id of ['a', 'b', 'a', 'c']) await pool.score(id, []);
    expect(loaded()).toEqual(['a', 'c']);
  });

  it('stay while a question to them is open, and go with the next that is read', async () => {
    const { pool, loaded, answer } = poolWith(['a', 'b']);
    const asked = [pool.score('a', []), pool.score('a', []), pool.score('b', [])];
    for (const id of ['c', 'd', 'e']) await pool.score(id, []);
    expect(loaded()).toEqual(['a', 'b', 'e']);
    answer();
    expect((await Promise.all(asked)).map(({ model }) => model)).toEqual(['a', 'a', 'b']);
    await pool.score('f', []);
    expect(loaded()).toEqual(['e', 'f']);
  });
});
