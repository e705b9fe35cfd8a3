// The REST door over the real service, in Node: every route and what it answers.

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenApiDocument } from '../../wire/openapi';
import { ROUTES, type Route } from '../../wire/routes';
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

describe('mixtures', () => {
  it('train, update, parameters, clear', async () => {
    expect(await get('/ping')).toMatchObject({ status: 200, json: { status: 'ok' } });
    const trained = await train({ seed: 3 });
    expect(trained.status).toBe(200);
    expect(trained.json).toMatchObject({ n_components: 2, n_points: 6, n_features: 2, method: 'em', seed: 3 });
    const weights = trained.json.weights as number[];
    expect(weights[0]! + weights[1]!).toBeCloseTo(1, 12);
    expect((await get('/parameters')).json.means).toEqual(trained.json.means);

    const updated = await post('/update', { points: [[4, 4]] });
    expect(updated).toMatchObject({ status: 200, json: { n_points: 7, method: 'incremental' } });

    expect(await post('/clear')).toMatchObject({ status: 200, json: { status: 'cleared' } });
    expect(await get('/parameters')).toMatchObject({ status: 404, json: { details: [] } });
    expect((await get('/points')).json).toMatchObject({ n: 0, points: [] });
  });

  it('update without a model trains one', async () => {
    expect(await post('/update', { points: POINTS, n_components: 2 })).toMatchObject({
      status: 200,
      json: { n_points: 6, n_components: 2 },
    });
  });

  it('with tol 0 makes exactly as many iterations as epochs', async () => {
    expect((await train({ tol: 0, epochs: 7 })).json).toMatchObject({ n_iter: 7, epochs: 7 });
  });

  it('sample: the seed decides, and is told', async () => {
    await train();
    const once = await post('/sample', { n: 5, seed: 9 });
    expect(once.json.samples).toHaveLength(5);
    expect((await post('/sample', { n: 5, seed: 9 })).json).toEqual(once.json);
    const free = await post('/sample', { n: 5 });
    expect((await post('/sample', { n: 5, seed: free.json.seed })).json).toEqual(free.json);
    await post('/sample', { n: 4, add: true });
    expect((await get('/points')).json.n).toBe(10);
    expect((await get('/points')).json.points).toHaveLength(10);
  });

  it('score and inspect', async () => {
    await train();
    const { json } = await post('/score', {
      points: [
        [0, 0],
        [100, 100],
      ],
    });
    expect(json.outlier).toEqual([false, true]);
    const [first, second] = json.log_density as [number, number];
    expect(first).toBeGreaterThan(second);
    const shares = (json.responsibilities as number[][])[0]!;
    expect(shares[0]! + shares[1]!).toBeCloseTo(1, 12);
    const inspected = await post('/inspect', { point: [0, 0] });
    expect(inspected.json.log_density).toBeCloseTo(first, 10);
    expect(inspected.json.outlier).toBe(false);
  });

  it('answers parallel calls one after the other', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((seed) => train({ seed })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.map(({ json }) => json.seed)).toEqual([1, 2, 3, 4]);
    expect((await get('/points')).json.n).toBe(6);
  });
});

describe('points', () => {
  it('replace, add, move, remove, undo, redo', async () => {
    const replaced = await ask('PUT', '/points', { points: POINTS, columns: ['a', 'b'], source: 'Here' });
    expect(replaced.json).toMatchObject({ n: 6, d: 2, columns: ['a', 'b'], source: 'Here' });
    expect((await post('/points', { points: [[9, 9]] })).json).toMatchObject({ n: 7, max: [9, 9] });
    await ask('PATCH', '/points', { indices: [6], points: [[8, 8]] });
    expect((await ask('DELETE', '/points', { indices: [0, 1] })).json).toMatchObject({ n: 5, max: [8, 8] });
    await post('/points/undo');
    expect((await get('/points')).json.points).toEqual([...POINTS, [8, 8]]);
    await post('/points/redo');
    expect((await get('/points')).json).toMatchObject({ n: 5, columns: ['a', 'b'] });
  });

  it('refuses positions and columns that are not there', async () => {
    await ask('PUT', '/points', { points: POINTS });
    expect(await fieldsAtFault(ask('DELETE', '/points', { indices: [0, 6] }))).toEqual(['indices.1']);
    expect(await fieldsAtFault(ask('PATCH', '/points', { indices: [6], points: [[1, 1]] }))).toEqual(['indices.0']);
    expect(await fieldsAtFault(ask('PUT', '/points', { points: POINTS, columns: ['a'] }))).toEqual(['columns']);
    expect(await fieldsAtFault(post('/points', { points: [[1, 2, 3]] }))).toEqual(['points']);
  });

  it('as CSV, with and without the model’s word', async () => {
    await train();
    const plain = await door.api.request('/sub/api/points/csv');
    expect(plain.headers.get('Content-Type')).toContain('text/csv');
    expect((await plain.text()).trim().split('\r\n')).toHaveLength(7);
    const full = await (await door.api.request('/sub/api/points/csv?responsibilities=true')).text();
    expect(full.split('\r\n')[0]).toContain('log_density');
    expect(await fieldsAtFault(get('/points/csv?responsibilities=maybe'))).toEqual(['responsibilities']);
  });

  it('assignment', async () => {
    expect((await get('/points/assignment')).status).toBe(404);
    await train();
    const { json } = await get('/points/assignment');
    const labels = json.labels as number[];
    expect(new Set(labels.slice(0, 3)).size).toBe(1);
    expect(labels[0]).not.toBe(labels[3]);
    expect(json.responsibilities).toHaveLength(6);
  });
});

describe('the fit on the page', () => {
  it('options, commands, pace and state', async () => {
    await ask('PUT', '/points', { points: POINTS });
    const options = await ask('PATCH', '/fit/options', {
      n_components: 2,
      covariance_type: 'diag',
      tol: 0,
      epochs: 50,
    });
    expect(options.json).toMatchObject({ n_components: 2, covariance_type: 'diag' });
    expect((await ask('PUT', '/fit/speed', { iterations_per_second: 200 })).status).toBe(200);
    expect((await post('/fit/step')).status).toBe(200);
    expect((await post('/fit/reset')).json).toEqual({ phase: 'idle' });
    expect((await get('/state')).json).toMatchObject({ dataset: { n: 6 }, speed: 200, fit: { phase: 'idle' } });
    expect((await ask('PUT', '/fit/speed', { iterations_per_second: null })).status).toBe(200);
    expect(await fieldsAtFault(ask('PUT', '/fit/speed', { iterations_per_second: 0 }))).toEqual([
      'iterations_per_second',
    ]);
  });

  it('gives the state’s mixture as plain lists', async () => {
    await train();
    const { mixture } = (await get('/state')).json as { mixture: { weights: unknown; means: unknown } };
    expect(mixture.weights).toHaveLength(2);
    expect(mixture.weights).toBeInstanceOf(Array);
    expect(mixture.means).toBeInstanceOf(Array);
  });

  it('chooses the number of components', async () => {
    await ask('PUT', '/points', { points: POINTS });
    const { json } = await post('/select', { min: 1, max: 3, criterion: 'bic' });
    expect(json).toMatchObject({ criterion: 'bic', best: expect.any(Number) });
    expect(json.candidates).toHaveLength(3);
    expect(await fieldsAtFault(post('/select', { min: 3, max: 1, criterion: 'bic' }))).toEqual(['max']);
    expect(await fieldsAtFault(post('/select', { min: 1, max: 3, criterion: 'icl' }))).toEqual(['criterion']);
  });
});

describe('models, compute, storage', () => {
  it('saves, lists, renames, loads and deletes models', async () => {
    expect((await post('/models', { name: 'Six' })).status).toBe(409);
    await train();
    const saved = await post('/models', { name: ' Six ' });
    expect(saved.json).toMatchObject({ name: 'Six', kind: 'mixture', version: 1 });
    const { id } = saved.json as { id: string };
    expect((await get('/models')).json.models).toContainEqual(expect.objectContaining(saved.json));
    expect((await ask('PATCH', `/models/${id}`, { name: 'Seven' })).status).toBe(200);
    await post('/clear');
    expect((await post(`/models/${id}/load`)).status).toBe(200);
    expect((await get('/parameters')).json.n_components).toBe(2);
    expect((await ask('DELETE', `/models/${id}`)).status).toBe(200);
    expect((await ask('DELETE', `/models/${id}`)).status).toBe(404);
    expect((await post(`/models/${id}/load`)).status).toBe(404);
    const left = (await get('/models')).json.models as { id: string }[];
    expect(left.some((model) => model.id === id)).toBe(false);
    expect(await fieldsAtFault(post('/models', { name: '  ' }))).toEqual(['name']);
  });

  it('says what computes', async () => {
    const { json } = await get('/compute');
    expect(json).toMatchObject({ backend: expect.any(String), reason: expect.any(String) });
    expect((await ask('PUT', '/compute', { backend: 'cpu' })).json).toMatchObject({ backend: 'cpu', override: 'cpu' });
    expect(await fieldsAtFault(ask('PUT', '/compute', { backend: 'abacus' }))).toEqual(['backend']);
    expect((await ask('PUT', '/compute', { backend: 'auto' })).json).toMatchObject({ override: 'auto' });
  });

  it('backs up, checks, deletes and restores everything', async () => {
    await train();
    const response = await door.api.request('/sub/api/backup');
    expect(response.headers.get('Content-Type')).toBe('application/gzip');
    const file = await response.blob();
    expect((await get('/backup/state')).json).toEqual({ phase: 'idle' });
    expect((await ask('DELETE', '/backup')).json).toEqual({ status: 'ok' });
    expect((await ask('POST', '/backup/inspect', file, {})).json.parts).toContainEqual({ label: 'Points', count: 6 });
    expect(await ask('DELETE', '/everything')).toMatchObject({ status: 200, json: { status: 'deleted' } });
    expect((await get('/points')).json.n).toBe(0);
    expect(await ask('POST', '/restore', new Blob(['no back-up']), {})).toMatchObject({ status: 422 });
    expect(await ask('POST', '/restore', file, {})).toMatchObject({ status: 200, json: { status: 'restored' } });
    expect((await get('/points')).json.points).toEqual(POINTS);
  });
});

describe('openapi.json', () => {
  it('describes every route, with examples that the door accepts', async () => {
    const { json } = await get('/openapi.json');
    expect(json.openapi).toBe('3.1.0');
    expect(json.servers).toEqual([{ url: '/sub/api' }]);
    const paths = json.paths as Record<string, Record<string, { requestBody?: { content: Record<string, unknown> } }>>;
    for (const { method, path, body } of Object.values<Route>(ROUTES)) {
      const operation = paths[path]?.[method.toLowerCase()];
      expect(operation, `${method} ${path}`).toBeDefined();
      expect(operation?.requestBody !== undefined).toBe(body !== undefined);
      if (typeof body === 'object' && 'schema' in body)
        expect(body.schema.safeParse(body.example).error).toBeUndefined();
    }
    expect(JSON.stringify(paths)).not.toContain('"$defs"');
  });

  it('says what the door holds to: files, lists, what is required, and what is refused', async () => {
    const { paths } = (await get('/openapi.json')).json as unknown as OpenApiDocument;
    const operation = (method: string, path: string) => paths[path]?.[method] ?? expect.fail(`${method} ${path}`);
    const types = (path: string) => Object.keys(operation('post', path).requestBody?.content ?? {});
    expect(types('/images/predict')).toEqual(expect.arrayContaining(['image/png', 'image/jpeg', 'image/webp']));
    expect(types('/images/predict')).not.toContain('application/gzip');
    expect(types('/training/runs/import')).toContain('text/csv');
    expect(types('/reviews/datasets/import')).toEqual(expect.arrayContaining(['application/gzip', 'text/csv']));
    const answer = (method: string, path: string) =>
      operation(method, path).responses[200]?.content['application/json']?.schema;
    expect(answer('get', '/training/metrics/runs')).toEqual({ type: 'array' });
    expect(answer('get', '/training/runs')).toEqual({ type: 'object' });
    expect(answer('get', '/reviews/drift/state')).toEqual({ type: 'object' });
    const required = (method: string, path: string) =>
      (operation(method, path).parameters ?? []).filter((one) => one.required).map(({ name }) => name);
    expect(required('post', '/images/predict')).toEqual(['model']);
    expect(required('get', '/models/compare')).toEqual(['a', 'b']);
    expect(required('get', '/images/{id}/items')).toEqual(['id']);
    expect(operation('delete', '/training/queue/{run_id}').responses).toHaveProperty('409');
    expect(operation('post', '/sample').responses).not.toHaveProperty('409');
    for (const route of Object.values<Route>(ROUTES)) {
      const { responses } = operation(route.method.toLowerCase(), route.path);
      const always = route.body === 'file' ? ['400', '413', '422', '503'] : ['422', '503'];
      expect(Object.keys(responses), route.path).toEqual(expect.arrayContaining(always));
      expect(route.files !== undefined, route.path).toBe(route.body === 'file');
      // What the example shows is what is said of it.
      const { json = 'object', example } = route.answer;
      if (example !== undefined && json !== 'anything') expect(Array.isArray(example)).toBe(json === 'list');
    }
  });

  it('400 for every file that is empty, as it says', async () => {
    for (const { method, path, body, parameters = [] } of Object.values<Route>(ROUTES)) {
      if (body !== 'file') continue;
      const query = parameters.filter(({ required }) => required).map(({ name }) => `${name}=x`);
      const answer = await ask(method, `${path}?${query.join('&')}`, '', {});
      expect(answer.status, path).toBe(400);
    }
  });

  it('shows what train really answers, rounded', async () => {
    const { body, answer } = ROUTES.train;
    const { json } = await post('/train', body.example);
    for (const [name, shown] of Object.entries(answer.example)) {
      const flat = (value: unknown) => [value].flat(4);
      flat(shown).forEach((value, i) => {
        if (typeof value === 'number') expect(flat(json[name])[i]).toBeCloseTo(value, 3);
        else expect(flat(json[name])[i]).toBe(value);
      });
      expect(flat(json[name])).toHaveLength(flat(shown).length);
    }
    expect(Object.keys(answer.example)).toEqual(Object.keys(json));
  });
});

describe('a folder with an encoded character', () => {
  it('has all the routes, and says where they are', async () => {
    const api = createApi({ prefix: '/my%20b%C3%BCcher%2525/api', findService: async () => door.service });
    const at = async (path: string, init?: RequestInit) => {
      const answer = await api.request(`/my%20b%C3%BCcher%2525/api${path}`, init);
      return { status: answer.status, json: await answer.json() };
    };
    expect(await at('/ping')).toEqual({ status: 200, json: { status: 'ok' } });
    expect((await at('/openapi.json')).json.servers).toMatchObject([{ url: '/my%20b%C3%BCcher%2525/api' }]);
    expect((await at('/ping', { method: 'DELETE' })).status).toBe(405);
    expect((await at('/models/a%2Fb')).status).toBe(404);
  });
});
