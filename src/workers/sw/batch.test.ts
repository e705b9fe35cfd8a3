// The REST door of batch inference.

import { beforeAll, describe, expect, it } from 'vitest';
import { Door, fieldsAtFault } from './door.fixture';

let door: Door;

const REVIEWS = [
  { text: 'A warm, funny film with a perfect cast. I loved every minute of it.', sentiment: 1 },
  { text: 'Wonderful from beginning to end, the best film of the year.', sentiment: 1 },
  { text: 'Terrible. The plot makes no sense and the acting is wooden.', sentiment: 0 },
  // Its label is wrong.
  { text: 'Awful, boring, a waste of two hours. The worst film I have seen.', sentiment: 1 },
  { text: 'Who knows.' },
];

beforeAll(async () => {
  door = await Door.open();
  await door.post('/reviews', { reviews: REVIEWS });
});

describe('POST /reviews/batch', () => {
  it('answers when all is scored, with figures at the threshold and the results', async () => {
    const { status, json } = await door.post('/reviews/batch', { dataset: 'reviews', model: 'nano' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      dataset: 'Reviews kept here',
      ...{ n: 4, accuracy: 0.75, precision: 1, f1: 0.8, threshold: 0.5, truncated: false },
      confusion: { tp: 2, fp: 0, tn: 1, fn: 1 },
      auc: expect.any(Number),
      ece: expect.any(Number),
    });
    expect(json.recall).toBeCloseTo(2 / 3, 12);
    const results = json.results as { name: string; label: number; predicted: number; score: number }[];
    expect(results.map(({ name, label, predicted }) => [name, label, predicted])).toEqual([
      ['pos/1.txt', 1, 1],
      ['pos/2.txt', 1, 1],
      ['neg/3.txt', 0, 0],
      ['pos/4.txt', 1, 0],
    ]);
    expect((await door.get('/reviews/batch')).json).toMatchObject({ status: { phase: 'finished', done: 4, total: 4 } });
    const all = await door.get('/reviews/batch/report?threshold=0');
    expect(all.json).toMatchObject({ confusion: { tp: 3, fp: 1, tn: 0, fn: 0 }, threshold: 0 });
    const csv = await door.api.request('/sub/api/reviews/batch/export?threshold=0.5');
    expect(csv.headers.get('Content-Type')).toContain('text/csv');
    expect((await csv.text()).split('\r\n')[0]).toBe('name,label,predicted,score,text,ref');
    expect((await door.get('/reviews/batch')).json.exporting).toBeNull();
    expect((await door.ask('DELETE', '/reviews/batch/export')).json).toEqual({ status: 'ok' });
  });

  it('has no figures where nothing has a label', async () => {
    const rows = new Blob(['text\nLovely.\nAwful.\nSo so.\n']);
    const headers = { 'Content-Type': 'text/csv' };
    const imported = await door.ask('POST', '/reviews/datasets/import?name=Bare&text=0', rows, headers);
    const dataset = imported.json.id as string;
    await expect
      .poll(async () => (await door.get('/reviews/datasets')).json)
      .toMatchObject({
        importing: { phase: 'finished' },
      });
    const { json } = await door.post('/reviews/batch', { dataset, num_files: 2, model: 'nano' });
    expect(json).toMatchObject({ n: 0, accuracy: null, auc: null, ece: null, results: { length: 2 } });
    expect(json.results).toMatchObject([{ label: null }, { label: null }]);
    const named = await door.post('/reviews/batch', { dataset: 'bare', num_files: 2, model: 'nano' });
    expect(named).toMatchObject({ status: 200, json: { dataset: 'Bare', results: json.results } });
    expect((await door.get('/reviews/batch')).json).toMatchObject({ status: { request: { dataset } } });
  });

  it('answers at once when told not to wait', async () => {
    const { json } = await door.post('/reviews/batch', { dataset: 'reviews', model: 'nano', wait: false });
    expect(json).toMatchObject({ status: { total: 4, request: { seed: 1, num_files: null, split: null } } });
    await expect
      .poll(async () => (await door.get('/reviews/batch')).json)
      .toMatchObject({
        status: { phase: 'finished' },
      });
    expect((await door.post('/reviews/batch/play')).status).toBe(409);
    expect((await door.post('/reviews/batch/cancel')).json).toEqual({ status: 'ok' });
    expect((await door.post('/reviews/batch/cancel')).status).toBe(404);
    expect((await door.get('/reviews/batch/report')).status).toBe(404);
    expect((await door.get('/reviews/batch')).json).toMatchObject({ status: { phase: 'idle' } });
  });

  it('says what is not acceptable, and where', async () => {
    expect(await fieldsAtFault(door.post('/reviews/batch', {}))).toEqual(['dataset']);
    expect(await fieldsAtFault(door.post('/reviews/batch', { dataset: 'reviews', num_files: 0 }))).toEqual([
      'num_files',
    ]);
    expect(await fieldsAtFault(door.post('/reviews/batch', { dataset: 'reviews', split: 'dev' }))).toEqual(['split']);
    expect(await fieldsAtFault(door.post('/reviews/batch', { dataset: 'reviews', threshold: 2 }))).toEqual([
      'threshold',
    ]);
    for (const text of ['high', '%20', '0x1', '2']) {
      expect(await fieldsAtFault(door.get(`/reviews/batch/report?threshold=${text}`)), text).toEqual(['threshold']);
    }
    expect((await door.post('/reviews/batch', { dataset: 'none' })).status).toBe(404);
    expect((await door.post('/reviews/batch', { dataset: 'reviews', model: 'none' })).status).toBe(404);
    expect((await door.post('/reviews/batch/stop')).status).toBe(404);
  });
});
