// A shard that goes away must end in a rejection, whatever way it went.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineLostError } from '../../gmm/engine';
import type { ComputeEnv, ShardPort } from '../env';
import { nodeComputeEnv } from '../env.node';
import { ShardLine } from './line';
import { LOCAL_LIMIT, ShardPool } from './pool';
import type { ShardReply, ShardRequest } from './protocol';
import { localShardPort } from './shard';

class FakePort implements ShardPort {
  readonly posted: ShardRequest[] = [];
  ended = false;
  reply: (reply: ShardReply) => void = () => undefined;
  lose: (why: string) => void = () => undefined;

  post(request: ShardRequest): void {
    this.posted.push(request);
  }
  listen(onReply: (reply: ShardReply) => void, onLost: (why: string) => void): void {
    this.reply = onReply;
    this.lose = onLost;
  }
  end(): void {
    this.ended = true;
  }
}

describe('a line to a shard', () => {
  it('gives each request its own answer', async () => {
    const port = new FakePort();
    const line = new ShardLine(port, 5);
    const first = line.ask({ type: 'take' });
    const second = line.ask({ type: 'open', d: 2, module: null });
    const [take, open] = port.posted;
    port.reply({ id: open!.id, ok: true, value: { type: 'done' } });
    port.reply({ id: take!.id, ok: true, value: { type: 'rows', rows: new Float64Array(2) } });
    port.reply({ id: 99, ok: true, value: { type: 'done' } });
    expect((await first).type).toBe('rows');
    expect((await second).type).toBe('done');
    line.lose('over');
  });

  it('rejects what waits, and what is asked later, when the worker fails', async () => {
    const port = new FakePort();
    const line = new ShardLine(port, 5);
    const asked = line.ask({ type: 'take' });
    port.lose('out of memory');
    await expect(asked).rejects.toThrow(EngineLostError);
    await expect(line.ask({ type: 'take' })).rejects.toThrow('out of memory');
    expect(port.ended).toBe(true);
  });

  it('counts a failed request, and one that cannot be posted, as loss', async () => {
    const port = new FakePort();
    const line = new ShardLine(port, 5);
    const asked = line.ask({ type: 'take' });
    const other = line.ask({ type: 'take' });
    port.reply({ id: port.posted[0]!.id, ok: false, message: 'no room' });
    await expect(asked).rejects.toThrow('no room');
    await expect(other).rejects.toThrow(EngineLostError);

    const broken = new FakePort();
    broken.post = () => {
      throw new Error('cannot be cloned');
    };
    await expect(new ShardLine(broken, 5).ask({ type: 'take' })).rejects.toThrow('cannot be cloned');
  });

  describe('watched by the clock', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it('gives up a silent worker, but no idle one', async () => {
      const port = new FakePort();
      const line = new ShardLine(port, 5);
      const asked = line.ask({ type: 'take' });
      vi.advanceTimersByTime(4000);
      port.reply({ id: port.posted[0]!.id, ok: true, value: { type: 'done' } });
      await asked;
      vi.advanceTimersByTime(100_000);
      expect(port.ended).toBe(false);
      const silent = line.ask({ type: 'take' });
      vi.advanceTimersByTime(5000);
      await expect(silent).rejects.toThrow(/no answer for 5 seconds/);
      expect(port.ended).toBe(true);
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});

describe('an engine whose worker dies', () => {
  const points = { data: new Float64Array(LOCAL_LIMIT).fill(1), n: LOCAL_LIMIT, d: 1 };
  const model = {
    ...{ shape: 'diag' as const, k: 1, d: 1 },
    ...{ means: new Float64Array(1), factors: new Float64Array(1).fill(1), logNorm: new Float64Array(1) },
  };

  /** An environment whose shards die at will. */
  function mortalEnv(): { env: ComputeEnv; kill: () => void; ended: () => number } {
    const losses: ((why: string) => void)[] = [];
    let ended = 0;
    const spawnShard = (): ShardPort => {
      const port = localShardPort();
      return {
        post: port.post,
        listen(onReply, onLost) {
          losses.push(onLost);
          port.listen(onReply, onLost);
        },
        end() {
          ended++;
          port.end();
        },
      };
    };
    return { env: { ...nodeComputeEnv(2), spawnShard }, kill: () => losses[1]!('killed'), ended: () => ended };
  }

  it('rejects the pass under way and all later calls, and ends the other workers', async () => {
    const { env, kill, ended } = mortalEnv();
    const engine = await ShardPool.create('cpu', points, env, null);
    expect((await engine.pass(model)).counts[0]).toBe(LOCAL_LIMIT);
    const pass = engine.pass(model);
    const queued = engine.append(new Float64Array(1));
    await Promise.resolve();
    kill();
    await expect(pass).rejects.toThrow(EngineLostError);
    await expect(queued).rejects.toThrow(EngineLostError);
    await expect(engine.scoreSamples(model)).rejects.toThrow('killed');
    expect(ended()).toBe(2);
  });

  it('rejects what waits when it is disposed of', async () => {
    const { env, ended } = mortalEnv();
    const engine = await ShardPool.create('cpu', points, env, null);
    const pass = engine.pass(model);
    await Promise.resolve();
    engine.dispose();
    await expect(pass).rejects.toThrow(EngineLostError);
    expect(ended()).toBe(2);
  });

  it('works in its own thread where workers cannot be started', async () => {
    const env: ComputeEnv = {
      ...nodeComputeEnv(2),
      spawnShard: () => {
        throw new ReferenceError('Worker is not defined');
      },
    };
    const engine = await ShardPool.create('cpu', points, env, null);
    expect((await engine.pass(model)).counts[0]).toBe(LOCAL_LIMIT);
  });
});
