// The kernels against the float64 reference, both builds, and the promises around them: what is freed is
// used again, what is kept packed is never stale, and bits do not depend on how work is parted.

import { setFlagsFromString } from 'node:v8';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReferenceBackend } from '../reference';
import type { Case } from '../testing/bench.fixture';
import { everyCase } from '../testing/cases.fixture';
import { difference, outputs } from '../testing/compare.fixture';
import { type NnBackend, NnMemoryError } from '../types';
import { createWasmBackend } from './create';
import { nodeNnEnv } from './env.node';

// Where relaxed SIMD is still behind a flag (Node 20).
setFlagsFromString('--experimental-wasm-relaxed-simd');

describe.each([
  ['plain SIMD', false],
  ['relaxed SIMD', true],
])('operations in %s', (_, relaxed) => {
  const reference = new ReferenceBackend();
  let nn: NnBackend;
  beforeAll(async () => {
    nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1, relaxed });
  });

  it.each(everyCase().map((each): [string, Case] => [each.name, each]))('%s', async (_name, each) => {
    const expected = await outputs(reference, each);
    const got = await outputs(nn, each);
    expect([...got.keys()]).toEqual([...expected.keys()]);
    for (const [name, values] of expected) {
      expect(values.length).toBeGreaterThan(0);
      expect(difference(got.get(name)!, values), name).toBeLessThan(1e-5);
    }
    expect(nn.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});

describe('buffers', () => {
  it('start as zeros, also where something was freed', async () => {
    const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
    const first = nn.floats(100);
    nn.write(first, new Float32Array(100).fill(7));
    nn.free(first);
    expect([...(await nn.read(nn.floats(100)))].every((value) => value === 0)).toBe(true);
    nn.dispose();
  });

  it('keep their numbers when the memory grows', async () => {
    const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
    const small = nn.floats(3);
    nn.write(small, Float32Array.of(1, 2, 3));
    const large = nn.floats(8_000_000);
    expect(await nn.read(small)).toEqual(Float32Array.of(1, 2, 3));
    expect(nn.memory()).toEqual({ buffers: 2, bytes: 32_000_012 });
    nn.free(large);
    expect(nn.memory()).toEqual({ buffers: 1, bytes: 12 });
    nn.dispose();
  });

  it('are refused when there is no room, when freed, when of another backend, and when too small', async () => {
    const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
    const other = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
    expect(() => nn.floats(2 ** 31)).toThrow(NnMemoryError);
    const x = nn.floats(4);
    expect(() => other.zero(x)).toThrow(/another backend/);
    expect(() => nn.write(x, new Float32Array(5))).toThrow(RangeError);
    nn.free(x);
    expect(() => nn.zero(x)).toThrow(/freed/);
    expect(() => nn.free(x)).toThrow(/freed/);
  });
});
