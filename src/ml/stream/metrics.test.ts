// The sliding window's scores against plain sums over its examples, and from where they were kept.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WindowMetrics } from './metrics';
import type { Batch, Task } from './types';

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const batches = fc.array(fc.array(fc.tuple(finite, finite), { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 12,
});

function batchOf(y: readonly number[]): Batch {
  return { X: new Float64Array(y.length), y: Float64Array.from(y), n: y.length, d: 1 };
}

describe('test, then train', () => {
  it('regression: mean absolute error and R² of the window', () => {
    const task: Task = { kind: 'regression' };
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 5 }), (seen, window) => {
        let metrics = new WindowMetrics(task, window);
        for (const [index, rows] of seen.entries()) {
          const [y, predictions] = [rows.map(([value]) => value), rows.map(([, value]) => value)];
          const score = metrics.add(batchOf(y), Float64Array.from(predictions), index);
          expect(score.score).toBeCloseTo(rows.reduce((sum, [a, b]) => sum + Math.abs(a - b), 0) / rows.length, 9);
          metrics = new WindowMetrics(task, window, JSON.parse(JSON.stringify(metrics.save())));
        }
        const last = seen.slice(-window);
        const rows = last.flat();
        const mean = rows.reduce((sum, [y]) => sum + y, 0) / rows.length;
        const spread = rows.reduce((sum, [y]) => sum + (y - mean) ** 2, 0);
        const squared = rows.reduce((sum, [y, p]) => sum + (y - p) ** 2, 0);
        const { loss, mae, r2, accuracy } = metrics.read();
        expect(accuracy).toBeNull();
        expect(mae).toBeCloseTo(rows.reduce((sum, [a, b]) => sum + Math.abs(a - b), 0) / rows.length, 8);
        const from = seen.length - last.length;
        const weighted = last.reduce((sum, part, i) => sum + part.length * (from + i), 0) / rows.length;
        expect(loss).toBeCloseTo(weighted, 8);
        if (spread > 1) expect(Math.abs(r2! - (1 - squared / spread)) / (1 + squared / spread)).toBeLessThan(1e-9);
      }),
    );
  });

  it('classification: the share of right ones, the first class of equal ones', () => {
    const metrics = new WindowMetrics({ kind: 'classification', n_classes: 3 }, 2);
    const predictions = Float64Array.of(0.2, 0.5, 0.3, 0.4, 0.4, 0.2, 0.1, 0.1, 0.8);
    expect(metrics.add(batchOf([1, 1, 2]), predictions, 0.5)).toEqual({
      loss: 0.5,
      score: expect.closeTo(2 / 3, 12),
      errors: Float64Array.of(0, 1, 0),
    });
    metrics.add(batchOf([0]), Float64Array.of(1, 0, 0), 0.1);
    expect(metrics.read()).toEqual({ loss: expect.closeTo(0.4, 12), accuracy: 0.75, mae: null, r2: null });
  });

  it('classification: what a learner that has run away says is never right', () => {
    const metrics = new WindowMetrics({ kind: 'classification', n_classes: 2 }, 1);
    const { errors } = metrics.add(batchOf([0, 1, 1]), Float64Array.of(NaN, NaN, NaN, NaN, 0.1, 0.9), NaN);
    expect([...errors]).toEqual([1, 1, 0]);
    expect(metrics.read()).toMatchObject({ loss: null, accuracy: expect.closeTo(1 / 3, 12) });
  });

  it('density: the loss alone', () => {
    const metrics = new WindowMetrics({ kind: 'density' }, 3);
    const batch: Batch = { X: new Float64Array(2), y: new Float64Array(0), n: 2, d: 1 };
    const { errors, score } = metrics.add(batch, Float64Array.of(-1, -3), 2);
    expect([...errors, score]).toEqual([1, 3, Number.NaN]);
    expect(metrics.read()).toEqual({ loss: 2, accuracy: null, mae: null, r2: null });
  });

  it('says null of a learner that has run away, until it has left the window; kept states too', () => {
    const task: Task = { kind: 'regression' };
    const metrics = new WindowMetrics(task, 2);
    metrics.add(batchOf([1, 2]), Float64Array.of(Number.NaN, 1), Number.POSITIVE_INFINITY);
    expect(metrics.read()).toEqual({ loss: null, accuracy: null, mae: null, r2: null });
    const again = new WindowMetrics(task, 2, JSON.parse(JSON.stringify(metrics.save())));
    for (const one of [metrics, again]) {
      for (let i = 0; i < 2; i++) one.add(batchOf([1, 2]), Float64Array.of(1, 1), 1);
      expect(one.read()).toEqual({ loss: 1, accuracy: null, mae: 0.5, r2: -1 });
    }
  });

  it('refuses states of other windows', () => {
    const metrics = new WindowMetrics({ kind: 'regression' }, 2);
    for (let i = 0; i < 2; i++) metrics.add(batchOf([1]), Float64Array.of(1), 1);
    expect(() => new WindowMetrics({ kind: 'regression' }, 1, metrics.save())).toThrow(TypeError);
    expect(() => new WindowMetrics({ kind: 'regression' }, 0)).toThrow(RangeError);
  });
});
