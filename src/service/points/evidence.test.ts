// How much a model weighs that learnt from points that are not here, when new ones come by the REST door: one that was saved and loaded
// again, with the page empty or with other points on it.

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../../ml/gmm/types';
import type { SavedMixture } from '../models';
import { matrix, type Opened, open, openFresh, rest } from './points.fixture';

afterEach(rest);

/** One component at 0, from so many points. */
const saved = (n_points: number): SavedMixture => ({
  mixture: {
    ...{ covariance_type: 'full', n_components: 1, n_features: 1 },
    ...{ weights: Float64Array.of(1), means: Float64Array.of(0), covariances: Float64Array.of(1) },
  },
  options: { ...DEFAULT_OPTIONS, n_components: 1 },
  columns: ['x'],
  ...{ n_points, log_likelihood: null },
});

async function meanAfter(page: Opened, ...points: number[]): Promise<number> {
  const { means } = await page.service.update({ points: points.map((x) => [x]) });
  return means[0]?.[0] ?? Number.NaN;
}

describe('a model that was loaded', () => {
  it('weighs what it learnt from, in every update and after a reload', async () => {
    const page = await openFresh();
    await page.adopt(saved(3));
    expect(await meanAfter(page, 8)).toBeCloseTo(2, 9);
    expect(await meanAfter(page, 12)).toBeCloseTo(4, 9);
    await page.flush();
    const again = await open();
    expect(await meanAfter(again, 10, 10, 16)).toBeCloseTo(7, 9);
    expect(again.current()).toMatchObject({ n_points: 8, log_likelihood: null });
    await again.service.undo();
    expect(await meanAfter(again, 10)).toBeCloseTo(5, 9);
  });

  it('weighs as much with other points on the page', async () => {
    const page = await openFresh();
    await page.service.add(matrix([5]));
    await page.adopt(saved(3));
    expect(page.current()).toMatchObject({ n_points: 3 });
    expect(await meanAfter(page, 8)).toBeCloseTo(2, 9);
  });

  it('is not forgotten over a point that is added on the page', async () => {
    const page = await openFresh();
    await page.adopt(saved(3));
    await meanAfter(page, 8);
    await page.service.add(matrix([100]));
    await page.service.setOptions({ seed: 5 });
    expect((await page.service.parameters()).means[0]?.[0]).toBeCloseTo(2, 9);
    expect(await meanAfter(page, 7)).toBeCloseTo(3, 9);
  });

  it('weighs a little where nobody knows how much it learnt from', async () => {
    for (const unknown of [0, Number.NaN, 'many' as unknown as number]) {
      const page = await openFresh();
      await page.service.add(matrix([5]));
      await page.adopt(saved(unknown));
      expect(await meanAfter(page, 26)).toBeCloseTo(1, 9);
      expect(await meanAfter(page, 28)).toBeCloseTo(2, 9);
    }
  });
});
