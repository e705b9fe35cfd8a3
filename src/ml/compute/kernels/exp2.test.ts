// The kernels' exponential against Math.exp and exact powers, in both builds.

import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { nodeComputeEnv } from '../env.node';

interface Exports {
  readonly memory: WebAssembly.Memory;
  data(): number;
  powersOfTwo(pointer: number, count: number): void;
}

async function exp2(build: string, powers: readonly number[]): Promise<Float64Array> {
  const module = await WebAssembly.compile(await nodeComputeEnv().kernelBytes(build === 'relaxed'));
  const { exports } = await WebAssembly.instantiate(module, {});
  const { memory, data, powersOfTwo } = exports as unknown as Exports;
  const at = Math.ceil(data() / 8) * 8;
  const count = powers.length + (powers.length % 2);
  memory.grow(Math.ceil((at + count * 8) / 65536));
  const numbers = new Float64Array(memory.buffer, at, count);
  numbers.set(powers);
  powersOfTwo(at, count);
  return numbers.slice(0, powers.length);
}

/** 2^t for the test: exact for the whole part, Math.exp within 1/2 of 0, where it is good to an ulp. */
function reference(t: number): number {
  const whole = Math.round(t);
  return Math.exp((t - whole) * Math.LN2) * 2 ** whole;
}

// Where relaxed SIMD is still behind a flag (Node 20).
setFlagsFromString('--experimental-wasm-relaxed-simd');

describe.each(['simd', 'relaxed'])('2^t (%s)', (build) => {
  it('is within 2 ulp over the whole range of normal results', async () => {
    const powers = Array.from({ length: 200_001 }, (_, i) => -1022 + (1022 * i) / 200_000);
    const near = Array.from({ length: 50_001 }, (_, i) => -(4 * i) / 50_000);
    const results = await exp2(build, [...powers, ...near]);
    let worst = 0;
    [...powers, ...near].forEach((t, i) => {
      worst = Math.max(worst, Math.abs(results[i]! / reference(t) - 1));
    });
    expect(worst).toBeLessThan(2 * Number.EPSILON);
    expect(worst).toBeGreaterThan(0);
  });

  it('is exact for whole powers', async () => {
    const powers = Array.from({ length: 1023 }, (_, i) => -i);
    expect([...(await exp2(build, powers))]).toEqual(powers.map((t) => 2 ** t));
  });

  it('agrees with Math.exp', async () => {
    const natural = Array.from({ length: 7001 }, (_, i) => -i / 10);
    const results = await exp2(
      build,
      natural.map((x) => x * Math.LOG2E),
    );
    // The product with log2(e) is rounded: half an ulp of the power itself.
    natural.forEach((x, i) => {
      expect(Math.abs(results[i]! / Math.exp(x) - 1)).toBeLessThan((2 - x) * Number.EPSILON);
    });
  });

  it('goes to zero without a trace of garbage', async () => {
    const beyond = [-1022.25, -1022.75, -1023, -1024, -1e4, -1e300, -Number.MAX_VALUE, -Infinity, Number.NaN, -1022];
    const results = await exp2(build, beyond);
    for (const value of results.slice(0, 2)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(2 ** -1021);
    }
    expect([...results.slice(2, 9)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(results[9]).toBe(2 ** -1022);
  });
});
