// For tests of how much memory is held: a backend that computes nothing and counts, with as much room as is said.

import { type NnBackend, NnMemoryError } from '../types';

export interface Counting {
  readonly nn: NnBackend;
  /** The most bytes held at a time. */
  peak(): number;
  /** From now on there is room for so many bytes in all. */
  limit(bytes: number): void;
}

export function countingBackend(most = Number.POSITIVE_INFINITY): Counting {
  let room = most;
  let [buffers, bytes, peak] = [0, 0, 0];
  const take = (size: number) => {
    if (bytes + 4 * size > room) throw new NnMemoryError(`There is no room for ${4 * size} bytes.`);
    buffers += 1;
    bytes += 4 * size;
    peak = Math.max(peak, bytes);
    return { size };
  };
  const own = {
    kind: 'wasm',
    description: 'counting',
    exact: undefined,
    floats: take,
    ints: take,
    free: (...freed: readonly { readonly size: number }[]) => {
      buffers -= freed.length;
      for (const { size } of freed) bytes -= 4 * size;
    },
    read: async ({ size }: { readonly size: number }) => new Float32Array(size),
    memory: () => ({ buffers, bytes }),
  };
  const nothing = () => {};
  const nn = new Proxy(own, { get: (it, name) => (name in it ? Reflect.get(it, name) : nothing) });
  return {
    nn: nn as unknown as NnBackend,
    peak: () => peak,
    limit: (to) => {
      room = to;
    },
  };
}
