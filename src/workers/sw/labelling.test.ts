// The REST door of the reviews kept: what it does, and what it refuses.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Review } from '../../wire/reviews';
import { Door, fieldsAtFault } from './door.fixture';

let door: Door;

async function keep(reviews: readonly object[]): Promise<string[]> {
  const { status, json } = await door.post('/reviews', { reviews });
  expect(status).toBe(200);
  return json.ids as string[];
}

async function list(query = ''): Promise<{ total: number; texts: string[]; reviews: Review[] }> {
  const { status, json } = await door.get(`/reviews${query}`);
  expect(status).toBe(200);
  const reviews = json.reviews as Review[];
  return { total: json.total as number, texts: reviews.map(({ text }) => text), reviews };
}

beforeAll(async () => {
  door = await Door.open();
});

beforeEach(async () => {
  const { reviews } = await list('?limit=1000');
  if (reviews.length > 0) await door.ask('DELETE', '/reviews', { ids: reviews.map(({ id }) => id) });
});

describe('GET /reviews', () => {
  it('filters by label and by a piece of text, orders, and pages; total counts all that match', async () => {
    await keep([
      { text: 'The plot is thin', sentiment: 0, rating: 3 },
      { text: 'A fine PLOT, well told, and told at length', sentiment: 1 },
      { text: 'Nothing to say' },
      { text: 'plot?' },
    ]);
    expect((await list()).texts).toHaveLength(4);
    expect((await list('?order=oldest&limit=1')).texts).toEqual(['The plot is thin']);
    expect(await list('?search=Plot&limit=1&offset=1')).toMatchObject({
      total: 3,
      texts: ['A fine PLOT, well told, and told at length'],
    });
    expect((await list('?label=none&order=longest')).texts).toEqual(['Nothing to say', 'plot?']);
    expect((await list('?label=0')).reviews).toMatchObject([{ sentiment: 0, rating: 3, source: 'REST' }]);
    expect((await list('?search=%20')).total).toBe(4);
    expect((await list('?search=nowhere')).total).toBe(0);
  });

  it('says what a parameter may be', async () => {
    expect(await fieldsAtFault(door.get('/reviews?label=2'))).toEqual(['label']);
    expect(await fieldsAtFault(door.get('/reviews?order=random'))).toEqual(['order']);
    expect(await fieldsAtFault(door.get('/reviews?limit=-1'))).toEqual(['limit']);
    for (const other of ['0x10', '1e1', '%20', '%205', '2.0', '']) {
      const answer = await door.get(`/reviews?limit=${other}`);
      // Nothing is as if it had been left out.
      expect([other, answer.status]).toEqual([other, other === '' ? 200 : 422]);
    }
    expect(await fieldsAtFault(door.get('/reviews/queue?order=newest'))).toEqual(['order']);
    expect(await fieldsAtFault(door.get('/reviews/queue?limit=x'))).toEqual(['limit']);
    expect(await fieldsAtFault(door.get('/reviews/export?format=xml'))).toEqual(['format']);
  });
});

describe('labels', () => {
  it('are given one by one or to many at once, and taken back', async () => {
    const ids = await keep([{ text: 'one' }, { text: 'two', sentiment: 0 }, { text: 'three' }]);
    const before = (await list('?order=oldest')).reviews;
    const { json } = await door.post('/reviews/label', { ids: [...ids, '999'], sentiment: 1 });
    expect((await list('?label=1')).total).toBe(3);
    await door.ask('PATCH', `/reviews/${ids[0]}`, { sentiment: null, text: 'won', skipped: true });
    expect((await list('?label=none')).reviews).toMatchObject([{ id: ids[0], text: 'won', skipped: true }]);
    await door.post('/reviews/restore', { reviews: json.before });
    const unscored = (reviews: readonly Review[]) => reviews.map(({ score, ...review }) => review);
    // What was edited meanwhile stays: the labels alone are taken back.
    const [edited, ...others] = unscored(before);
    expect(unscored((await list('?order=oldest')).reviews)).toEqual([{ ...edited, text: 'won' }, ...others]);
  });

  it('are given with a text and a place in the queue, all or nothing', async () => {
    const [id] = await keep([{ text: 'one', sentiment: 1 }]);
    const change = { sentiment: 0, text: 'a'.repeat(2_000_001), skipped: true };
    expect((await door.ask('PATCH', `/reviews/${id}`, change)).status).toBe(422);
    expect((await list()).reviews).toMatchObject([{ text: 'one', sentiment: 1, skipped: false }]);
    expect((await door.ask('PATCH', `/reviews/${id}`, { ...change, text: 'two' })).status).toBe(200);
    expect((await list()).reviews).toMatchObject([{ text: 'two', sentiment: 0, skipped: true }]);
  });

  it('take sound bodies and reviews that there are', async () => {
    expect((await door.ask('PATCH', '/reviews/999999', { skipped: true })).status).toBe(404);
    expect((await door.ask('PATCH', '/reviews/x', { text: 'a' })).status).toBe(404);
    expect((await door.post('/reviews/label', { ids: ['1e3x'], sentiment: 1 })).status).toBe(404);
    expect((await door.ask('PATCH', '/reviews/1', {})).status).toBe(422);
    expect(await fieldsAtFault(door.ask('PATCH', '/reviews/1', { sentiment: 2 }))).toEqual(['sentiment']);
    expect(await fieldsAtFault(door.post('/reviews/label', { ids: [], sentiment: 1 }))).toEqual(['ids']);
    expect((await door.post('/reviews', { text: 'a', rating: 11 })).status).toBe(422);
    expect((await door.post('/reviews/restore', { reviews: [{ id: '1', text: 'a' }] })).status).toBe(422);
    const given = {
      id: '1',
      text: 'a',
      sentiment: 1,
      created_at: '2026-01-31T12:00:00Z',
      labelled_at: null,
      source: '',
    };
    const unrated = { ...given, skipped: false, part: null, score: null };
    // A dataset keeps a rating in a byte of its own, of which 300 makes 44.
    const rated = { reviews: [{ ...unrated, rating: 300 }] };
    expect(await fieldsAtFault(door.post('/reviews/restore', rated))).toEqual(['reviews.0.rating']);
    expect((await list()).total).toBe(0);
  });
});

describe('the queue', () => {
  it('holds what has no label, what is skipped last', async () => {
    const [first, , third] = await keep([{ text: 'one' }, { text: 'two', sentiment: 1 }, { text: 'three' }]);
    await door.ask('PATCH', `/reviews/${first}`, { skipped: true });
    const { json } = await door.get('/reviews/queue?order=given');
    expect(json).toMatchObject({ total: 2, skipped: 1 });
    expect((json.reviews as Review[]).map(({ id }) => id)).toEqual([third, first]);
  });
});

describe('duplicates and files', () => {
  it('finds equal texts, whatever their case and white space', async () => {
    const [a, , c] = await keep([{ text: 'Same  text' }, { text: 'other' }, { text: ' same\ntext ' }]);
    const { json } = await door.get('/reviews/duplicates');
    expect((json.groups as Review[][]).map((group) => group.map(({ id }) => id))).toEqual([[a, c]]);
  });

  it('are given out in three formats', async () => {
    const [id] = await keep([{ text: '=1+1', sentiment: 1, rating: 8 }]);
    const ask = async (format: string) => door.api.request(`/sub/api/reviews/export?format=${format}`);
    const csv = await ask('csv');
    expect(csv.headers.get('Content-Type')).toContain('text/csv');
    expect(await csv.text()).toContain(`${id},'=1+1,1,8,REST`);
    expect(JSON.parse(await (await ask('jsonl')).text())).toMatchObject({ id: Number(id), text: '=1+1', rating: 8 });
    const zipped = (await ask('archive')).body?.pipeThrough(new DecompressionStream('gzip'));
    expect(await new Response(zipped ?? null).text()).toContain(`pos/${id}_8.txt`);
  });
});
