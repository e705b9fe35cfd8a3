// What a worker computes on where the backend that was chosen does not start.

import { describe, expect, it } from 'vitest';
import type { Notice } from '../../wire/events';
import type { HostBackend, HostPort } from './host';
import { startBackend } from './pool';

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
