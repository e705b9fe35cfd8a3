// The sample sets: tables are complete and right, generated ones follow their seed.

import { describe, expect, it } from 'vitest';
import { loadSample, SAMPLES } from './index';

describe('sample sets', () => {
  it.each(SAMPLES)('$id is what it says', async ({ id, n, d, name }) => {
    const sample = await loadSample(id);
    expect([sample.n, sample.d, sample.source]).toEqual([n, d, name]);
    expect(sample.data).toHaveLength(n * d);
    expect(sample.columns).toHaveLength(d);
    expect(sample.data.every(Number.isFinite)).toBe(true);
  });

  it('leaves out the two penguins that were not measured, and says which', async () => {
    const penguins = await loadSample('penguins');
    expect(penguins.skipped).toEqual([4, 340]);
    expect([...penguins.data.subarray(0, 4)]).toEqual([39.1, 18.7, 181, 3750]);
  });

  it('has iris as Fisher printed it', async () => {
    const iris = await loadSample('iris');
    expect([...iris.data.subarray(0, 4)]).toEqual([5.1, 3.5, 1.4, 0.2]);
    const sums = [0, 1, 2, 3].map((j) => iris.data.reduce((sum, value, i) => (i % 4 === j ? sum + value : sum), 0));
    sums.forEach((sum, j) => {
      expect(sum / 150).toBeCloseTo([5.8433, 3.0573, 3.758, 1.1993][j], 3);
    });
  });

  it.each(SAMPLES.filter(({ kind }) => kind === 'generated'))('$id follows n and seed', async ({ id }) => {
    const a = await loadSample(id, { n: 50, seed: 7 });
    const b = await loadSample(id, { n: 50, seed: 7 });
    const c = await loadSample(id, { n: 50, seed: 8 });
    expect(a.n).toBe(50);
    expect(a.data).toEqual(b.data);
    expect(a.data).not.toEqual(c.data);
  });
});
