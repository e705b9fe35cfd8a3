// Large files are handed over between workers, small ones copied; all arrive whole.

import { describe, expect, it } from 'vitest';
import { withLargeFiles } from './large-files';

/** As Comlink sends it: with what goes beside it. */
async function across<T>(message: T): Promise<T> {
  const { expose, wrap } = await import('comlink');
  const { port1, port2 } = new MessageChannel();
  expose({ echo: (got: T) => got }, port1);
  const remote = wrap<{ echo(got: T): T }>(port2);
  try {
    return (await remote.echo(withLargeFiles(message) as Parameters<typeof remote.echo>[0])) as T;
  } finally {
    port1.close();
    port2.close();
  }
}

describe('files on their way between workers', () => {
  const filesOf = () => {
    const large = new Uint8Array(32 * 2 ** 20 + 1).fill(7, -1);
    return new Map([
      ['small', Uint8Array.of(1, 2)],
      ['large', large],
      ['head', large.subarray(0, 8)],
    ]);
  };

  it.each([
    ['by themselves', (files: Map<string, Uint8Array>) => files],
    ['beside others', (files: Map<string, Uint8Array>) => ({ kind: 'text', files })],
  ])('arrive whole %s: the large ones go, the small ones are copied', async (_how, message) => {
    const files = filesOf();
    const got = await across(message(files));
    const there = got instanceof Map ? got : got.files;
    expect([...there].map(([path, bytes]) => [path, bytes.length])).toEqual([
      ['small', 2],
      ['large', 32 * 2 ** 20 + 1],
      ['head', 8],
    ]);
    expect(there.get('large')?.at(-1)).toBe(7);
    expect([...files.values()].map(({ length }) => length)).toEqual([2, 0, 0]);
  });

  it('are left alone where none is large, and what is no files at all', async () => {
    const small = new Map([['a', Uint8Array.of(1)]]);
    expect(await across(small)).toEqual(small);
    expect(small.get('a')?.length).toBe(1);
    for (const message of [null, undefined, 'text', 3]) expect(withLargeFiles(message)).toBe(message);
  });
});
