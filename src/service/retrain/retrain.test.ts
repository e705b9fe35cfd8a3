// Retraining over the real models, kernels and an IndexedDB implementation.

import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { readReviews } from '../../storage/reviews';
import { readProfile } from '../../storage/versions';
import { productReviews } from './products.fixture';
import { asReviews, asRows, type House, inPhase, openHouse } from './retrain.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

/** Labels as a newcomer would: forty product reviews. */
async function labelled(n = 40, seed = 3): Promise<House> {
  const house = await openHouse({ serving: 'nano' });
  await house.reviews.add(asReviews(productReviews(n, seed)));
  return house;
}

async function retrained(house: House): Promise<void> {
  await house.retrain.start();
  await inPhase(house, 'idle', 'failed');
}

const notices = ({ events }: House) => events.flatMap((event) => (event.type === 'notice' ? [event.notice] : []));

describe('the gate', { timeout: 60_000 }, () => {
  it('lets a better challenger through: a newcomer with forty labels', async () => {
    const house = await labelled();
    expect((await house.retrain.state()).available).toEqual({ new_texts: 40, old_texts: 0, held_out: 0 });
    await retrained(house);
    const { status, last, versions, available } = await house.retrain.state();
    expect(status).toEqual({ phase: 'idle' });
    expect(last).toMatchObject({ passed: true, champion: 'nano' });
    const fresh = last?.sets.find(({ set }) => set === 'new');
    expect(fresh?.challenger.n).toBe(10);
    expect(fresh?.challenger.accuracy).toBeGreaterThan(fresh?.champion.accuracy ?? 1);
    expect(last?.sets.find(({ set }) => set === 'probe')?.champion.n).toBe(200);
    const challenger = last?.challenger ?? '';
    expect((await house.reviews.state()).serving.model).toBe(challenger);
    expect(await readProfile(challenger)).toBeInstanceOf(Uint8Array);
    expect(versions[0]).toMatchObject({
      ...{ model: challenger, name: 'Nano, retrained 1', parent: 'nano', role: 'champion', passed: true, seed: 1 },
      data: { new_texts: 30, old_texts: 0, held_out: 10, datasets: [] },
      training: { objective: 'classification', epochs: 3, learning_rate: 0.1 },
      ancestors: [{ model: 'nano', name: 'Nano' }],
    });
    expect(versions[0]?.served).toHaveLength(1);
    expect(available).toEqual({ new_texts: 0, old_texts: 30, held_out: 10 });
    expect(notices(house)).toContainEqual(expect.objectContaining({ level: 'info' }));
  });
});
