// Retraining when it is cut off: tabs closed, workers killed, storage full.

import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { readReviews } from '../../storage/reviews';
import { deferred } from '../../wire/deferred';
import { HostLostError } from '../reviews/host';
import { productReviews } from './products.fixture';
import { asReviews, type House, inPhase, openHouse, until, watchedEnv } from './retrain.fixture';
import { Runner } from './runner';

/** Of forty labels, ten are held out; two hundred probe texts beside them, scored by two models. */
const SCORED = 2 * 210;

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function labelled(house: House): Promise<House> {
  await house.reviews.add(asReviews(productReviews(40, 1)));
  return house;
}

/** As when its tab is closed. */
async function close({ handles }: House): Promise<void> {
  await handles.retrain.suspend();
  await handles.reviews.suspend();
}

const notices = ({ events }: House) => events.flatMap((event) => (event.type === 'notice' ? [event.notice] : []));
const last = async ({ retrain }: House) => (await retrain.state()).last;

describe('a tab closed', { timeout: 180_000 }, () => {
  it('in training: the next one goes on, and judges', async () => {
    const held = deferred<void>();
    // On this thread it would often be through before anybody saw it train.
    const slow = watchedEnv(undefined, () => held.promise);
    const first = await labelled(await openHouse({ serving: 'small', env: slow.env }));
    await first.retrain.start({ training: { epochs: 30 } });
    await until(first.reviews.state, ({ training }) => training.phase === 'running' && training.step > 0);
    const closed = close(first);
    held.resolve();
    await closed;
    const { env, learnt } = watchedEnv();
    const second = await openHouse({ env });
    expect((await second.retrain.state()).status).toMatchObject({
      phase: 'training',
      champion: 'small',
      new_texts: 30,
    });
    await inPhase(second, 'idle', 'failed');
    expect(learnt).toHaveLength(1);
    expect((await second.retrain.state()).versions[0]).toMatchObject({ parent: 'small', training: { epochs: 30 } });
    expect(await last(second)).toMatchObject({ champion: 'small' });
    expect((await readReviews()).filter(({ part }) => part === 'held_out')).toHaveLength(10);
  });

  it('in judging: the next one goes on where it was', async () => {
    const held = deferred<void>();
    // Some of the judging's questions are answered, the rest are not.
    const slow = watchedEnv(async (call) => {
      if (call > 10) await held.promise;
      else await new Promise((resolve) => setTimeout(resolve, 100));
    });
    const first = await labelled(await openHouse({ serving: 'nano', env: slow.env }));
    await first.retrain.start();
    await until(
      first.retrain.state,
      ({ status }) =>
        status.phase === 'judging' && status.share > 0.1 && status.rate > 0 && status.secondsLeft !== null,
    );
    const closed = close(first);
    held.resolve();
    await closed;
    const { env, scored } = watchedEnv();
    const second = await openHouse({ env });
    await inPhase(second, 'idle', 'failed');
    expect(await last(second)).toMatchObject({ champion: 'nano', passed: true });
    // Beside them, the reviews are scored for the new champion.
    expect(scored()).toBeLessThan(SCORED);
    expect((await second.reviews.state()).serving.model).toBe((await last(second))?.challenger);
  });

  it('when the new model has begun to serve: the next one comes to the same verdict', async () => {
    const first = await labelled(await openHouse({ serving: 'nano' }));
    vi.spyOn(Runner.prototype, 'forget').mockImplementationOnce(() => new Promise(() => {}));
    await first.retrain.start();
    const { serving } = await until(first.reviews.state, ({ serving }) => serving.model !== 'nano');
    await until(first.retrain.state, ({ last }) => last !== null);
    await first.handles.reviews.suspend();
    const second = await openHouse();
    await inPhase(second, 'idle', 'failed');
    expect(await last(second)).toMatchObject({ champion: 'nano', challenger: serving.model, passed: true });
    expect(notices(second)).toContainEqual(expect.objectContaining({ title: 'Retrained for the better' }));
    expect((await second.reviews.state()).serving.model).toBe(serving.model);
  });

  it('before the training began: nothing is left half done', async () => {
    const house = await labelled(await openHouse({ serving: 'nano' }));
    vi.spyOn(house.handles.reviews.parts.training, 'start').mockRejectedValueOnce(new Error('gone'));
    await expect(house.retrain.start()).rejects.toMatchObject({ code: 'internal' });
    expect((await house.retrain.state()).status).toEqual({ phase: 'idle' });
    expect((await readReviews()).every(({ part }) => part === null)).toBe(true);
    // A tab that went away right then: what was planned is stored, and no training.
    vi.spyOn(house.handles.reviews.parts.training, 'start').mockImplementationOnce(() => new Promise(() => {}));
    void house.retrain.start();
    await until(house.retrain.state, ({ status }) => status.phase === 'training');
    const next = await openHouse();
    expect((await next.retrain.state()).status).toMatchObject({ phase: 'failed' });
    expect((await readReviews()).every(({ part }) => part === null)).toBe(true);
    await next.retrain.start();
    await inPhase(next, 'idle');
    expect(await last(next)).toMatchObject({ passed: true });
  });
});

describe('judging', { timeout: 180_000 }, () => {
  it('is cancelled: the new model stays as a candidate', async () => {
    const held = deferred<void>();
    const { env } = watchedEnv(() => held.promise);
    const house = await labelled(await openHouse({ serving: 'nano', env }));
    await house.retrain.start();
    await inPhase(house, 'judging');
    const cancelled = house.retrain.cancel();
    held.resolve();
    await cancelled;
    const { status, versions } = await house.retrain.state();
    expect(status).toEqual({ phase: 'idle' });
    expect(versions[0]).toMatchObject({ role: 'candidate', passed: null });
    expect((await house.reviews.state()).serving.model).toBe('nano');
    // The next one is judged.
    await house.reviews.add(asReviews(productReviews(40, 2)));
    await house.retrain.start();
    await inPhase(house, 'idle', 'failed');
    expect(await last(house)).toMatchObject({ champion: 'nano' });
  });

  it('does not begin where it was cancelled while the new model was written', async () => {
    const [begun, written] = [deferred<void>(), deferred<void>()];
    const house = await labelled(await openHouse({ serving: 'nano' }));
    const { catalogue } = house.handles.reviews.parts;
    const reload = catalogue.reload.bind(catalogue);
    vi.spyOn(catalogue, 'reload').mockImplementationOnce(async () => {
      begun.resolve();
      await written.promise;
      await reload();
    });
    await house.retrain.start();
    await begun.promise;
    const cancelled = house.retrain.cancel();
    written.resolve();
    await cancelled;
    const { status, versions } = await house.retrain.state();
    expect(status).toEqual({ phase: 'idle' });
    expect(versions[0]).toMatchObject({ role: 'candidate', passed: null });
    expect((await house.reviews.state()).serving.model).toBe('nano');
  });

  it('says why when its worker keeps dying; the champion serves, and a reload goes on', async () => {
    const { env } = watchedEnv();
    const house = await labelled(await openHouse({ serving: 'nano', env }));
    const { background } = house.handles.reviews.parts;
    await house.handles.reviews.parts.book.settled(async () => []);
    vi.spyOn(background, 'score').mockRejectedValue(new HostLostError('The worker died.'));
    await house.retrain.start();
    const status = await inPhase(house, 'failed');
    expect(status).toMatchObject({ message: expect.stringContaining('The worker died.') });
    expect(notices(house)).toContainEqual(expect.objectContaining({ level: 'error' }));
    expect((await house.reviews.state()).serving.model).toBe('nano');
    await close(house);
    const next = await openHouse();
    await inPhase(next, 'idle');
    expect(await last(next)).toMatchObject({ passed: true });
  });

  it('says so when storage is full: the champion serves', async () => {
    const house = await labelled(await openHouse({ serving: 'nano' }));
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (this.name === 'gates') throw new DOMException('full', 'QuotaExceededError');
      return key === undefined ? put.call(this, value) : put.call(this, value, key);
    });
    await house.retrain.start();
    const status = await inPhase(house, 'failed');
    expect(status).toMatchObject({ message: expect.stringContaining('storage') });
    expect((await house.reviews.state()).serving.model).toBe('nano');
    vi.restoreAllMocks();
    const next = await openHouse();
    await inPhase(next, 'idle');
    expect(await last(next)).toMatchObject({ passed: true });
    expect((await next.reviews.state()).serving.model).toBe((await last(next))?.challenger);
  });
});
