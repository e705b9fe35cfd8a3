// The REST door over the real service, in Node: every way to ask wrongly.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../wire/errors';
import { MAX_BODY_BYTES } from '../../wire/limits';
import { createApi } from './api';
import { Door, fieldsAtFault, POINTS } from './door.fixture';

let door: Door;
beforeAll(async () => {
  door = await Door.open();
});
beforeEach(async () => {
  await door.service.points.clear();
});

const ask: Door['ask'] = (...request) => door.ask(...request);
const get = (path: string) => door.get(path);
const post = (path: string, body?: unknown) => door.post(path, body);
const train = (more?: object) => door.train(more);

describe('wrong requests', () => {
  it('422 names the field: points', async () => {
    const at = (points: unknown) => fieldsAtFault(post('/train', { points }));
    expect(await at(undefined)).toEqual(['points']);
    expect(await at([])).toEqual(['points']);
    expect(await at('many')).toEqual(['points']);
    expect(await at([[0, 0], [1]])).toEqual(['points.1']);
    expect(await at([[0, 0], 5])).toEqual(['points.1']);
    expect(
      await at([
        [0, 0],
        [1, null],
        [2, 'x'],
        [true, 0],
      ]),
    ).toEqual(['points.1.1', 'points.2.1', 'points.3.0']);
    expect(await at([[]])).toEqual(['points.0']);
    expect(await at([Array.from({ length: 17 }, () => 0)])).toEqual(['points.0']);
    expect(await fieldsAtFault(post('/train', '{"points": [[1, 1e999]]}'))).toEqual(['points.0.1']);
    expect(await at([[1e101, 0]])).toEqual(['points.0.0']);
    expect(await at(Array.from({ length: 50 }, () => ['x']))).toHaveLength(10);
  });

  it('422 names the field: of the form that was meant, where there are several', async () => {
    const at = (path: string, body: unknown) => fieldsAtFault(post(path, body));
    expect(await at('/reviews', { text: 'A', sentiment: 2 })).toEqual(['sentiment']);
    expect(await at('/reviews', { reviews: [{ text: 'A' }, { text: 5 }] })).toEqual(['reviews.1.text']);
    expect(await at('/reviews', { reviews: [{}] })).toEqual(['reviews.0.text']);
    expect(await at('/reviews', { reviews: Array(10_001).fill({ text: 'A' }) })).toEqual(['reviews']);
    expect(await at('/reviews/score', { texts: ['A', null] })).toEqual(['texts.1']);
    expect((await post('/reviews', { text: 'A', sentiment: 2 })).json.error).toBe('sentiment must be 0 or 1.');
    expect((await post('/reviews/score', {})).json.error).toContain('{"texts": ["…", …]}');
    expect((await post('/reviews/score', [])).json.error).toContain('{"texts": ["…", …]}');
  });

  it('422 says in words what is accepted, once of each field', async () => {
    const said = async (path: string, body: unknown) => (await post(path, body)).json.details;
    const at = (field: string, message: string) => [{ field, message }];
    expect(await said('/reviews', { reviews: [] })).toEqual(at('reviews', 'must have at least 1 entry'));
    expect(await said('/reviews', { text: 5 })).toEqual(at('text', 'must be a text'));
    expect(await said('/reviews', { text: 'A', rating: 11 })).toEqual(at('rating', 'must be at most 10'));
    expect(await said('/reviews', { text: 'A', rating: 1.5 })).toEqual(at('rating', 'must be a whole number'));
    expect(await said('/reviews/label', { ids: [''], sentiment: 1 })).toEqual(at('ids.0', 'must not be empty'));
    expect(await said('/sample', { n: 1, seed: 1e20 })).toEqual(
      at('seed', 'must be a whole number from 0 to 4,294,967,295'),
    );
    const options = { trainable: { kind: 'some' }, schedule: 'steep', learning_rate: 0, dropout: 1, epochs: 1e4 };
    expect(await said('/reviews/train', { model: 'm', name: 'x'.repeat(101), options })).toEqual([
      { field: 'name', message: 'must have at most 100 characters' },
      { field: 'options.trainable.kind', message: 'must be one of all, head, top, lora' },
      { field: 'options.epochs', message: 'must be at most 1,000' },
      { field: 'options.learning_rate', message: 'must be above 0' },
      { field: 'options.schedule', message: 'must be one of linear, cosine, constant' },
      { field: 'options.dropout', message: 'must be at most 0.9' },
    ]);
  });

  it('422 names some of many, and stops looking then', async () => {
    const details = async (path: string, body: unknown) => (await post(path, body)).json.details;
    const many = (n: number, entry: unknown) => Array.from({ length: n }, () => entry);
    expect(await details('/train', { points: POINTS, weights_init: many(300_000, 'x') })).toEqual([
      { field: 'weights_init', message: 'must have at most 20 entries' },
    ]);
    expect(await details('/train', { points: POINTS, means_init: [many(300_000, 'x')] })).toEqual([
      { field: 'means_init.0', message: 'must have at most 16 entries' },
    ]);
    const wrong = await ask('DELETE', '/points', { indices: [0, ...many(300_000, -1)] });
    expect(wrong.json.details).toHaveLength(50);
    expect(wrong.json).toMatchObject({
      error: expect.stringMatching(/^indices\.1 .* \(and at least 49 more\)\.$/),
      details: expect.arrayContaining([expect.objectContaining({ field: 'indices.50' })]),
    });
    expect(await details('/reviews/score', { texts: many(300_000, 5) })).toHaveLength(50);
    const unknown = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x${i}`, 1]));
    expect(await details('/sample', { n: 1, ...unknown })).toHaveLength(50);
  });

  it('422 for columns of one name', async () => {
    const { status, json } = await ask('PUT', '/points', { points: POINTS, columns: ['x', ' x '] });
    expect(status).toBe(422);
    expect(json.details).toEqual([{ field: 'columns', message: 'must give each column a name of its own' }]);
  });

  it('422 names the field: options', async () => {
    const at = (options: object) => fieldsAtFault(train(options));
    expect(await at({ components: 2, colour: 'red' })).toEqual(['components', 'colour']);
    expect(await at({ n_components: 0 })).toEqual(['n_components']);
    expect(await at({ n_components: 21 })).toEqual(['n_components']);
    expect(await at({ n_components: null })).toEqual(['n_components']);
    expect(await at({ n_components: 7 })).toEqual(['n_components']);
    expect(await at({ epochs: 0 })).toEqual(['epochs']);
    expect(await at({ epochs: 'many' })).toEqual(['epochs']);
    expect((await train({ epochs: -1 })).json.error).toContain('from 1 to 100,000, or "auto"');
    expect(await at({ learning_rate: 1e300 })).toEqual(['learning_rate']);
    expect(await at({ tol: -1, reg_covar: -1, n_init: 0 })).toEqual(['tol', 'reg_covar', 'n_init']);
    expect(await at({ seed: 2 ** 32 })).toEqual(['seed']);
    expect(await at({ method: 'magic' })).toEqual(['method']);
    expect(await at({ covariance_type: 'round' })).toEqual(['covariance_type']);
    expect(await at({ init_params: 'guess' })).toEqual(['init_params']);
    expect(await at({ forgetting: 0 })).toEqual(['forgetting']);
  });

  it('422 names the field: as the request calls it', async () => {
    await train();
    expect(await fieldsAtFault(post('/inspect', { point: [1e200, 0] }))).toEqual(['point.0']);
    expect(await fieldsAtFault(post('/inspect', { point: [1, 2, 3] }))).toEqual(['point']);
    expect(await fieldsAtFault(ask('PATCH', '/points', { indices: [0, 1], points: [[1, 1]] }))).toEqual(['points']);
    const named = async (answer: ReturnType<typeof post>) => {
      const { status, json } = await answer;
      return [status, ...(json.details as { field: string }[]).map(({ field }) => field)];
    };
    expect(await named(post('/reviews/batch', { dataset: 'none' }))).toEqual([404, 'dataset']);
    const training = { model: 'nano', name: 'Mine', dataset: 'none' };
    expect(await named(post('/reviews/train', training))).toEqual([404, 'dataset']);
    const options = { datasets: ['none'] };
    expect(await named(post('/reviews/retrain', { options }))).toEqual([404, 'options.datasets.0']);
    expect(await named(ask('PUT', '/reviews/retrain', options))).toEqual([404, 'datasets.0']);
    const start = { config_name: 'image-cnn.yaml', train_data_dir: 'data/Nowhere/train' };
    expect(await named(post('/training/start', start))).toEqual([422, 'train_data_dir']);
    const both = { ...start, test_data_dir: 'data/Drawn digits/test' };
    expect(await named(post('/training/start', both))).toEqual([422, 'test_data_dir']);
    const missing = { config_name: 'image-cnn.yaml', val_data_dir: 'data/Drawn digits/val' };
    expect(await named(post('/training/start', missing))).toEqual([422, 'val_data_dir']);
    expect(await named(post('/training/start', { config_name: 'none.yaml' }))).toEqual([404, 'config_name']);
  });

  it('422 names what a query may not have, and says what it may', async () => {
    const said = async (method: string, path: string) => {
      const { status, json } = await ask(method, path);
      expect(status).toBe(422);
      return json.details;
    };
    expect(await said('GET', '/reviews?sentiment=1')).toEqual([
      { field: 'sentiment', message: 'is not known here; accepted are label, search, source, order, offset, limit' },
    ]);
    expect(await said('GET', '/reviews?limit=2&limit=3')).toEqual([
      { field: 'limit', message: 'must be given once; accepted are label, search, source, order, offset, limit' },
    ]);
    for (const [method, path] of [
      ['GET', '/ping?x='],
      ['GET', '/openapi.json?x=1'],
      ['POST', '/clear?x=1'],
      // The id is a part of the path.
      ['GET', '/models/none?id=none'],
    ] as const) {
      const field = path.includes('id=') ? 'id' : 'x';
      expect(await said(method, path)).toEqual([{ field, message: 'is not known here; no parameters are accepted' }]);
    }
  });

  it('422 names what a query must have', async () => {
    const missing = async (answer: ReturnType<typeof get>) => {
      const { status, json } = await answer;
      expect(status).toBe(422);
      return (json.details as { field: string; message: string }[])[0];
    };
    expect(await missing(ask('POST', '/images/predict', new Blob(['x']), {}))).toEqual({
      field: 'model',
      message: 'is required: An image model’s id, from GET /training/trained_models',
    });
    expect((await missing(get('/models/compare?a=nano')))?.field).toBe('b');
    expect((await missing(get('/models/nano/export?format=')))?.field).toBe('format');
    expect((await missing(get('/models/nano/file')))?.field).toBe('path');
  });

  it('422 for more than a page takes, wherever there are pages', async () => {
    for (const path of ['/reviews', '/reviews/queue', '/reviews/datasets/none/rows', '/images/shipped/items']) {
      expect(await fieldsAtFault(get(`${path}?limit=1001`))).toEqual(['limit']);
    }
    expect((await get('/reviews?limit=1000')).status).toBe(200);
  });

  it('422 names the field: start values of the wrong shape', async () => {
    const at = (options: object) => fieldsAtFault(train(options));
    const isAt = async (options: object, field: string) =>
      expect((await at(options)).every((name) => name === field || name.startsWith(`${field}.`))).toBe(true);
    await isAt({ means_init: [[0, 0]] }, 'means_init');
    await isAt(
      {
        means_init: [
          [0, 0],
          [1, 'x'],
        ],
      },
      'means_init',
    );
    await isAt({ weights_init: [0.5, 0.6] }, 'weights_init');
    await isAt({ weights_init: [1] }, 'weights_init');
    await isAt({ precisions_init: 'x' }, 'precisions_init');
    await isAt({ precisions_init: [[1, 0]] }, 'precisions_init');
    await isAt({ covariance_type: 'spherical', precisions_init: [1, -1] }, 'precisions_init');
  });

  it('leave what was there untouched', async () => {
    const before = (await train()).json.means;
    await train({ n_components: 7 });
    await post('/train', { points: [[1, 2], [3]] });
    expect((await get('/parameters')).json.means).toEqual(before);
    expect((await get('/points')).json.n).toBe(6);
  });

  it('400 for what is not JSON', async () => {
    expect((await post('/train', '{"points": [[NaN, 1]]}')).status).toBe(400);
    expect((await post('/train', '{')).status).toBe(400);
    expect((await post('/train', '')).status).toBe(400);
    expect((await ask('POST', '/train', new Blob([new Uint8Array([0x22, 0xff, 0x22])]), {})).status).toBe(400);
    expect((await ask('POST', '/restore', '', {})).status).toBe(400);
  });

  it('422 for JSON that is no object', async () => {
    for (const body of ['[]', '1', 'null', '"x"']) expect((await post('/train', body)).status).toBe(422);
  });

  it('415 for other types, but takes text/plain, which fetch() sends by default', async () => {
    const body = JSON.stringify({ points: POINTS, n_components: 2 });
    expect((await ask('POST', '/train', body, { 'Content-Type': 'text/xml' })).status).toBe(415);
    expect((await ask('POST', '/train', body, { 'Content-Type': 'text/plain;charset=UTF-8' })).status).toBe(200);
  });

  it('413 for a body past the limit', async () => {
    const announced = { 'Content-Type': 'application/json', 'Content-Length': String(MAX_BODY_BYTES + 1) };
    expect((await ask('POST', '/train', '{}', announced)).status).toBe(413);
    const real = new Blob([new Uint8Array(MAX_BODY_BYTES + 1)], { type: 'application/json' });
    expect((await ask('POST', '/train', real, {})).status).toBe(413);
  });

  it('404 for an unknown route, 405 for another method', async () => {
    expect((await get('/nothing')).status).toBe(404);
    expect((await get('')).status).toBe(404);
    expect((await post('/fit/dance')).status).toBe(404);
    // No command of that name: not one that takes another method.
    for (const path of ['/fit/dance', '/stream/metric', '/training/statuses', '/reviews/batch/reports']) {
      const { status, json } = await get(path);
      expect([path, status, json.error]).toEqual([path, 404, expect.stringContaining('openapi.json')]);
    }
    expect((await get('/fit/play')).headers.get('Allow')).toBe('POST');
    const wrong = await get('/train');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('Allow')).toBe('POST');
    expect((await post('/models/some-id')).headers.get('Allow')).toBe('GET, PATCH, DELETE');
    // The words of one path are no parameter of another.
    const others = [
      ['PATCH', '/models/compare', 'GET'],
      ['GET', '/training/configs/check', 'POST'],
      ['POST', '/stream/config', 'PUT'],
      ['POST', '/fit/options', 'PATCH'],
      ['DELETE', '/images/predict', 'POST'],
    ] as const;
    for (const [method, path, allowed] of others) {
      const { status, headers } = await ask(method, path);
      expect([path, status, headers.get('Allow')]).toEqual([path, 405, allowed]);
    }
  });

  it('errors of the engine keep their meaning', async () => {
    const refusing = (error: unknown) => createApi({ prefix: '/api', findService: () => Promise.reject(error) });
    const cases = { unavailable: 503, quota: 507, conflict: 409, internal: 500 } as const;
    for (const [code, status] of Object.entries(cases)) {
      const answer = await refusing(new ServiceError(code as keyof typeof cases, 'Why.')).request('/api/ping');
      expect(answer.status).toBe(status);
      expect(await answer.json()).toEqual({ error: 'Why.', details: [] });
    }
    expect((await refusing(new Error('Oh.')).request('/api/ping')).status).toBe(500);
  });
});
