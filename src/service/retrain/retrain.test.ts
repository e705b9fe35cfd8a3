// Retraining over the real models, kernels and an IndexedDB implementation.

import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LabelledText } from '../../ml/text/types';
import { closeDatabase } from '../../storage/db';
import { readReviews } from '../../storage/reviews';
import { readGate, readProfile } from '../../storage/versions';
import type { DatasetRow } from '../../wire/datasets';
import { deferred } from '../../wire/deferred';
import type { RetrainRequest } from '../../wire/retrain';
import { normalText } from '../reviews/split';
import { productReviews } from './products.fixture';
import { asReviews, asRows, type House, inPhase, openHouse, until, watchedEnv } from './retrain.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

/** Labels as a newcomer would: forty product reviews. */
async function labelled(n = 40, seed = 1): Promise<House> {
  const house = await openHouse({ serving: 'nano' });
  await house.reviews.add(asReviews(productReviews(n, seed)));
  return house;
}

async function retrained(house: House, request?: RetrainRequest) {
  await house.retrain.start(request);
  await inPhase(house, 'idle', 'failed');
  return house.retrain.state();
}

const notices = ({ events }: House) => events.flatMap((event) => (event.type === 'notice' ? [event.notice] : []));
const serving = async ({ reviews }: House) => (await reviews.state()).serving.model;
const flipped = (texts: readonly LabelledText[]) => texts.map(({ text, label }) => ({ text, label: 1 - label }));

describe('the gate', { timeout: 180_000 }, () => {
  it('lets a better challenger through: a newcomer with forty labels', async () => {
    const house = await labelled();
    expect((await house.retrain.state()).available).toEqual({ new_texts: 40, old_texts: 0, held_out: 0 });
    const { status, last, versions, available } = await retrained(house);
    expect(status).toEqual({ phase: 'idle' });
    expect(last).toMatchObject({ passed: true, champion: 'nano' });
    const fresh = last?.sets.find(({ set }) => set === 'new');
    expect(fresh?.challenger.n).toBe(10);
    // Ten texts are few to count errors by: how sure it is of the right answers says more.
    expect(fresh?.challenger.loss).toBeLessThan(fresh?.champion.loss ?? 0);
    expect(fresh?.challenger.accuracy).toBeGreaterThanOrEqual(fresh?.champion.accuracy ?? 1);
    expect(last?.sets.find(({ set }) => set === 'probe')?.champion.n).toBe(200);
    const challenger = last?.challenger ?? '';
    expect(await serving(house)).toBe(challenger);
    expect(await readProfile(challenger)).toBeInstanceOf(Uint8Array);
    expect(await house.retrain.report(challenger)).toEqual(last);
    expect(versions[0]).toMatchObject({
      ...{ model: challenger, name: 'Nano, retrained 1', parent: 'nano', role: 'champion', passed: true, seed: 1 },
      data: { new_texts: 30, old_texts: 0, held_out: 10, datasets: [] },
      training: { objective: 'classification', epochs: 10, learning_rate: 0.1 },
      ancestors: [{ model: 'nano', name: 'Nano' }],
    });
    expect(versions[0]?.served).toHaveLength(1);
    expect(available).toEqual({ new_texts: 0, old_texts: 30, held_out: 10 });
    expect(notices(house)).toContainEqual(expect.objectContaining({ level: 'info' }));
    await expect(house.retrain.start()).rejects.toMatchObject({ code: 'invalid' });
  });

  it('refuses a challenger spoiled by wrong labels', async () => {
    const tests = asRows(productReviews(80, 50), 'test');
    const house = await openHouse({ serving: 'nano', datasets: { old: tests } });
    await house.reviews.add(asReviews(flipped(productReviews(100, 1))));
    const request = { options: { datasets: ['old'] }, training: { epochs: 10 } };
    const { status, last, versions } = await retrained(house, request);
    expect(status).toEqual({ phase: 'idle' });
    expect(last?.passed).toBe(false);
    const old = last?.sets.find(({ set }) => set === 'old');
    expect(old?.champion.n).toBe(80);
    expect(old?.p_value).toBeLessThan(0.01);
    expect(last?.reasons.at(-1)).toMatchObject({ held: false, sentence: expect.stringContaining('it lost') });
    // On texts labelled as wrongly it is the better one: only the old ones give it away.
    const fresh = last?.sets.find(({ set }) => set === 'new');
    // Ten texts are few to count errors by: how sure it is of the right answers says more.
    expect(fresh?.challenger.loss).toBeLessThan(fresh?.champion.loss ?? 0);
    expect(fresh?.challenger.accuracy).toBeGreaterThanOrEqual(fresh?.champion.accuracy ?? 1);
    // Those lost come first.
    const lost = last?.flips.map(({ label, champion }) => champion >= 0.5 === (label === 1)) ?? [];
    expect(lost[0]).toBe(true);
    expect(lost).toEqual([...lost].sort((a, b) => Number(b) - Number(a)));
    expect(await serving(house)).toBe('nano');
    expect(versions[0]).toMatchObject({ role: 'candidate', passed: false, served: [] });
    expect(notices(house)).toContainEqual(expect.objectContaining({ level: 'warning' }));
  });

  it('holds back where too few texts judge, and says so; it can be promoted all the same, and rolled back', async () => {
    const house = await labelled(12);
    const { last, versions } = await retrained(house);
    expect(last).toMatchObject({ passed: false });
    expect(last?.reasons[0]).toMatchObject({ held: false, sentence: expect.stringContaining('Only 4 texts held out') });
    const candidate = versions[0]?.model ?? '';
    expect(versions[0]?.role).toBe('candidate');
    // The serving model has not learnt from them: they are new to it still.
    expect((await house.retrain.state()).available).toEqual({ new_texts: 8, old_texts: 0, held_out: 4 });
    await house.retrain.promote(candidate);
    expect(await serving(house)).toBe(candidate);
    expect(await readProfile(candidate)).toBeInstanceOf(Uint8Array);
    expect((await house.retrain.state()).versions[0]?.role).toBe('champion');
    await house.retrain.rollBack('nano');
    const after = (await house.retrain.state()).versions;
    expect(after.find(({ model }) => model === candidate)).toMatchObject({ role: 'version' });
    expect(after.find(({ model }) => model === 'nano')).toMatchObject({ role: 'champion' });
    expect(after.find(({ model }) => model === 'nano')?.served.length).toBeGreaterThan(0);
    await house.reviews.remove(candidate);
    expect(await readGate(candidate)).toBeUndefined();
    expect(await readProfile(candidate)).toBeUndefined();
    await expect(house.retrain.rollBack(candidate)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leaves a model that was chosen meanwhile', async () => {
    const held = deferred<void>();
    const { env } = watchedEnv(() => held.promise);
    const house = await openHouse({ serving: 'nano', env });
    await house.reviews.add(asReviews(productReviews(40, 1)));
    await house.retrain.start();
    await inPhase(house, 'judging');
    await house.reviews.serve('small');
    held.resolve();
    await inPhase(house, 'idle');
    const { last } = await house.retrain.state();
    expect(last?.reasons.at(-1)).toMatchObject({ held: false, sentence: expect.stringContaining('“Small”') });
    expect(await serving(house)).toBe('small');
  });
});

describe('what is learnt from', { timeout: 180_000 }, () => {
  it('is new and old texts in their shares; every version knows its data', async () => {
    const { env, learnt } = watchedEnv();
    const rows = [...asRows(productReviews(300, 8), 'train'), ...asRows(productReviews(60, 9), 'test')];
    const datasets: Record<string, DatasetRow[]> = { shop: rows, removed: [] };
    const house = await openHouse({ serving: 'nano', env, datasets });
    await house.reviews.add(asReviews(productReviews(40, 1)));
    const options = { datasets: ['shop', 'removed'], replay: 0.5, weight: 2 };
    await house.retrain.setOptions(options);
    delete datasets.removed;
    const { versions, last } = await retrained(house, { options, name: 'Second' });
    expect(versions[0]).toMatchObject({
      name: 'Second',
      data: { new_texts: 30, old_texts: 30, held_out: 10, datasets: ['The shop'] },
    });
    // New ones twice, old ones once.
    expect(learnt[0]).toHaveLength(90);
    const judging = new Set(productReviews(60, 9).map(({ text }) => text));
    expect(learnt[0]?.some((text) => judging.has(text))).toBe(false);
    expect(last?.sets.map(({ set, champion }) => [set, champion.n])).toEqual([
      ['new', 10],
      ['old', 60],
      ['probe', 200],
    ]);
  });

  it('is never what was held out, over generations, by whatever training', async () => {
    const { env, learnt } = watchedEnv();
    const house = await openHouse({ serving: 'nano', env });
    const heldOut = new Set<string>();
    for (const seed of [1, 2, 3]) {
      await house.reviews.add(asReviews(productReviews(40, seed)));
      // What says the same as a text held out is no new text.
      const copies = [...heldOut].slice(0, 5).map((text) => ({ text: ` ${text.toUpperCase()}  `, label: 1 }));
      await house.reviews.add(asReviews(copies));
      const state = await retrained(house, { options: { seed, min_accuracy: 0.5, alpha: 0.001 } });
      expect(state.last?.passed).toBe(true);
      const data = { kind: 'labels' } as const;
      await house.reviews.train({ model: 'nano', name: `By hand ${seed}`, data, held_out: 0.2, serve: false });
      await until(house.reviews.state, ({ training }) => training.phase === 'finished');
      const reviews = await readReviews();
      for (const { text, part } of reviews) if (part === 'held_out') heldOut.add(normalText(text));
      const before = state.versions.filter(({ parent }) => parent !== null).length;
      expect(before).toBeGreaterThan(0);
    }
    expect(heldOut.size).toBeGreaterThanOrEqual(28);
    expect(learnt).toHaveLength(6);
    for (const texts of learnt) expect(texts.filter((text) => heldOut.has(normalText(text)))).toEqual([]);
    // Each generation is judged on what was held out before it, too, and learns again from what it knows.
    const { versions, last } = await house.retrain.state();
    expect(last?.sets.find(({ set }) => set === 'old')?.champion.n).toBeGreaterThan(10);
    expect(versions.find(({ role }) => role === 'champion')?.ancestors.map(({ name }) => name)).toEqual([
      'Nano, retrained 2',
      'Nano, retrained 1',
      'Nano',
    ]);
  });

  it('goes back to nobody when the training is cancelled', async () => {
    const house = await openHouse({ serving: 'small', datasets: { old: [] } });
    await house.reviews.add(asReviews(productReviews(40, 1)));
    await house.retrain.start({ training: { epochs: 1000 } });
    expect(await inPhase(house, 'training')).toMatchObject({ champion: 'small', new_texts: 30, old_texts: 0 });
    expect((await readReviews()).filter(({ part }) => part === 'train')).toHaveLength(30);
    await expect(house.retrain.start()).rejects.toMatchObject({ code: 'conflict' });
    await until(house.reviews.state, ({ training }) => training.phase === 'running');
    await house.reviews.controlTraining('cancel');
    await inPhase(house, 'idle');
    expect((await readReviews()).every(({ part }) => part === null)).toBe(true);
    await house.retrain.start({ training: { epochs: 1000 }, options: { datasets: ['old'] } });
    expect(['old', 'other'].map((id) => house.handles.retrain.using(id))).toEqual(['The retraining', null]);
    await house.retrain.cancel();
    expect(house.handles.retrain.using('old')).toBeNull();
    expect((await inPhase(house, 'idle')).phase).toBe('idle');
    expect((await readReviews()).every(({ part }) => part === null)).toBe(true);
    await expect(house.retrain.cancel()).rejects.toMatchObject({ code: 'conflict' });
  });
});
