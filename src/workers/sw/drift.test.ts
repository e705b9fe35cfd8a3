// Drift monitoring by REST, over the real service.

import { beforeAll, describe, expect, it } from 'vitest';
import { DRIFT_TESTS } from '../../wire/drift';
import { Door, fieldsAtFault } from './door.fixture';

let door: Door;
beforeAll(async () => {
  door = await Door.open();
  await door.service.reviews.serve('nano');
});

describe('drift by REST', () => {
  it('looks, and says what each test found', async () => {
    const empty = await door.get('/reviews/drift');
    expect(empty).toMatchObject({ status: 200, json: { drifted: false, n_reference: 2000, n_current: 0 } });
    const reviews = Array.from({ length: 40 }, (_, i) => ({
      text: `Kettle number ${i} leaks, sent it back`,
      sentiment: 0,
    }));
    await door.post('/reviews', { reviews });
    const { status, json } = await door.get('/reviews/drift');
    expect(status).toBe(200);
    expect(json).toMatchObject({ model: 'nano', drifted: true, n_current: 40 });
    const tests = json.tests as Record<string, unknown>[];
    expect(tests.map(({ name }) => name)).toEqual([...DRIFT_TESTS]);
    for (const test of tests) {
      expect(test).toMatchObject({ sentence: expect.any(String), drifted: test.verdict === 'drift' });
      expect(['drift', 'no-drift', 'too-little-data']).toContain(test.verdict);
      for (const figure of [test.statistic, test.threshold, test.p_value]) {
        expect(figure === null || Number.isFinite(figure)).toBe(true);
      }
    }
  });

  it('says how it stands without looking anew', async () => {
    const { status, json } = await door.get('/reviews/drift/state');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      ...{ options: { enabled: true, alpha: 0.05, window: 500 }, reference: expect.any(String), problem: null },
      report: { model: 'nano', drifted: true, n_current: 40, tests: { length: DRIFT_TESTS.length } },
    });
    expect(Object.keys(json).sort()).toEqual(['history', 'options', 'phase', 'problem', 'reference', 'report']);
    expect(await door.get('/reviews/drift/state')).toMatchObject({ json });
  });

  it('takes options, keeps those left out, and refuses others', async () => {
    const changed = await door.ask('PUT', '/reviews/drift', { alpha: 0.01, window: 30 });
    expect(changed).toMatchObject({ status: 200, json: { enabled: true, alpha: 0.01, window: 30 } });
    expect((await door.get('/reviews/drift')).json).toMatchObject({ n_current: 30 });
    expect((await door.ask('PUT', '/reviews/drift', { enabled: false })).json).toEqual({
      ...{ enabled: false, alpha: 0.01, window: 30 },
    });
    for (const [field, value] of [
      ['alpha', 0],
      ['alpha', 2],
      ['window', 1.5],
      ['window', 1e9],
      ['enabled', 'yes'],
    ] as const) {
      expect(await fieldsAtFault(door.ask('PUT', '/reviews/drift', { [field]: value }))).toEqual([field]);
    }
    expect((await door.ask('PUT', '/reviews/drift', { other: 1 })).status).toBe(422);
  });

  it('is in the description of the door', async () => {
    const { json } = await door.get('/openapi.json');
    const paths = json.paths as Record<string, Record<string, unknown>>;
    const [path] = Object.keys(paths).filter((name) => name.endsWith('/reviews/drift'));
    expect(Object.keys(paths[path ?? ''] ?? {})).toEqual(['get', 'put']);
  });

  it('answers 404 for a model of which nothing is kept', async () => {
    const { json } = await door.post('/reviews/models', { name: 'Blank', kind: 'ngram' });
    await door.ask('PUT', '/reviews/model', { model: json.id });
    expect((await door.get('/reviews/drift')).status).toBe(404);
  });
});
