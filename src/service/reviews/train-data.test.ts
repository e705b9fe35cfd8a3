// What trainings started by hand learn from, and what is kept of it with the model.

import { deleteDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase } from '../../storage/db';
import { readReviews } from '../../storage/reviews';
import { readProfile } from '../../storage/versions';
import type { TextTrainRequest } from '../../wire/reviews';
import { productReviews } from '../retrain/products.fixture';
import { asReviews, asRows, type House, openHouse, until, watchedEnv } from '../retrain/retrain.fixture';

beforeEach(async () => {
  await closeDatabase();
  await deleteDB('millrace');
});

async function trained({ reviews }: House, data: TextTrainRequest['data'], model = 'nano'): Promise<string> {
  await reviews.train({ model, name: 'Taught', data, held_out: 0.25, serve: true });
  const status = await until(reviews.state, ({ training }) => training.phase === 'finished');
  const result = status.training.phase === 'finished' ? status.training.result : '';
  await until(reviews.state, ({ serving }) => serving.model === result);
  return result;
}

describe('a training by hand', { timeout: 180_000 }, () => {
  it('learns from a dataset’s training part and is judged on its validation part', async () => {
    const { env, learnt } = watchedEnv();
    const [train, validation, test] = [productReviews(60, 1), productReviews(20, 2), productReviews(20, 3)];
    const rows = [...asRows(train, 'train'), ...asRows(validation, 'validation'), ...asRows(test, 'test')];
    const house = await openHouse({ env, datasets: { shop: rows, bare: asRows(train, 'none') } });
    const model = await trained(house, { kind: 'dataset', dataset: 'shop' });
    expect(new Set(learnt[0])).toEqual(new Set(train.map(({ text }) => text)));
    const { training } = await house.reviews.state();
    expect(training).toMatchObject({ n_train: 60, n_held_out: 20 });
    const version = (await house.retrain.state()).versions.find((it) => it.model === model);
    expect(version).toMatchObject({
      data: { new_texts: 60, old_texts: 0, held_out: 20, datasets: ['The shop'] },
      // So few are gone through more often than by the trainer's own defaults.
      training: { epochs: 5 },
      role: 'champion',
    });
    await until(
      () => readProfile(model),
      (profile) => profile !== undefined,
    );
    await trained(house, { kind: 'dataset', dataset: 'bare' });
    expect(learnt[1]).toHaveLength(44);
    const missing = trained(house, { kind: 'dataset', dataset: 'none' });
    await expect(missing).rejects.toMatchObject({ code: 'not_found' });
  });

  it('marks the labels it learnt from, and leaves alone what judges for good', async () => {
    const { env, learnt } = watchedEnv();
    const texts = productReviews(40, 1);
    const house = await openHouse({ env, datasets: { same: asRows(texts, 'train') } });
    const ids = (await house.reviews.add(asReviews(texts))).map(Number);
    const judging = ids.slice(0, 8);
    await house.handles.reviews.parts.assignParts(judging, 'held_out');
    const model = await trained(house, { kind: 'labels' });
    const held = new Set(texts.slice(0, 8).map(({ text }) => text));
    expect(learnt[0]).toHaveLength(24);
    expect(learnt[0]?.some((text) => held.has(text))).toBe(false);
    const parts = async () => (await readReviews()).filter(({ part }) => part === 'train').map(({ id }) => id);
    // Before there is a model: else an end in between would let them judge it.
    expect(await parts()).toHaveLength(24);
    expect((await house.reviews.state()).training).toMatchObject({ n_held_out: 16 });
    expect(house.handles.reviews.parts.catalogue.made(model)?.learnt).toHaveLength(24);
    // It serves, and knows them; eight more are new to it.
    expect((await house.retrain.state()).available).toEqual({ new_texts: 8, old_texts: 24, held_out: 8 });
    await trained(house, { kind: 'dataset', dataset: 'same' });
    await trained(house, { kind: 'reviews', reviews: asReviews(texts) });
    for (const given of learnt.slice(1)) expect(given.some((text) => held.has(text))).toBe(false);
  });

  it('is refused where the model cannot learn what is asked for', async () => {
    const { reviews } = await openHouse();
    const data = { kind: 'reviews', reviews: asReviews(productReviews(8, 1)) } as const;
    const asked = { model: 'nano', name: 'Hidden', data, held_out: 0.25, serve: false };
    await expect(reviews.train({ ...asked, options: { objective: 'masked-lm' } })).rejects.toMatchObject({
      details: [{ field: 'options.objective' }],
    });
    expect((await reviews.state()).training.phase).toBe('idle');
  });

  it('tells no one else what was learnt from: the list of models stays small', async () => {
    const house = await openHouse();
    await house.reviews.add(asReviews(productReviews(40, 1)));
    const model = await trained(house, { kind: 'labels' });
    const { models } = await house.reviews.state();
    expect(models.find(({ id }) => id === model)).not.toHaveProperty('made');
  });
});
