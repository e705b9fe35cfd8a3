// The line to the worker: answers in turn, refusals once it is gone, and nothing of an answer kept behind it.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { JobHost, RunsEnv } from './job';
import { Line } from './line';

const unused = () => Promise.reject(new Error('is not asked here'));
const HOST: JobHost = {
  ...{ open: unused, advance: unused, result: unused, test: unused, judged: unused, close: unused },
  checkpoint: async () => new Uint8Array(2 ** 16),
};

/** A line that is open, and what its worker's death is. */
function openLine(host: Partial<JobHost> = {}): { readonly line: Line; readonly die: (why: string) => void } {
  let die: (why: string) => void = () => {};
  const env: RunsEnv = {
    spawn: (onDeath) => {
      die = onDeath;
      return { host: { ...HOST, ...host }, end: () => {} };
    },
  };
  const line = new Line(env);
  const request = { data: { kind: 'generated' }, checkpoint: null, backend: { kind: 'cpu', threads: 1 } } as const;
  // The host above opens nothing; that is refused, and the line is there all the same.
  line.open({ config: {} as never, ...request }).catch(() => {});
  return { line, die: (why) => die(why) };
}

describe('the line to the worker that trains', () => {
  it('keeps no answer once it is given', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { line } = openLine();
    const refs: WeakRef<object>[] = [];
    for (let i = 0; i < 20; i++) {
      refs.push(new WeakRef((await line.ask((host) => host.checkpoint())) as object));
    }
    // WeakRefs hold until the task that made them is over.
    await new Promise((resolve) => setTimeout(resolve));
    collect();
    // The newest may still be held by the stack.
    expect(refs.slice(0, -1).filter((ref) => ref.deref() !== undefined)).toEqual([]);
  });

  it('refuses what was asked of a worker that died, and what is asked then', async () => {
    const { line, die } = openLine({ advance: () => new Promise(() => {}) });
    const asked = line.ask((host) => host.advance(1));
    const behind = line.ask((host) => host.checkpoint());
    await Promise.resolve();
    die('out of memory');
    const refusal = { code: 'unavailable', message: expect.stringContaining('out of memory') };
    await expect(asked).rejects.toMatchObject(refusal);
    await expect(behind).rejects.toMatchObject(refusal);
    await expect(line.ask((host) => host.checkpoint())).rejects.toMatchObject(refusal);
    expect(line.died).toBe('out of memory');
  });

  it('refuses all once it is ended, and has not died', async () => {
    const { line } = openLine({ advance: () => new Promise(() => {}) });
    const asked = line.ask((host) => host.advance(1));
    line.end();
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
    await expect(line.ask((host) => host.checkpoint())).rejects.toMatchObject({ code: 'unavailable' });
    expect(line.died).toBeNull();
  });
});
