// The REST door of retraining: what it does, and what it refuses.

import { beforeAll, describe, expect, it } from 'vitest';
import { productReviews } from '../../service/retrain/products.fixture';
import { asReviews, until } from '../../service/retrain/retrain.fixture';
import { Door, fieldsAtFault } from './door.fixture';

let door: Door;

beforeAll(async () => {
  door = await Door.open();
  await door.ask('PUT', '/reviews/model', { model: 'nano' });
});

describe('retraining by REST', { timeout: 180_000 }, () => {
  it('says what may be asked', async () => {
    expect(await fieldsAtFault(door.post('/reviews/retrain', { options: { replay: 1 } }))).toEqual(['options.replay']);
    expect(await fieldsAtFault(door.post('/reviews/retrain', { training: { epochs: 0 } }))).toEqual([
      'training.epochs',
    ]);
    expect(await fieldsAtFault(door.ask('PUT', '/reviews/retrain', { mode: 'always' }))).toEqual(['mode']);
    expect(await fieldsAtFault(door.post('/reviews/retrain', {}))).toEqual(['reviews']);
    // All of it may be left out, the body with it.
    expect(await fieldsAtFault(door.post('/reviews/retrain'))).toEqual(['reviews']);
    expect((await door.ask('DELETE', '/reviews/retrain')).status).toBe(409);
    expect((await door.get('/reviews/versions/none/report')).status).toBe(404);
    expect((await door.get('/reviews/versions/nano/report')).status).toBe(404);
    expect((await door.post('/reviews/versions/none/serve')).status).toBe(404);
  });

  it('retrains, reports, rolls back and promotes', async () => {
    expect((await door.ask('PUT', '/reviews/retrain', { mode: 'off' })).json).toMatchObject({ mode: 'off', weight: 1 });
    await door.post('/reviews', { reviews: asReviews(productReviews(40, 1)) });
    const started = await door.post('/reviews/retrain', { name: 'By REST', options: { replay: 0.3 } });
    expect(started).toMatchObject({ status: 200, json: { status: { phase: expect.any(String) } } });
    const { json } = await until(
      () => door.get('/reviews/retrain'),
      (answer) => (answer.json.status as { phase: string }).phase === 'idle',
    );
    expect(json).toMatchObject({ last: { passed: true, champion: 'nano' }, available: { held_out: 10 } });
    expect(json).not.toHaveProperty('versions');
    const versions = async () =>
      (await door.get('/reviews/versions')).json.versions as { model: string; role: string }[];
    const [champion] = await versions();
    expect(champion).toMatchObject({ name: 'By REST', role: 'champion' });
    expect((await door.get(`/reviews/versions/${champion?.model}/report`)).json).toEqual(json.last);
    expect((await door.post('/reviews/versions/nano/serve')).status).toBe(200);
    expect((await versions())[0]?.role).toBe('version');
    expect((await door.post(`/reviews/versions/${champion?.model}/promote`)).status).toBe(200);
    expect((await versions())[0]?.role).toBe('champion');
    expect((await door.post('/reviews/retrain/dismiss')).status).toBe(200);
  });
});

describe('training on a dataset by REST', () => {
  it('takes a dataset’s id or name, as retraining does, and not together with reviews', async () => {
    const request = { model: 'nano', name: 'Shop' };
    const reviews = asReviews(productReviews(4, 1));
    expect(await fieldsAtFault(door.post('/reviews/train', { ...request, reviews, dataset: 'a' }))).toEqual([
      'dataset',
    ]);
    expect((await door.post('/reviews/train', { ...request, dataset: 'none' })).status).toBe(404);
    const { id } = (await door.post('/reviews/datasets', { name: 'The shop' })).json;
    expect(await door.ask('PUT', '/reviews/retrain', { datasets: ['the Shop', id] })).toMatchObject({
      ...{ status: 200, json: { datasets: [id] } },
    });
    for (const dataset of [id, 'The shop']) {
      const started = await door.post('/reviews/train', { ...request, dataset, options: { epochs: 1 } });
      expect(started.status).toBe(200);
      await until(
        () => door.get('/reviews/state'),
        ({ json }) => (json.training as { phase: string }).phase === 'finished',
      );
    }
  });
});
