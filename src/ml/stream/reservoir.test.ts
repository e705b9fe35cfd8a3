// The replay buffer: a fair sample of all that was seen, whatever the batches, and from where it was kept.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reservoir } from './reservoir';
import type { Batch } from './types';

/** Examples from … to: X says which, y is ten times it. */
function examples(from: number, to: number): Batch {
  const X = Float64Array.from({ length: 2 * (to - from) }, (_, i) => from + (i >> 1));
  const y = Float64Array.from({ length: to - from }, (_, i) => 10 * (from + i));
  return { X, y, n: to - from, d: 2 };
}

describe('the replay buffer', () => {
  it('keeps each example with the same chance', () => {
    const [kept, runs, n, capacity] = [new Float64Array(40), 4000, 40, 10];
    for (let seed = 0; seed < runs; seed++) {
      const reservoir = new Reservoir(capacity, 2, seed);
      reservoir.add(examples(0, n));
      for (const y of reservoir.sample(capacity)!.y) kept[y / 10] += 1;
    }
    // Chi-square over 40 places (39 degrees of freedom, less as places exclude each other): 99.9 % are below 72.1.
    const expected = (runs * capacity) / n;
    expect(kept.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(72.1);
  });

  it('is the same whatever the batches, and from where it was kept', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }), (seed, sizes) => {
        const whole = new Reservoir(12, 2, seed);
        let parts = new Reservoir(12, 2, seed);
        let at = 0;
        for (const size of sizes) {
          parts.add(examples(at, at + size));
          parts = Reservoir.restore(structuredClone(parts.save()));
          at += size;
        }
        whole.add(examples(0, at));
        expect(parts.save()).toEqual(whole.save());
        expect(parts.size).toBe(Math.min(12, at));
        expect(parts.sample(5)).toEqual(whole.sample(5));
        expect(parts.save()).toEqual(whole.save());
      }),
    );
  });

  it('gives different examples whole, and none when it is empty', () => {
    const reservoir = new Reservoir(20, 2, 3);
    expect(reservoir.sample(4)).toBeNull();
    reservoir.add(examples(0, 100));
    const { X, y, n, d } = reservoir.sample(50)!;
    expect([n, d, new Set(y).size]).toEqual([20, 2, 20]);
    y.forEach((value, i) => {
      expect([X[2 * i], X[2 * i + 1]]).toEqual([value / 10, value / 10]);
    });
    expect(reservoir.sample(7)?.n).toBe(7);
    reservoir.clear();
    expect(reservoir.sample(1)).toBeNull();
  });

  it('holds none when it may hold none, and refuses what does not fit', () => {
    const none = new Reservoir(0, 2, 1);
    none.add(examples(0, 9));
    expect(none.sample(3)).toBeNull();
    expect(() => none.add({ ...examples(0, 2), d: 3 })).toThrow(RangeError);
    const state = new Reservoir(4, 2, 1).save();
    expect(() => Reservoir.restore({ ...state, seen: 3 })).toThrow(TypeError);
  });
});
