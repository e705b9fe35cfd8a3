// Scaling learnt online against means and deviations over all rows at once.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scaler } from './scaler';

describe('scaling', () => {
  const rows = fc.array(fc.tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.integer({ min: -5, max: 5 })), {
    minLength: 1,
    maxLength: 40,
  });

  it('equals the mean and standard deviation over all rows, whatever the batches; far from zero too', () => {
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 5 }), fc.constantFrom(0, 1e6), (batches, offset) => {
        let scaler = new Scaler(2);
        for (const batch of batches) {
          scaler.update(Float64Array.from(batch.flatMap(([a, b]) => [a + offset, b])), batch.length);
          scaler = new Scaler(2, JSON.parse(JSON.stringify(scaler.save())));
        }
        const all = batches.flat();
        for (const j of [0, 1]) {
          const values = all.map((row) => row[j] + (j === 0 ? offset : 0));
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
          expect(Math.abs(scaler.mean[j] - mean)).toBeLessThan(1e-8 + offset * 1e-13);
          if (deviation > 1e-3) expect(scaler.deviation[j] / deviation).toBeCloseTo(1, 6);
        }
      }),
    );
  });

  it('brings rows to mean 0 and deviation 1, and leaves a constant column alone', () => {
    const X = Float64Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 0.1 : i % 7));
    const scaler = new Scaler(3);
    scaler.update(X, 100);
    const scaled = scaler.transform(X, 100);
    const again = new Scaler(3);
    again.update(scaled, 100);
    for (const j of [1, 2]) {
      expect(again.mean[j]).toBeCloseTo(0, 12);
      expect(again.deviation[j]).toBeCloseTo(1, 12);
    }
    expect(scaler.deviation[0]).toBe(1);
    expect(Math.max(...scaled.filter((_, i) => i % 3 === 0).map(Math.abs))).toBeLessThan(1e-12);
  });

  it('leaves rows alone before it has seen any, and after it forgot; refuses states of others', () => {
    const scaler = new Scaler(2);
    expect([...scaler.transform(Float64Array.of(3, 4), 1)]).toEqual([3, 4]);
    scaler.update(Float64Array.of(1, 2, 3, 4), 2);
    scaler.update(new Float64Array(0), 0);
    const kept = scaler.save();
    scaler.reset();
    expect([...scaler.transform(Float64Array.of(3, 4), 1)]).toEqual([3, 4]);
    for (const state of [null, {}, { ...Object(kept), means: [1] }])
      expect(() => new Scaler(2, state)).toThrow(TypeError);
    expect(() => new Scaler(3, kept)).toThrow(TypeError);
  });
});
