// What happens when drift is found: asking first, by itself, or nothing.

import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { RETRAIN_DEFAULTS } from '../../wire/retrain';
import { labelsMissing } from './defaults';
import { productReviews } from './products.fixture';
import { asReviews, inPhase, openHouse } from './retrain.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

const FOUND = {
  tests: [
    { drifted: true, sentence: 'Texts are shorter.' },
    { drifted: true, sentence: 'Other words.' },
  ] as never,
};

describe('datasets of old texts', () => {
  it('must be there when they are chosen; one that was removed since keeps nothing from being set', async () => {
    const house = await openHouse({ serving: 'nano', datasets: { old: [] } });
    await expect(house.retrain.setOptions({ datasets: ['none'] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(house.retrain.start({ options: { datasets: ['none'] } })).rejects.toMatchObject({ code: 'not_found' });
    expect((await house.retrain.state()).options.datasets).toEqual([]);
    await house.retrain.setOptions({ datasets: ['old'] });
    const next = await openHouse({ serving: 'nano' });
    await next.retrain.setOptions({ datasets: ['old'], replay: 0.2 });
    expect((await next.retrain.state()).options).toMatchObject({ datasets: ['old'], replay: 0.2 });
  });
});

describe('when drift is found', { timeout: 180_000 }, () => {
  it('asks first, with what there is to learn from', async () => {
    const house = await openHouse({ serving: 'nano' });
    await house.reviews.add(asReviews(productReviews(40, 1)));
    expect((await house.retrain.state()).status.phase).toBe('idle');
    house.drift(FOUND);
    expect((await house.retrain.state()).status).toMatchObject({
      ...{ phase: 'proposed', new_texts: 40 },
      reason: 'Texts are shorter. 1 more sign of drift. 40 new labels to learn from.',
    });
    house.drift(null);
    expect((await house.retrain.state()).status.phase).toBe('idle');
    house.drift({ ...FOUND, model: 'small' });
    expect((await house.retrain.state()).status.phase).toBe('idle');
  });

  it('says how many labels are missing', async () => {
    const house = await openHouse({ serving: 'nano' });
    await house.reviews.add(asReviews(productReviews(20, 1)));
    house.drift(FOUND);
    expect((await house.retrain.state()).status).toMatchObject({ reason: expect.stringContaining('13 more labels') });
    await house.retrain.setOptions({ mode: 'auto' });
    expect((await house.retrain.state()).status.phase).toBe('idle');
  });

  it('asks again only once more reviews came in and drift is found anew, after a reload too', async () => {
    const house = await openHouse({ serving: 'nano' });
    await house.reviews.add(asReviews(productReviews(40, 1)));
    house.drift({ ...FOUND, n_current: 50, seen: 50, at: '2026-01-01T00:00:00.000Z' });
    await inPhase(house, 'proposed');
    await house.retrain.dismiss();
    expect((await house.retrain.state()).status.phase).toBe('idle');
    const next = await openHouse();
    next.drift({ ...FOUND, n_current: 50, seen: 50, at: '2026-01-02T00:00:00.000Z' });
    expect((await next.retrain.state()).status.phase).toBe('idle');
    next.drift({ ...FOUND, n_current: 70, seen: 70, at: '2026-01-01T00:00:00.000Z' });
    expect((await next.retrain.state()).status.phase).toBe('idle');
    next.drift({ ...FOUND, n_current: 70, seen: 70, at: '2026-01-03T00:00:00.000Z' });
    expect((await next.retrain.state()).status.phase).toBe('proposed');
  });

  it('starts by itself, once for the same reviews', async () => {
    const house = await openHouse({ serving: 'nano' });
    await house.retrain.setOptions({ mode: 'auto' });
    await house.reviews.add(asReviews(productReviews(40, 1)));
    house.drift(FOUND);
    expect((await house.retrain.state()).status.phase).not.toBe('proposed');
    await inPhase(house, 'idle');
    const { last, versions } = await house.retrain.state();
    expect(last?.passed).toBe(true);
    house.drift({ ...FOUND, n_current: 80, seen: 80 });
    await inPhase(house, 'idle');
    expect((await house.retrain.state()).versions).toHaveLength(versions.length);
  });

  it('does nothing when it is off; options are kept and checked', async () => {
    const house = await openHouse({ serving: 'nano' });
    await house.retrain.setOptions({ mode: 'off', weight: 3 });
    await house.reviews.add(asReviews(productReviews(40, 1)));
    house.drift(FOUND);
    expect((await house.retrain.state()).status.phase).toBe('idle');
    const wrong = house.retrain.setOptions({ replay: 0.95, weight: 1.5 });
    await expect(wrong).rejects.toMatchObject({
      message: 'replay must be at most 0.9 (and 1 more).',
      details: [
        { field: 'replay', message: 'must be at most 0.9' },
        { field: 'weight', message: 'must be a whole number' },
      ],
    });
    const next = await openHouse();
    expect((await next.retrain.state()).options).toEqual({ ...RETRAIN_DEFAULTS, mode: 'off', weight: 3 });
  });
});

describe('labels missing', () => {
  it('are those without which the gate would judge by too few texts', () => {
    expect(labelsMissing({ new_texts: 40, held_out: 0 }, RETRAIN_DEFAULTS)).toBe(0);
    expect(labelsMissing({ new_texts: 10, held_out: 0 }, RETRAIN_DEFAULTS)).toBe(23);
    expect(labelsMissing({ new_texts: 3, held_out: 100 }, RETRAIN_DEFAULTS)).toBe(5);
    expect(labelsMissing({ new_texts: 10, held_out: 0 }, { ...RETRAIN_DEFAULTS, held_out: 0.5 })).toBe(7);
  });
});
