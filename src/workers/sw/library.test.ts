// The library by REST: every kind listed, archives out and in, questions by Content-Type and answers by Accept.

import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Arrival, type LibraryService, LOG_HEADER } from '../../wire/library';
import type { OpenApiDocument } from '../../wire/openapi';
import type { Service } from '../../wire/service';
import { createApi } from './api';
import { Door, fieldsAtFault } from './door.fixture';
import type { Call } from './handlers';
import { LIBRARY_HANDLERS } from './library';

let door: Door;
let mixture = '';
const at = (path: string) => `/sub/api${path}`;

beforeAll(async () => {
  door = await Door.open();
  await door.train();
  mixture = String((await door.post('/models', { name: 'Six' })).json.id);
});

const predict = (id: string, body: string, headers: Record<string, string>) =>
  door.api.request(at(`/models/${id}/predict`), { method: 'POST', body, headers });

it('are unpacked once where nobody names them', async () => {
  const asked: unknown[][] = [];
  const library = { import: async (...given: unknown[]) => asked.push(given) && 'id' } as Partial<LibraryService>;
  const body = new Blob(['x']);
  const call = { service: { library }, body, parameter: () => '' } as unknown as Call<'importModel'>;
  expect(await LIBRARY_HANDLERS.importModel(call)).toEqual({ id: 'id' });
  expect(asked).toEqual([[{ kind: 'file', name: 'Model', file: body }, null]]);
});

describe('what a module logs while it answers', () => {
  const answered = async (log?: readonly string[]) => {
    const predict = async () => ({ bytes: Uint8Array.of(1), content_type: 'text/csv', log });
    const api = createApi({ prefix: '', findService: async () => ({ library: { predict } }) as unknown as Service });
    return api.request('/models/m/predict', { method: 'POST', body: 'x' });
  };

  it('comes beside the answer, in any letters', async () => {
    const log = ['read 3 rows', 'größer 😀\r\nX-Other: 1', ''];
    const { headers } = await answered(log);
    expect(headers.get('Content-Type')).toBe('text/csv');
    expect(headers.has('X-Other')).toBe(false);
    expect(JSON.parse(headers.get(LOG_HEADER) ?? '')).toEqual(log);
    expect((await answered()).headers.has(LOG_HEADER)).toBe(false);
    expect((await answered([])).headers.has(LOG_HEADER)).toBe(false);
  });

  it('is cut to the newest lines where it is long', async () => {
    const log = Array.from({ length: 500 }, (_, i) => `${i} ${'é'.repeat(100)}`);
    const header = (await answered(log)).headers.get(LOG_HEADER) ?? '';
    const lines: string[] = JSON.parse(header);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines).toEqual(log.slice(-lines.length));
    expect(header.length).toBeLessThan(17_000);
  });
});

describe('models by REST', () => {
  it('are listed whatever their kind, and told in detail', async () => {
    const models = (await door.get('/models')).json.models as Record<string, unknown>[];
    expect(models[0]).toMatchObject({
      id: mixture,
      name: 'Six',
      kind: 'mixture',
      version: 1,
      bytes: expect.any(Number),
    });
    expect(models.some(({ kind }) => kind === 'text')).toBe(true);
    const { json } = await door.get(`/models/${mixture}`);
    expect(json).toMatchObject({ layers: expect.any(Array), card: expect.stringContaining('# Six') });
    expect((await door.get('/models/none')).status).toBe(404);
    expect((await door.get(`/models/compare?a=${mixture}&b=${mixture}`)).json).toMatchObject({ a: mixture });
  });

  it('leave as archives and enter again', async () => {
    const response = await door.api.request(at(`/models/${mixture}/archive`));
    expect(response.headers.get('Content-Type')).toBe('application/gzip');
    expect(response.headers.get('Content-Disposition')).toContain('model.tar.gz');
    const file = await response.blob();
    expect((await door.ask('POST', '/models/inspect', file, {})).json).toMatchObject({ kind: 'mixture' });
    const { json, status } = await door.ask('POST', '/models/archive?name=Copy', file, {});
    expect(status).toBe(200);
    expect((await door.get(`/models/${json.id}`)).json).toMatchObject({ name: 'Copy', origin: 'imported' });
    const unnamed = (await door.ask('POST', '/models/archive', file, {})).json.id;
    expect((await door.get(`/models/${unnamed}`)).json.name).toMatch(/^Mixture of \d+, \w+ covariance, 2 columns$/);
    const bad = await door.ask('POST', '/models/archive', file.slice(0, 100), {});
    expect(bad).toMatchObject({ status: 422, json: { error: expect.any(String) } });
  });

  it('are told of and given up on their way in, as the page does', async () => {
    const { library } = door.service;
    expect((await door.get('/models/import')).json).toEqual({ importing: null });
    const importing = { share: 0.25, rate: 0, secondsLeft: null };
    const other = { ...importing, share: 0.5 };
    const arriving: readonly Arrival[] = [
      { id: 'first', kind: 'import', progress: other },
      { id: 'last', kind: 'import', progress: importing },
      { id: 'of the page', kind: 'look', progress: other },
    ];
    vi.spyOn(library, 'state').mockResolvedValueOnce({ ...(await library.state()), arriving });
    expect((await door.get('/models/import')).json).toEqual({ importing });
    const cancelled = vi.spyOn(library, 'cancelImport');
    expect((await door.ask('DELETE', '/models/import')).json).toEqual({ status: 'ok' });
    expect(cancelled).toHaveBeenCalledOnce();
    const { paths } = (await door.get('/openapi.json')).json as unknown as OpenApiDocument;
    for (const path of ['/models/archive', '/models/inspect']) {
      expect(paths[path]?.post?.responses, path).toHaveProperty('409');
    }
  });

  it('are packaged with options', async () => {
    const body = JSON.stringify({ model: mixture, module: 'm', output: 'six.tar.gz' });
    const headers = { 'Content-Type': 'application/json' };
    const response = await door.api.request(at('/models/package'), { method: 'POST', body, headers });
    expect(response.headers.get('Content-Disposition')).toContain('six.tar.gz');
    expect(await fieldsAtFault(door.post('/models/package', { model: mixture, tensorboard: 1 }))).toEqual([
      'tensorboard',
    ]);
    expect((await door.post('/models/package', { model: 'none' })).status).toBe(404);
    expect((await door.get('/models/export')).json).toEqual({ exporting: null });
    expect((await door.ask('DELETE', '/models/export')).json).toEqual({ status: 'ok' });
  });

  it('answer by Content-Type and Accept, 415 and 406 otherwise', async () => {
    const json = await predict(mixture, '[[0, 0], [4, 4]]', { 'Content-Type': 'application/json' });
    expect(await json.json()).toMatchObject({ labels: [expect.any(Number), expect.any(Number)] });
    const csv = await predict(mixture, 'x,y\n0,0\n', { 'Content-Type': 'text/csv', Accept: 'text/csv, */*;q=0.1' });
    expect(csv.headers.get('Content-Type')).toBe('text/csv');
    expect((await csv.text()).split('\n')).toHaveLength(3);
    expect((await predict(mixture, '0', { 'Content-Type': 'text/html' })).status).toBe(415);
    const json_ = { 'Content-Type': 'application/json' };
    expect((await predict(mixture, '[[0, 0]]', { ...json_, Accept: 'image/png' })).status).toBe(406);
    expect((await predict(mixture, '[[0]]', json_)).status).toBe(422);
    expect((await predict('none', '[[0]]', json_)).status).toBe(404);
  });

  it('score texts', async () => {
    const models = (await door.get('/models')).json.models as { id: string; architecture: string }[];
    const id = models.find(({ architecture }) => architecture === 'ngram')?.id ?? '';
    const plain = { 'Content-Type': 'text/plain', Accept: 'text/plain' };
    const score = Number(await (await predict(id, 'A warm, funny film.', plain)).text());
    expect(score).toBeGreaterThan(0.5);
    const both = await predict(id, '{"texts": ["A warm, funny film.", "Dull."]}', {
      'Content-Type': 'application/json',
    });
    expect((await both.json()).scores[0]).toBe(score);
  });

  it('begin with a template, which is packaged as it is', async () => {
    const id = await door.service.library.createModule('Mine', 'template');
    const files = await door.service.library.moduleFiles(id);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['serve.js', 'train.js', 'types.d.ts']));
    const { file } = await door.service.library.package(id, {});
    const inspected = await door.ask('POST', '/models/inspect', file, {});
    const manifest = { servingScript: 'serve.js', enableTensorboard: true };
    expect(inspected.json).toMatchObject({ kind: 'module', manifest });
  });

  it('of one’s own are written file by file', async () => {
    const { json } = await door.post('/models/modules', { name: 'By REST' });
    const path = `/models/${json.id}/file?path=lib/a.txt`;
    expect((await door.ask('PUT', path, 'some text', { 'Content-Type': 'text/plain' })).status).toBe(200);
    expect(await (await door.api.request(at(path))).text()).toBe('some text');
    const { files } = (await door.get(`/models/${json.id}/files`)).json as { files: { path: string }[] };
    expect(files.map((file) => file.path)).toContain('lib/a.txt');
    expect((await door.ask('DELETE', path)).status).toBe(200);
    expect((await door.get(path)).status).toBe(404);
    expect(await door.ask('DELETE', path)).toMatchObject({
      status: 404,
      json: { error: expect.stringContaining('lib/a.txt') },
    });
    expect((await door.ask('PUT', `/models/${json.id}/file?path=../up`, 'x', {})).status).toBe(422);
    expect(await fieldsAtFault(door.post(`/models/${json.id}/train`, { args: [1] }))).toEqual(['args.0']);
    expect(await fieldsAtFault(door.post(`/models/${json.id}/train`, { seconds: 0 }))).toEqual(['seconds']);
    const info = `/models/${json.id}/module`;
    expect((await door.ask('PATCH', info, { move: { from: 'train.js', to: 'fit.js' } })).status).toBe(200);
    expect((await door.get(info)).json).toMatchObject({ folder: '', trainingScript: 'fit.js', training: null });
    const both = { move: { from: 'fit.js', to: 'lib/fit.js' }, trainingScript: 'none.js' };
    expect(await fieldsAtFault(door.ask('PATCH', info, both))).toEqual(['trainingScript']);
    expect((await door.get(info)).json).toMatchObject({ trainingScript: 'fit.js', enableTensorboard: true });
    expect(await fieldsAtFault(door.ask('PUT', `/models/${json.id}/file?path=fit.js/x`, 'x', {}))).toEqual(['path']);
    expect((await door.ask('PATCH', info, { trainingScript: null })).status).toBe(200);
    expect((await door.post(`/models/${json.id}/train`)).status).toBe(409);
    expect((await door.post(`/models/${json.id}/train/resume`)).status).toBe(409);
    expect(await fieldsAtFault(door.ask('PATCH', info, { servingScript: 'none.js' }))).toEqual(['servingScript']);
    expect((await door.get('/models/training')).json).toEqual({ training: null });
    expect((await door.post('/models/training/stop')).status).toBe(200);
  });

  it('change, go and come back', async () => {
    expect((await door.ask('PATCH', `/models/${mixture}`, { name: 'Half a dozen', tags: ['x'] })).status).toBe(200);
    expect((await door.get(`/models/${mixture}`)).json).toMatchObject({ name: 'Half a dozen', tags: ['x'] });
    expect(await fieldsAtFault(door.ask('PATCH', `/models/${mixture}`, { colour: 1 }))).toEqual(['colour']);
    expect((await door.ask('DELETE', `/models/${mixture}`)).status).toBe(200);
    expect((await door.get(`/models/${mixture}`)).status).toBe(404);
    expect((await door.post(`/models/${mixture}/restore`)).status).toBe(200);
    expect((await door.get(`/models/${mixture}`)).json).toMatchObject({ name: 'Half a dozen', tags: ['x'] });
  });
});
