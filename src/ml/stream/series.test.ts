// The bounded history: means that are those of the batches, borders that stay while the run grows.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Series } from './series';

const NAMES = ['loss', 'rate'] as const;

function fed(n: number, capacity: number) {
  const series = new Series(NAMES, capacity);
  for (let i = 0; i < n; i++) series.add({ loss: i, rate: i % 3 === 0 ? Number.NaN : -i });
  return series;
}

describe('the history of a run', () => {
  it('has every batch once in each window: means, least, most and middles are those of its batches', () => {
    const sizes = fc.record({
      n: fc.integer({ min: 0, max: 700 }),
      capacity: fc.integer({ min: 1, max: 20 }).map((half) => 2 * half),
      places: fc.integer({ min: 1, max: 30 }),
      from: fc.integer({ min: -5, max: 700 }),
      length: fc.integer({ min: 0, max: 700 }),
    });
    fc.assert(
      fc.property(sizes, ({ n, capacity, places, from, length }) => {
        const series = fed(n, capacity);
        const { batch, stride, columns, total } = series.window(from, from + length, places);
        expect(total).toBe(n);
        expect(batch.length).toBeLessThanOrEqual(places);
        batch.forEach((middle, i) => {
          const first = Math.floor(middle / stride) * stride;
          const last = Math.min(first + stride, n) - 1;
          expect(middle).toBe((first + last) / 2);
          expect(columns.loss.mean[i]).toBeCloseTo(middle, 9);
          expect(columns.loss.least[i]).toBe(first);
          expect(columns.loss.most[i]).toBe(last);
          const known = Array.from({ length: last - first + 1 }, (_, k) => first + k).filter((k) => k % 3 !== 0);
          const mean = known.length > 0 ? -known.reduce((sum, k) => sum + k, 0) / known.length : Number.NaN;
          expect(columns.rate.mean[i]).toEqual(known.length > 0 ? expect.closeTo(mean, 9) : Number.NaN);
          expect(columns.rate.least[i]).toBe(known.length > 0 ? -known.at(-1)! : Number.NaN);
          if (i > 0) expect(Math.floor(middle / stride)).toBe(Math.floor(batch[i - 1] / stride) + 1);
        });
        const wanted = [Math.max(0, from), Math.min(n, from + length)];
        if (wanted[1] > wanted[0]) {
          expect(Math.floor(batch[0] / stride) * stride).toBeLessThanOrEqual(wanted[0]);
          expect((Math.floor(batch.at(-1)! / stride) + 1) * stride).toBeGreaterThanOrEqual(wanted[1]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every batch in the same memory over a million batches', () => {
    const series = fed(1_000_000, 256);
    expect(series.length).toBe(1_000_000);
    const state = series.save();
    const [loss, rate] = state.columns;
    const sum = (numbers: Float64Array) => numbers.reduce((a, b) => a + b, 0);
    expect([sum(loss.counts), sum(loss.sums), sum(rate.counts)]).toEqual([1_000_000, 499_999_500_000, 666_666]);
    expect([loss.least[0], Math.max(...loss.most.filter(Number.isFinite))]).toEqual([0, 999_999]);
    expect(state.columns.map(({ sums }) => sums.length)).toEqual([256, 256]);
    const { batch, columns } = series.window(0, 1e9, 1000);
    expect(batch.length).toBeGreaterThan(100);
    expect(columns.loss.mean.every((mean, i) => mean === batch[i])).toBe(true);
  });

  it('shows single batches while they are few, and while zoomed in', () => {
    const series = fed(100, 128);
    expect(series.window(0, 100, 200)).toMatchObject({ stride: 1, batch: { length: 100 } });
    expect([...series.window(40, 44, 10).columns.loss.mean]).toEqual([40, 41, 42, 43]);
    expect(series.window(0, 0, 10).batch.length).toBe(0);
    expect(new Series(NAMES).window(0, 10, 10).batch.length).toBe(0);
  });

  it('leaves infinite values out, as those that are not known', () => {
    const series = new Series(NAMES, 2);
    for (const loss of [1, Number.POSITIVE_INFINITY, Number.NaN, 3])
      series.add({ loss, rate: Number.NEGATIVE_INFINITY });
    const { columns } = series.window(0, 4, 1);
    expect([columns.loss.mean[0], columns.loss.least[0], columns.loss.most[0]]).toEqual([2, 1, 3]);
    expect(columns.rate.mean).toEqual(Float64Array.of(Number.NaN));
  });

  it('keeps the borders of places while the run grows', () => {
    const [short, long] = [fed(100, 128), fed(120, 128)];
    const before = short.window(0, 96, 20);
    const after = long.window(0, 96, 20);
    expect(after.batch).toEqual(before.batch);
    expect(after.columns).toEqual(before.columns);
  });

  it('goes on from what was kept', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (n, more) => {
        const series = fed(n, 16);
        const again = Series.restore(NAMES, structuredClone(series.save()));
        for (let i = 0; i < more; i++) for (const one of [series, again]) one.add({ loss: i, rate: 1 });
        expect(again.save()).toEqual(series.save());
      }),
    );
    expect(() => Series.restore(['other'], fed(3, 16).save())).toThrow(TypeError);
    expect(() => new Series(NAMES, 5)).toThrow(RangeError);
  });
});
