// What jobs share: examples held out, histograms, what computes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramsOf } from './histograms';
import { holdOut } from './hold-out';
import { difference } from './jobs.fixture';
import { startFirst } from './start';

const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 200 });
const options = fc.record({
  share: fc.double({ min: 0, max: 0.5, noNaN: true }),
  limit: fc.option(fc.integer({ min: 2, max: 250 })),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

describe('examples held out', () => {
  it('are each in one part, as many as wanted, as many of each class as of all, and by seed', () => {
    fc.assert(
      fc.property(labels, options, (of, wanted) => {
        const { train, held } = holdOut(of, wanted);
        const all = [...train, ...held];
        const used = Math.min(of.length, wanted.limit ?? of.length);
        expect(new Set(all).size).toBe(all.length);
        expect(all).toHaveLength(used);
        expect(train.length).toBeGreaterThan(0);
        expect(held).toHaveLength(
          Math.min(used - 1, Math.max(wanted.share > 0 ? 1 : 0, Math.round(wanted.share * used))),
        );
        for (const label of [0, 1, 2, 3, 4]) {
          const count = (some: Iterable<number>) => [...some].filter((i) => of[i] === label).length;
          expect(Math.abs(count(held) - (held.length * count(all)) / used)).toBeLessThan(1);
        }
        expect(holdOut(of, wanted)).toEqual({ train, held });
        expect([...train]).toEqual([...train].sort((a, b) => a - b));
      }),
    );
  });
});

describe('a histogram', () => {
  it('counts every finite number once, where it is', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const { edges, counts } = histogramsOf(new Map([['w', [...values, Number.NaN, Infinity]]])).w;
        expect(edges).toHaveLength(counts.length + 1);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(edges[0]).toBeLessThanOrEqual(Math.min(...values));
        expect(edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
      }),
    );
    expect([...histogramsOf(new Map([['w', Array.from({ length: 60 }, (_, i) => i / 60)]])).w.counts]).toEqual(
      new Array(30).fill(2),
    );
    expect(histogramsOf(new Map([['w', [Number.NaN]]])).w.counts.every((count) => count === 0)).toBe(true);
  });

  it('is made of the largest tensors, when there are very many', () => {
    const many = new Map(Array.from({ length: 300 }, (_, i) => [`w${i}`, new Float32Array(i + 1)] as const));
    expect(Object.keys(histogramsOf(many))).toEqual(Array.from({ length: 40 }, (_, i) => `w${260 + i}`));
  });
});

describe('what computes', () => {
  const only = (able: string) => async (kind: string) => {
    if (kind !== able) throw new Error(`No ${kind}.`);
    return kind;
  };

  it('is what is asked for, or what takes its place', async () => {
    expect(await startFirst('webgpu', only('webgpu'))).toBe('webgpu');
    expect(await startFirst('webgpu', only('wasm'))).toBe('wasm');
    expect(await startFirst('wasm', only('cpu'))).toBe('cpu');
    await expect(startFirst('webgl', only('none'))).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Nothing here can compute. No webgl. No wasm. No cpu.',
    });
  });
});

describe('what compares two runs', () => {
  const one = () => ({ a: [1, { b: Float32Array.of(1, 2) }], c: new Map([['d', 'e']]) });

  it('finds every difference', () => {
    expect(difference(one(), one())).toBeNull();
    expect(difference({ ...one(), c: new Map([['d', 'f']]) }, one())).toBe('it.c.d: f and e');
    expect(difference({ ...one(), a: [1, { b: Float32Array.of(1, -2) }] }, one())).toBe('it.a.1.b.1: -2 and 2');
    expect(difference({ ...one(), a: [1, { b: Float64Array.of(1, 2) }] }, one())).toContain('it.a.1.b');
    expect(difference({ ...one(), more: 1 }, one())).toBe('it: 3 and 2 entries');
    expect(difference([0], [-0])).not.toBeNull();
    expect(difference([Number.NaN, undefined], [Number.NaN, null])).toBe('it.1: undefined and null');
  });
});
