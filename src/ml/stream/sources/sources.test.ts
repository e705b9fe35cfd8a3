// Sources: the same batches whatever was asked before, the concepts as published, and drift where it is said to be.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch, DriftOptions } from '../types';
import { createSource, GENERATORS, type SourceConfig } from './index';
import { BIRDS, kept } from './sources.fixture';

const NONE: DriftOptions = { kind: 'none', position: 1, width: 0 };

function generated(id: (typeof GENERATORS)[number], drift: DriftOptions = NONE, noise = 0, seed = 7): SourceConfig {
  return { id, seed, drift, noise };
}

function joined(batches: readonly (Batch | null)[]) {
  const given = batches.filter((batch) => batch !== null);
  return { X: given.flatMap(({ X }) => [...X]), y: given.flatMap(({ y }) => [...y]) };
}

describe('a source', () => {
  const drifts = fc.constantFrom<DriftOptions>(
    NONE,
    { kind: 'abrupt', position: 20, width: 0 },
    { kind: 'gradual', position: 20, width: 15 },
    { kind: 'recurring', position: 15, width: 10 },
  );
  const configs = fc.oneof(
    fc
      .tuple(fc.constantFrom(...GENERATORS), drifts, fc.constantFrom(0, 0.2), fc.integer())
      .map(([id, drift, noise, seed]) => generated(id, drift, noise, seed)),
    fc.constant(BIRDS),
  );

  it('gives the same examples whatever batches were asked for, and goes on from what was kept', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(configs, sizes, (config, asked) => {
        const whole = joined([createSource(config).next(asked.reduce((sum, n) => sum + n, 0))]);
        const one = createSource(config);
        expect(joined(asked.map((n) => one.next(n)))).toEqual(whole);
        let source = createSource(config);
        const parts = asked.map((n) => {
          source = createSource(config, kept(source));
          return source.next(n);
        });
        expect(joined(parts)).toEqual(whole);
        expect(kept(source)).toEqual(kept(one));
      }),
    );
  });

  it('gives X of one seed whatever the noise, and whatever the drift where concepts do not move', () => {
    const drift: DriftOptions = { kind: 'gradual', position: 100, width: 100 };
    for (const id of ['sea', 'friedman'] as const) {
      expect(createSource(generated(id, drift, 0.3)).next(300)?.X).toEqual(createSource(generated(id)).next(300)?.X);
    }
  });

  it('differs by seed', () => {
    for (const id of GENERATORS) {
      const [a, b] = [1, 2].map((seed) => createSource(generated(id, NONE, 0, seed)).next(20));
      expect(a?.X).not.toEqual(b?.X);
    }
  });

  it('refuses states of others and options out of range', () => {
    for (const state of [null, 3, [], {}, { at: -1 }, { at: 1e9 }, { given: 1, examples: [1, 2, 3] }]) {
      for (const config of [generated('sea'), BIRDS]) expect(() => createSource(config, state)).toThrow(TypeError);
    }
    expect(() => createSource(generated('sea', NONE, 0.6))).toThrow(RangeError);
    expect(() => createSource(generated('sea', { kind: 'abrupt', position: 0, width: 1 }))).toThrow(RangeError);
    expect(() => createSource(generated('sea', { kind: 'gradual', position: 10, width: Number.NaN }))).toThrow(
      RangeError,
    );
  });
});

describe('the generators', () => {
  function rows({ X, y, n, d }: Batch) {
    return Array.from({ length: n }, (_, i) => ({ x: X.subarray(i * d, i * d + d), y: y[i] }));
  }
  function draw(config: SourceConfig, n: number) {
    return rows(createSource(config).next(n)!);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('SEA: the thresholds 8, 9, 7, 9.5 in turn, one every `position`', () => {
    const seen = draw(generated('sea', { kind: 'abrupt', position: 500, width: 0 }), 2500);
    const thresholds = [8, 9, 7, 9.5, 9.5];
    seen.forEach(({ x, y }, t) => {
      expect(y).toBe(x[0] + x[1] > thresholds[Math.floor(t / 500)] ? 1 : 0);
      expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...x)).toBeLessThan(10);
    });
  });

  it('hyperplane: a plane through the middle parts the classes; abrupt drift turns it', () => {
    const drift: DriftOptions = { kind: 'abrupt', position: 4000, width: 0 };
    const [still, turned] = [draw(generated('hyperplane'), 8000), draw(generated('hyperplane', drift), 8000)];
    const differs = still.map(({ y }, i) => (y === turned[i].y ? 0 : 1));
    expect(mean(differs.slice(0, 4000))).toBe(0);
    expect(mean(differs.slice(4000))).toBeGreaterThan(0.05);
    for (const half of [turned.slice(0, 4000), turned.slice(4000)]) {
      // The mean of x of a class points along the weights, so their direction parts the classes.
      const along = Array.from({ length: 10 }, (_, j) => mean(half.map(({ x, y }) => (2 * y - 1) * (x[j] - 0.5))));
      const right = half.filter(
        ({ x, y }) => (along.reduce((sum, a, j) => sum + a * (x[j] - 0.5), 0) >= 0 ? 1 : 0) === y,
      );
      expect(right.length / half.length).toBeGreaterThan(0.95);
      expect(Math.abs(mean(half.map(({ y }) => y)) - 0.5)).toBeLessThan(0.04);
    }
  });

  it('Friedman: the published function, and attributes that change places', () => {
    const first = ([a, b, c, d, e]: ArrayLike<number> & Iterable<number>) =>
      10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
    const second = (x: ArrayLike<number>) => first([x[3], x[4], x[1], x[0], x[2]]);
    const back = (x: ArrayLike<number>) => first([x[3], x[5], x[1], x[0], x[2]]);
    const abrupt = draw(generated('friedman', { kind: 'abrupt', position: 2000, width: 0 }), 4000);
    const recurring = draw(generated('friedman', { kind: 'recurring', position: 2000, width: 0 }), 6000);
    const residuals = [
      abrupt.slice(0, 2000).map(({ x, y }) => y - first([...x])),
      abrupt.slice(2000).map(({ x, y }) => y - second(x)),
      recurring.slice(2000, 4000).map(({ x, y }) => y - back(x)),
      recurring.slice(4000).map(({ x, y }) => y - first([...x])),
    ];
    for (const residual of residuals) {
      expect(Math.abs(mean(residual))).toBeLessThan(0.09);
      expect(Math.abs(mean(residual.map((value) => value ** 2)) - 1)).toBeLessThan(0.13);
    }
  });

  it('LED: each segment wrong in 10 %, the rest at random; swapped attributes after a change', () => {
    const digits = [
      '1110111',
      '0010010',
      '1011101',
      '1011011',
      '0111010',
      '1101011',
      '1101111',
      '1010010',
      '1111111',
      '1111011',
    ];
    const seen = draw(generated('led', { kind: 'abrupt', position: 5000, width: 0 }), 10000);
    const agreement = (part: typeof seen, segment: number, attribute: number) =>
      mean(part.map(({ x, y }) => (x[attribute] === Number(digits[y][segment]) ? 1 : 0)));
    /** How many segments stand at their own place. */
    const inPlace = (part: typeof seen) =>
      Array.from({ length: 7 }, (_, j) => agreement(part, j, j)).filter((share) => Math.abs(share - 0.9) < 0.02).length;
    expect(inPlace(seen.slice(0, 5000))).toBe(6);
    expect(inPlace(seen.slice(5000))).toBe(4);
    for (let segment = 0; segment < 7; segment++) {
      const best = Math.max(...Array.from({ length: 24 }, (_, j) => agreement(seen.slice(5000), segment, j)));
      expect(Math.abs(best - 0.9)).toBeLessThan(0.02);
    }
    expect(new Set(seen.map(({ y }) => y)).size).toBe(10);
  });

  it('random RBF: examples lie around their centroids, which move', () => {
    const drift: DriftOptions = { kind: 'gradual', position: 1000, width: 500 };
    const [still, moving] = [draw(generated('random-rbf'), 2000), draw(generated('random-rbf', drift), 2000)];
    expect(still.map(({ y }) => y)).toEqual(moving.map(({ y }) => y));
    const moved = still.map(({ x }, i) => Math.hypot(...x.map((value, j) => value - moving[i].x[j])));
    expect(mean(moved.slice(0, 200))).toBeLessThan(0.01);
    expect(mean(moved.slice(900, 1100))).toBeGreaterThan(0.4);
    expect(mean(moved.slice(1500))).toBeGreaterThan(1);
    expect(new Set(still.map(({ y }) => y))).toEqual(new Set([0, 1]));
    const centre = mean(still.flatMap(({ x }) => [...x]));
    expect(Math.abs(centre - 0.5)).toBeLessThan(0.1);
  });

  it('makes as many labels wrong as asked', () => {
    for (const id of ['sea', 'led', 'hyperplane'] as const) {
      const [right, noisy] = [draw(generated(id), 5000), draw(generated(id, NONE, 0.1), 5000)];
      const wrong = mean(right.map(({ y }, i) => (y === noisy[i].y ? 0 : 1)));
      expect(Math.abs(wrong - 0.1)).toBeLessThan(0.015);
    }
    const [right, noisy] = [draw(generated('friedman'), 5000), draw(generated('friedman', NONE, 0.2), 5000)];
    expect(Math.abs(mean(right.map(({ y }, i) => (y === noisy[i].y ? 0 : 1))) - 0.2)).toBeLessThan(0.02);
  });

  it('gradual drift: new examples by the sigmoid of MOA', () => {
    const [position, width] = [2000, 1000];
    const counts = new Float64Array(40);
    for (let seed = 0; seed < 30; seed++) {
      const drift = { kind: 'gradual', position, width } as const;
      // Sums between 7 and 9.5, … tell the concepts apart; here between 8 and 9, the first change.
      draw(generated('sea', drift, 0, seed), 4000).forEach(({ x, y }, t) => {
        const sum = x[0] + x[1];
        if (sum > 8 && sum <= 9) counts[Math.floor(t / 1000) * 2 + (y === 0 ? 1 : 0)] += 1;
      });
    }
    const expected = (from: number) =>
      mean(Array.from({ length: 1000 }, (_, i) => 1 / (1 + Math.exp((-4 * (from + i - position)) / width))));
    for (const part of [0, 1, 2]) {
      const share = counts[2 * part + 1] / (counts[2 * part] + counts[2 * part + 1]);
      expect(Math.abs(share - expected(part * 1000))).toBeLessThan(0.04);
    }
  });

  it('says where the concept changes', () => {
    const infoOf = (kind: DriftOptions['kind'], id: (typeof GENERATORS)[number]) =>
      createSource(generated(id, { kind, position: 500, width: 50 })).info;
    const drifts = (kind: DriftOptions['kind'], until: number, id: (typeof GENERATORS)[number] = 'sea') =>
      infoOf(kind, id).drifts(until);
    expect(drifts('none', 1e6)).toEqual([]);
    expect(drifts('abrupt', 499)).toEqual([]);
    expect(drifts('abrupt', 1000)).toEqual([500, 1000]);
    expect(drifts('gradual', 1e6)).toEqual([500, 1000, 1500]);
    expect(drifts('gradual', 1e6, 'friedman')).toEqual([500, 1000]);
    expect(drifts('recurring', 2600)).toEqual([500, 1000, 1500, 2000, 2500]);
    for (const [from, ...expected] of [[0, 500, 1000, 1500], [500, 500, 1000, 1500], [501, 1000, 1500], [1501]]) {
      expect(infoOf('abrupt', 'sea').drifts(1e6, from)).toEqual(expected);
    }
    // Far into an endless stream only those that were asked for are made.
    expect(infoOf('recurring', 'sea').drifts(5e14 + 700, 5e14)).toEqual([5e14, 5e14 + 500]);
  });
});
