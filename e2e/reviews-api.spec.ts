// Reviews by REST in the browser: scoring, labels, models and training, from a page to the engine and its text
// workers and back.

import { expect, test } from '@playwright/test';
import type { Api } from './pages/api';
import { openOnce } from './support/shared';
import { watch } from './support/watch';

const GOOD = 'A warm, funny film with a perfect cast. I loved every minute of it.';
const BAD = 'Terrible. The plot makes no sense and the acting is wooden. A waste of two hours.';
const ODD = [
  '',
  '   \n ',
  '😀🎬👍',
  '这部电影很好',
  'فيلم رائع جدا',
  '\u200b\u200d\ufeff',
  '\ud800 half',
  'a'.repeat(1_000_000),
];

/** Words that mean nothing to the shipped models. */
const LABELLED = Array.from({ length: 30 }, (_, i) => ({
  text: i % 2 === 0 ? `gromble zan ${i} vintu` : `frotz mub ${i} quelp`,
  sentiment: i % 2 === 0 ? 1 : 0,
}));

let api: Api;

test.beforeAll(async ({ browser }) => {
  api = await openOnce(browser);
});

test.afterAll(() => api.page.context().close());

interface Training {
  readonly phase: string;
  readonly result?: string;
  readonly step?: number;
}

function training(...phases: string[]): Promise<Training> {
  const look = async () => (await api.ok('GET', '/reviews/state')).training as Training;
  return expect
    .poll(async () => (await look()).phase, { timeout: 60_000 })
    .toMatch(new RegExp(phases.join('|')))
    .then(look);
}

test('texts are scored and explained, odd ones too; wrong shapes are refused', async ({ baseURL }) => {
  const quiet = watch(api.page.context(), new URL(baseURL!).origin);
  expect((await api.ok('POST', '/reviews/score', { text: GOOD })).score).toBeGreaterThan(0.8);
  const { scores } = await api.ok('POST', '/reviews/score', { texts: [BAD, GOOD, ...ODD] });
  const values = scores as number[];
  expect(values[0]).toBeLessThan(0.2);
  expect(values[1]).toBeGreaterThan(0.8);
  expect(values).toHaveLength(ODD.length + 2);
  for (const score of values) expect(score > 0 && score < 1).toBe(true);
  const { words } = await api.ok('POST', '/reviews/explain', { text: BAD, model: 'nano' });
  expect((words as { start: number; end: number }[])[0]).toMatchObject({ start: 0, end: 8 });
  quiet.expectQuiet();

  const status = async (body: unknown) => (await api.post('/reviews/score', body)).status;
  for (const body of [
    {},
    { text: 1 },
    { texts: [] },
    { texts: [1] },
    { text: 'a', texts: ['a'] },
    { text: 'a', x: 1 },
  ]) {
    expect(await status(body), JSON.stringify(body)).toBe(422);
  }
  expect(await status('{"text": ')).toBe(400);
  expect(await status({ text: 'a'.repeat(2_000_001) })).toBe(413);
  expect(await status({ texts: Array(1001).fill('a') })).toBe(413);
  expect(await status({ text: 'a', model: 'none' })).toBe(404);
});

test('a thousand texts in one request, each with the score it has alone', async () => {
  const texts = Array.from(
    { length: 1000 },
    (_, i) => `${i % 3 === 0 ? GOOD : BAD} ${'and so on '.repeat(i % 40)}${i}`,
  );
  const { scores } = await api.ok('POST', '/reviews/score', { texts, model: 'base' });
  expect(scores).toHaveLength(1000);
  for (const i of [0, 1, 500, 998, 999]) {
    const { score } = await api.ok('POST', '/reviews/score', { text: texts[i], model: 'base' });
    expect((scores as number[])[i]).toBeCloseTo(score as number, 4);
  }
});

test('reviews are kept, labelled, listed and deleted', async () => {
  const { ids } = (await api.ok('POST', '/reviews', { reviews: [{ text: GOOD, sentiment: 1 }, { text: '<b>&' }] })) as {
    ids: string[];
  };
  await api.ok('PATCH', `/reviews/${ids[1]}`, { sentiment: 0, skipped: false });
  await api.ok('POST', '/reviews', { text: BAD, sentiment: 0 });
  expect(await api.ok('GET', '/reviews?limit=2')).toMatchObject({
    total: 3,
    reviews: [{ text: BAD }, { text: '<b>&' }],
  });
  await api.ok('DELETE', '/reviews', { ids: [ids[0]] });
  await api.ok('PUT', '/reviews/draft', { text: 'half a' });
  await api.page.reload();
  await api.open();
  expect(await api.ok('GET', '/reviews/state')).toMatchObject({ draft: 'half a', reviews: { total: 2, negative: 2 } });
  for (const query of ['limit=x', 'limit=5000', 'limit=2&limit=3', 'sentiment=1']) {
    const { status, json } = await api.get(`/reviews?${query}`);
    expect([status, json.details]).toMatchObject([422, [{ field: query.split('=')[0] }]]);
  }
  expect(await api.ok('GET', '/reviews/drift/state')).toMatchObject({ options: { enabled: true }, problem: null });
  expect((await api.ask('PATCH', '/reviews/999', { sentiment: 1 })).status).toBe(404);
  expect((await api.post('/reviews', { text: 'a', sentiment: 2 })).status).toBe(422);
});

test('an untrained model is made, looked into, trained, served and deleted', async () => {
  const size = { layers: 2, hidden: 32, heads: 2 };
  const options = { epochs: 60, learning_rate: 5e-3, batch_size: 8 };
  const { id } = (await api.ok('POST', '/reviews/models', { name: 'Tiny', kind: 'encoder', size })) as { id: string };
  const { layers } = await api.ok('GET', `/reviews/models/${id}/structure`);
  expect((layers as unknown[]).length).toBeGreaterThan(10);
  await api.ok('POST', '/reviews/train', {
    model: id,
    name: 'Tiny, taught',
    reviews: LABELLED,
    options,
  });
  expect((await api.post('/reviews/train', { model: id, name: 'x', reviews: LABELLED })).status).toBe(409);
  const { result } = await training('finished');
  await api.ok('PUT', '/reviews/model', { model: result });
  const { scores, model } = await api.ok('POST', '/reviews/score', { texts: ['gromble zan vintu', 'frotz mub quelp'] });
  expect(model).toBe(result);
  expect((scores as number[])[0]).toBeGreaterThan(0.7);
  expect((scores as number[])[1]).toBeLessThan(0.3);
  await api.ok('PATCH', `/reviews/models/${result}`, { name: 'Taught' });
  await api.ok('DELETE', `/reviews/models/${result}`);
  await api.ok('DELETE', `/reviews/models/${id}`);
  const { models } = await api.ok('GET', '/reviews/models');
  expect((models as { id: string }[]).map((one) => one.id)).toEqual(['nano', 'small', 'base']);
  expect((await api.ask('DELETE', '/reviews/models/nano')).status).toBe(409);
});

test('a training goes on after a reload, pauses, and is cancelled', async () => {
  const reviews = Array.from({ length: 20 }, () => LABELLED).flatMap((all, i) =>
    all.map(({ text, sentiment }) => ({ text: `${text} ${i}`, sentiment })),
  );
  await api.ok('POST', '/reviews/train', {
    ...{ model: 'base', name: 'Mine', reviews },
    // All of it: that lasts.
    options: { epochs: 200, trainable: { kind: 'all' } },
  });
  await training('running');
  await api.page.reload();
  await api.open();
  await training('running');
  await api.ok('POST', '/reviews/train/pause');
  const { step } = await training('paused');
  expect(step).toBeGreaterThan(0);
  expect((await api.ok('POST', '/reviews/score', { text: GOOD })).score).toBeGreaterThan(0.8);
  await api.ok('POST', '/reviews/train/play');
  await training('running');
  await api.ok('POST', '/reviews/train/cancel');
  await training('idle');
  expect((await api.post('/reviews/train/play')).status).toBe(409);
});

test('scores offline, after a reload', async () => {
  const context = api.page.context();
  expect((await api.ok('POST', '/reviews/score', { text: GOOD, model: 'base' })).score).toBeGreaterThan(0.8);
  await context.setOffline(true);
  await api.page.reload();
  await api.open();
  expect((await api.ok('POST', '/reviews/score', { text: BAD, model: 'base' })).score).toBeLessThan(0.2);
});
