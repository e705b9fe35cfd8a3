// Datasets by REST: from a file in to its export and deletion, columns that are told, and refusals by field.

import { beforeAll, describe, expect, it } from 'vitest';
import { Door, fieldsAtFault } from './door.fixture';

let door: Door;
beforeAll(async () => {
  door = await Door.open();
});

const CSV = 'review,sentiment,split\n"Good, very good",positive,train\nBad,negative,test\nGood too,positive,train\n';

async function importCsv(query: string, text = CSV) {
  const { status, json } = await door.ask('POST', `/reviews/datasets/import?${query}`, new Blob([text]), {});
  expect(status).toBe(200);
  for (;;) {
    const { importing } = (await door.get('/reviews/datasets')).json as { importing: { phase: string } };
    if (importing.phase !== 'reading' && importing.phase !== 'finishing') return { id: String(json.id), importing };
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('datasets by REST', () => {
  it('imports a file, shows its rows, parts, renames, exports and deletes it', async () => {
    const { id, importing } = await importCsv('name=films.csv');
    expect(importing).toMatchObject({ phase: 'finished', rows: 3, skipped: 0 });
    const rows = await door.get(`/reviews/datasets/${id}/rows?split=train&label=1&search=VERY`);
    expect(rows.json).toMatchObject({
      total: 1,
      rows: [{ index: 0, text: 'Good, very good', label: 1, split: 'train' }],
    });
    const parted = await door.post(`/reviews/datasets/${id}/splits`, { train: 1, seed: 3 });
    expect(parted.json).toMatchObject({ figures: { splits: [{ split: 'train', positive: 2, negative: 1 }] } });
    expect(await door.ask('PATCH', `/reviews/datasets/${id}`, { name: 'Films' })).toMatchObject({ status: 200 });
    expect((await door.get('/reviews/datasets')).json).toMatchObject({ datasets: [{ id, name: 'Films' }] });
    const file = await door.api.request(`/sub/api/reviews/datasets/${id}/export?format=csv`);
    expect(file.headers.get('Content-Type')).toMatch(/^text\/csv/);
    expect(await file.text()).toContain('"Good, very good",1,,train,');
    expect(await door.ask('DELETE', `/reviews/datasets/${id}`)).toMatchObject({ status: 200 });
    expect(await door.ask('DELETE', `/reviews/datasets/${id}`)).toMatchObject({ status: 404 });
    expect(await door.get(`/reviews/datasets/${id}/rows`)).toMatchObject({ status: 404 });
  });

  it('peeks, takes the columns that it is told, and lets texts join the reviews', async () => {
    const peek = await door.ask('POST', '/reviews/datasets/peek', new Blob([CSV]), {});
    expect(peek.json).toMatchObject({ kind: 'table', guess: { text: 0, label: 1, split: 2 } });
    const { importing } = await importCsv('name=x.csv&into=reviews&text=0&label=1&positive=negative');
    expect(importing).toMatchObject({ phase: 'finished', into: 'reviews', rows: 3 });
    const reviews = await door.get('/reviews');
    expect(reviews.json).toMatchObject({
      total: 3,
      reviews: [{ sentiment: 0 }, { sentiment: 1 }, { source: 'x.csv' }],
    });
    const { json } = await door.post('/reviews/datasets', { name: 'Mine' });
    const both = 'name=y.csv&into=reviews&text=0&label=2&positive=train&negative=dev&ref=1';
    await importCsv(both);
    expect((await door.get('/reviews?limit=3')).json).toMatchObject({
      total: 6,
      reviews: [{ sentiment: 1, ref: 'positive' }, { sentiment: null, ref: 'negative' }, { source: 'y.csv' }],
    });
    expect(await door.ask('DELETE', '/reviews/datasets/import/reviews')).toMatchObject({ json: { removed: 3 } });
    expect(await door.ask('DELETE', '/reviews/datasets/import/reviews')).toMatchObject({ status: 409 });
    expect((await door.get(`/reviews/datasets/${json.id}/rows`)).json).toMatchObject({ total: 3 });
  });

  it('says what is wrong', async () => {
    expect(await fieldsAtFault(door.post('/reviews/datasets/url', { url: 'https://example.org/a.csv' }))).toEqual([
      'url',
    ]);
    expect(await fieldsAtFault(door.post('/reviews/datasets', {}))).toEqual(['name']);
    expect(await fieldsAtFault(door.post('/reviews/datasets/x/splits', { train: 0.5 }))).toEqual(['train']);
    expect(await door.post('/reviews/datasets/x/splits', { train: 1 })).toMatchObject({ status: 404 });
    const half = door.ask('POST', '/reviews/datasets/import?label=1', new Blob([CSV]), {});
    expect(await fieldsAtFault(half)).toEqual(['text']);
    expect(await door.ask('POST', '/reviews/datasets/peek', new Blob([Uint8Array.of(0, 1, 2)]), {})).toMatchObject({
      status: 400,
    });
    expect(await door.ask('DELETE', '/reviews/datasets/import')).toMatchObject({ status: 200 });
  });
});
