// The tests and distances against SciPy (golden/drift.json, by scripts/golden_metrics.py), and by property.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../rng';
import golden from './golden/drift.json';
import { kolmogorovTail } from './kolmogorov';
import { ksTest } from './ks';
import { mmdTest } from './mmd';
import { momentsOf, pearsonQuantile, pearsonTail } from './pearson';
import { enoughForZ, fisherExact, type Side, twoProportionZ } from './proportions';
import { countBins, psiNull, psiOf, quantileEdges } from './psi';
import { jensenShannon, nullAt, vocabularyNull } from './vocabulary';

const numbers = fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 60 });

describe('Kolmogorov–Smirnov', () => {
  it('equals ks_2samp, with ties and without', () => {
    for (const { a, b, statistic, p } of golden.ks.samples) {
      const ours = ksTest(a, b);
      expect(ours.statistic).toBeCloseTo(statistic, 12);
      expect(ours.pValue).toBeCloseTo(p, 9);
    }
  });

  it('equals ks_2samp for thousands, exact and above its limit', () => {
    for (const { n, m, shift, statistic, p } of golden.ks.spaced) {
      const a = Float64Array.from({ length: n }, (_, i) => i / n);
      const b = Float64Array.from({ length: m }, (_, i) => ((i + 0.5) / m) * (1 - shift) + shift);
      const ours = ksTest(a, b);
      expect(ours.statistic).toBeCloseTo(statistic, 9);
      expect(Math.abs(ours.pValue - p), `${n} ${m} ${shift}: ${ours.pValue} ${p}`).toBeLessThan(1e-7);
    }
  });

  it("has Kolmogorov's distribution", () => {
    for (const [n, d, p] of golden.kolmogorov) {
      // Small samples are exact; large ones have SciPy's own approximations.
      expect(Math.abs(kolmogorovTail(n, d) - p), `${n} ${d}`).toBeLessThan(n <= 140 ? 1e-12 : 1e-7);
    }
  });

  it('is symmetric, in range, and only sees order', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const { statistic, pValue } = ksTest(a, b);
        const other = ksTest(b, a);
        expect(other.statistic).toBeCloseTo(statistic, 12);
        expect(other.pValue).toBeCloseTo(pValue, 12);
        expect(statistic).toBeGreaterThanOrEqual(0);
        expect(statistic).toBeLessThanOrEqual(1);
        expect(pValue).toBeGreaterThan(0);
        expect(pValue).toBeLessThanOrEqual(1);
        expect(ksTest(a.map(Math.exp), b.map(Math.exp))).toEqual({ statistic, pValue });
        expect(ksTest([...a].reverse(), b)).toEqual({ statistic, pValue });
      }),
    );
  });

  it('finds nothing between a sample and itself, and refuses an empty one', () => {
    fc.assert(
      fc.property(numbers, (a) => {
        expect(ksTest(a, a)).toEqual({ statistic: 0, pValue: 1 });
      }),
    );
    expect(() => ksTest([], [1])).toThrow(RangeError);
  });
});

describe('shares', () => {
  const sides: readonly Side[] = ['two-sided', 'less', 'greater'];

  it('equal the textbook and SciPy', () => {
    for (const { counts, z, p, fisher } of golden.proportions) {
      const [a, n, b, m] = counts;
      const [first, second] = [
        { hits: a, n },
        { hits: b, n: m },
      ];
      const ours = twoProportionZ(first, second);
      expect(ours.z).toBeCloseTo(z, 10);
      expect(ours.pValue).toBeCloseTo(p, 10);
      for (const side of sides) expect(fisherExact(first, second, side)).toBeCloseTo(fisher[side], 9);
    }
  });

  const share = fc
    .tuple(fc.integer({ min: 1, max: 80 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, part]) => ({ n, hits: Math.round(n * part) }));

  it('turn round with their sides', () => {
    fc.assert(
      fc.property(share, share, (a, b) => {
        const { z, pValue } = twoProportionZ(a, b);
        expect(twoProportionZ(b, a).z).toBeCloseTo(-z, 10);
        expect(twoProportionZ(b, a).pValue).toBeCloseTo(pValue, 10);
        expect(fisherExact(b, a)).toBeCloseTo(fisherExact(a, b), 8);
        expect(fisherExact(b, a, 'less')).toBeCloseTo(fisherExact(a, b, 'greater'), 8);
        expect(twoProportionZ(a, b, 'less').pValue + twoProportionZ(a, b, 'greater').pValue).toBeCloseTo(
          z === 0 && pValue === 1 && (a.hits === 0 || a.hits === a.n) && a.hits / a.n === b.hits / b.n ? 2 : 1,
          8,
        );
      }),
    );
  });

  it('know when counts are too small for z', () => {
    expect(enoughForZ({ hits: 1000, n: 2000 }, { hits: 120, n: 210 })).toBe(true);
    expect(enoughForZ({ hits: 1000, n: 2000 }, { hits: 20, n: 40 })).toBe(false);
    expect(enoughForZ({ hits: 1900, n: 2000 }, { hits: 950, n: 1000 })).toBe(false);
  });
});

describe('the population stability index', () => {
  it('equals NumPy over quantile bins', () => {
    for (const { reference, current, psi } of golden.psi) {
      const edges = quantileEdges(reference);
      expect(psiOf(countBins(reference, edges), countBins(current, edges))).toBeCloseTo(psi, 10);
    }
  });

  const counts = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 4, maxLength: 4 });

  it('is symmetric, never negative, and 0 between equals', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(psiOf(a, b)).toBeCloseTo(psiOf(b, a), 12);
        expect(psiOf(a, b)).toBeGreaterThanOrEqual(0);
        expect(psiOf(a, a)).toBe(0);
      }),
    );
  });

  it('has one bin where all values are the same', () => {
    const edges = quantileEdges([0.5, 0.5, 0.5]);
    expect([...edges]).toEqual([0.5]);
    expect([...countBins([0.5, 0.7], edges)]).toEqual([1, 1]);
  });

  it('is about χ² of nine degrees times (1/n + 1/m) when nothing has drifted (Yurdakul 2018)', () => {
    const { mean, sd } = psiNull(new Float64Array(10).fill(200), 1000, 1);
    const scale = 1 / 1000 + 1 / 2000;
    expect(mean / scale).toBeGreaterThan(8);
    expect(mean / scale).toBeLessThan(10);
    expect(sd / scale).toBeGreaterThan(Math.sqrt(18) * 0.8);
    expect(sd / scale).toBeLessThan(Math.sqrt(18) * 1.2);
    expect(psiNull(new Float64Array(10).fill(200), 1000, 1)).toEqual(psiNull(new Float64Array(10).fill(200), 1000, 1));
  });
});

describe('the Jensen–Shannon distance', () => {
  it('equals scipy.spatial.distance.jensenshannon, base 2', () => {
    for (const { p, q, js } of golden.jensen_shannon) expect(jensenShannon(p, q)).toBeCloseTo(js, 12);
  });

  const counts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 });

  it('is symmetric, from 0 to 1, and does not see how many there are', () => {
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 1, max: 9 }), (p, q, times) => {
        const distance = jensenShannon(p, q);
        if (p.every((count) => count === 0) || q.every((count) => count === 0)) {
          expect(distance).toBeNull();
          return;
        }
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        // A square root turns an error of 1e-16 into one of 1e-8.
        expect(jensenShannon(q, p)).toBeCloseTo(distance ?? -1, 7);
        expect(
          jensenShannon(
            p.map((count) => count * times),
            q,
          ),
        ).toBeCloseTo(distance ?? -1, 7);
      }),
    );
  });

  it('has a null measured on whole texts: words in clumps are further apart', () => {
    const rng = new Rng(3);
    const even = Array.from({ length: 120 }, () => Array.from({ length: 40 }, () => rng.integer(50)));
    const clumped = Array.from({ length: 120 }, () => new Array<number>(40).fill(rng.integer(50)));
    const [a, b] = [vocabularyNull(even, 50, 1), vocabularyNull(clumped, 50, 1)];
    expect(a.map(({ n }) => n)).toEqual([25, 50]);
    expect(b[0].mean).toBeGreaterThan(2 * a[0].mean);
    expect(a[1].mean).toBeLessThan(a[0].mean);
  });

  it('reads the null between its sizes, and beyond', () => {
    const measured = [
      { n: 25, mean: 0.4, sd: 0.02, skew: 0.1 },
      { n: 100, mean: 0.2, sd: 0.01, skew: 0.3 },
    ];
    expect(nullAt(measured, 50)).toEqual({ mean: expect.closeTo(0.3), sd: expect.closeTo(0.015), skew: 0.3 });
    expect(nullAt(measured, 100)).toEqual({ mean: 0.2, sd: 0.01, skew: 0.3 });
    expect(nullAt(measured, 3000)).toEqual({ mean: 0.2, sd: 0.01, skew: 0.3 });
    expect(nullAt(measured, 24)).toBeNull();
    expect(nullAt([], 24)).toBeNull();
  });
});

describe('MMD', () => {
  const cloud = (rows: readonly (readonly number[])[]) => ({ n: rows.length, d: rows[0].length, data: rows.flat() });

  function normals(n: number, d: number, shift: number, rng: Rng) {
    return { n, d, data: Float32Array.from({ length: n * d }, () => rng.normal() + shift) };
  }

  it('equals NumPy', () => {
    for (const { x, y, mmd2 } of golden.mmd) {
      expect(mmdTest(cloud(x), cloud(y), 9, 1).mmd2).toBeCloseTo(mmd2, 6);
      expect(mmdTest(cloud(y), cloud(x), 9, 1).mmd2).toBeCloseTo(mmd2, 6);
    }
  });

  it('sees a shift far beyond what shuffles can show, and repeats itself by seed', () => {
    const rng = new Rng(1);
    const [a, b] = [normals(60, 8, 0, rng), normals(40, 8, 0.7, rng)];
    const found = mmdTest(a, b, 99, 5);
    expect(found.permutationP).toBe(0.01);
    expect(found.pValue).toBeLessThan(1e-6);
    expect(mmdTest(a, b, 99, 5)).toEqual(found);
  });

  it('has even p-values when nothing has shifted', () => {
    const rng = new Rng(2);
    const ps = Array.from(
      { length: 200 },
      (_, i) => mmdTest(normals(30, 4, 0, rng), normals(20, 4, 0, rng), 99, i).pValue,
    );
    const { pValue } = ksTest(
      ps,
      Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400),
    );
    expect(pValue).toBeGreaterThan(0.01);
    expect(Math.min(...ps)).toBeGreaterThan(1e-5);
  });

  it('does not stumble over points that are all the same', () => {
    const same = { n: 5, d: 2, data: new Float32Array(10) };
    expect(mmdTest(same, same, 19, 1)).toEqual({ mmd2: 0, permutationP: 1, pValue: 1 });
    expect(() => mmdTest(same, { n: 1, d: 3, data: [0, 0, 0] }, 9, 1)).toThrow(RangeError);
  });
});

describe("Pearson's type III", () => {
  it('equals SciPy', () => {
    for (const [z, skew, p] of golden.pearson3) {
      const tail = pearsonTail(5 + 2 * z, { mean: 5, sd: 2, skew });
      expect(Math.abs(tail - p), `${z} ${skew}`).toBeLessThan(1e-9);
    }
  });

  it('has quantiles that are its tail turned round', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: -0.3, noNaN: true }),
        fc.double({ min: -0.5, max: 2, noNaN: true }),
        (log, skew) => {
          const moments = { mean: 0.3, sd: 0.1, skew };
          const p = 10 ** log;
          expect(Math.log10(pearsonTail(pearsonQuantile(p, moments), moments))).toBeCloseTo(log, 4);
        },
      ),
    );
  });

  it('takes moments as SciPy does', () => {
    for (const { draws, ...moments } of golden.moments) {
      const ours = momentsOf(draws);
      expect(ours.mean).toBeCloseTo(moments.mean, 12);
      expect(ours.sd).toBeCloseTo(moments.sd, 12);
      expect(ours.skew).toBeCloseTo(moments.skew, 12);
    }
  });
});
