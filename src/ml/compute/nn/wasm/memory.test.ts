// The allocator against what it promises, and the kernels' functions against the mathematical ones.

import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NnMemoryError } from '../types';
import { nodeNnEnv } from './env.node';
import { Heap } from './memory';
import { FIRST_FREE, instantiate } from './module';

// Where relaxed SIMD is still behind a flag (Node 20).
setFlagsFromString('--experimental-wasm-relaxed-simd');

const heapOf = (maxPages?: number) => new Heap(new WebAssembly.Memory({ initial: 1 }), maxPages);

describe('the heap', () => {
  it('gives out blocks that are aligned, apart, and inside the memory, and takes all of them back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5000), fc.nat(100)), { maxLength: 60 }), (steps) => {
        const heap = heapOf();
        const held: { at: number; bytes: number }[] = [];
        for (const [bytes, choice] of steps) {
          if (choice < 40 && held.length > 0) {
            const [block] = held.splice(choice % held.length, 1);
            heap.give(block!.at, block!.bytes);
            continue;
          }
          const at = heap.take(bytes);
          expect(at % 64).toBe(0);
          expect(at).toBeGreaterThanOrEqual(FIRST_FREE);
          expect(at + bytes + 12).toBeLessThanOrEqual(heap.memory.buffer.byteLength);
          for (const other of held) expect(at + bytes <= other.at || other.at + other.bytes <= at).toBe(true);
          held.push({ at, bytes });
        }
        for (const { at, bytes } of held) heap.give(at, bytes);
        expect(heap.take(1)).toBe(FIRST_FREE);
      }),
    );
  });

  it('stays usable after it had no room', () => {
    const heap = heapOf(4);
    expect(() => heap.take(4 * 65536)).toThrow(NnMemoryError);
    expect(heap.take(2 * 65536)).toBe(FIRST_FREE);
    expect(() => heap.take(2 * 65536)).toThrow(/no room/);
  });
});

describe.each(['simd', 'relaxed'])('e^x (%s)', (build) => {
  async function exponentials(values: readonly number[]) {
    const memory = new WebAssembly.Memory({ initial: 64 });
    const bytes = await nodeNnEnv().nnKernelBytes({ relaxed: build === 'relaxed', shared: false });
    const kernels = instantiate(await WebAssembly.compile(bytes), memory);
    const x = new Float32Array(memory.buffer, FIRST_FREE, values.length);
    x.set(values);
    const given = [...x];
    const sum = kernels.exponentials(FIRST_FREE, x.length, 0, FIRST_FREE, 0);
    return { given, got: [...x], sum };
  }

  it('has a relative error below 2e-7 wherever e^x is a normal float', async () => {
    const { given, got } = await exponentials(Array.from({ length: 100_003 }, (_, i) => -87.3 + (175 * i) / 100_002));
    const worst = given.reduce((top, x, i) => Math.max(top, Math.abs(got[i]! / Math.exp(x) - 1)), 0);
    expect(worst).toBeLessThan(2e-7);
    expect(worst).toBeGreaterThan(0);
  });

  it('is exactly 1 at 0, zero far below, finite far above, and summed without what lies behind', async () => {
    const { got, sum } = await exponentials([0, -88, Number.NEGATIVE_INFINITY, 1000, 0]);
    expect(got.slice(0, 3)).toEqual([1, 0, 0]);
    expect(got[3]).toBeGreaterThan(1e38);
    expect(sum).toBe(Math.fround(got[3]! + 2));
  });
});
