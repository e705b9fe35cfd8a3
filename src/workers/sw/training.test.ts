// Training by REST, over a service of the test's own that keeps what it was asked: what the door checks, says and hands on.

import type { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../wire/errors';
import type { ActiveRun, RunRows, RunSummary, RunsService, RunsState, TrainedModel } from '../../wire/runs';
import type { Service } from '../../wire/service';
import { createApi } from './api';

const SUMMARY: RunSummary = {
  ...{
    id: '2026-01-31_12-00-00',
    name: 'Digits',
    note: '',
    tags: [],
    archived: false,
    phase: 'completed',
    message: '',
  },
  ...{ kind: 'image', model: 'CNN', data: 'Drawn digits: 1,600 train', dataset: 'Drawn digits' },
  ...{ config: 'image-cnn.yaml', seed: 1 },
  ...{ created_at: '2026-01-31T12:00:00.000Z', modified_at: '2026-01-31T12:00:05.000Z', duration: 5 },
  ...{
    total_epochs: 2,
    total_steps: 50,
    columns: ['train_loss', 'val_acc'],
    engine: 'WASM',
    resumable: false,
    models: 1,
  },
  best_metrics: { best_train_loss: 0.2, best_val_acc: 0.9 },
  final_metrics: { train_loss: 0.3, val_acc: 0.8 },
};
const OLDER: RunSummary = { ...SUMMARY, id: 'older', phase: 'interrupted', modified_at: '2026-01-30T12:00:00.000Z' };
const BARE: RunSummary = {
  ...SUMMARY,
  id: 'bare',
  phase: 'stopped',
  columns: [],
  modified_at: '2026-01-29T12:00:00.000Z',
};
const ROWS: RunRows = {
  ...{ run_id: SUMMARY.id, columns: ['epoch', 'step', 'train_loss', 'val_acc'], max_epoch: 1, max_step: 49 },
  rows: [
    { epoch: 0, step: 24, train_loss: 0.2, val_acc: null },
    { epoch: 1, step: 49, train_loss: null, val_acc: 0.8 },
  ],
  last_modified: SUMMARY.modified_at,
};
const MODEL: TrainedModel = {
  ...{ id: 'm1', run: SUMMARY.id, name: 'Digits', kind: 'image', role: 'best', epoch: 1, step: 49, bytes: 10 },
  ...{ created_at: SUMMARY.created_at, metrics: { val_acc: 0.9, test_acc: 0.85 } },
};
/** What the library makes of a model, by a name of its own. */
const PACKED = { name: 'Digits.tar.gz', file: new Blob(['m'], { type: 'application/gzip' }) };
const ACTIVE: ActiveRun = {
  ...{
    id: SUMMARY.id,
    name: 'Digits',
    kind: 'image',
    phase: 'running',
    doing: '',
    epoch: 1,
    epochs: 2,
    step: 3,
    steps: 50,
  },
  ...{ rate: 10, examples_rate: 320, secondsLeft: 4, engine: 'WASM', memory: null, saved_at: null, latest: {} },
};

/** Without a part to judge by while training. */
const DRAWN = {
  name: 'Drawn digits',
  parts: [
    { part: 'train', n: 1600 },
    { part: 'val', n: 0 },
    { part: 'test', n: 400 },
  ],
};

let calls: unknown[][];
let state: RunsState;
let runs: RunSummary[];
let models: TrainedModel[];
let refusal: ServiceError | null;
let api: Hono;

beforeEach(() => {
  calls = [];
  refusal = null;
  runs = [SUMMARY, OLDER, BARE];
  models = [MODEL];
  state = { active: null, queue: [], interrupted: [], ended: null, rev: 1, configs_rev: 1 };
  const images = { state: async () => ({ sets: [DRAWN] }) };
  const datasets = { state: async () => ({ datasets: [] }) };
  const library = { exportModel: answering('exportModel', () => PACKED) };
  const service = { runs: fake(), images, datasets, library } as unknown as Service;
  api = createApi({ prefix: '/api', findService: async () => service });
});

function answering<T>(name: string, value: () => T) {
  return async (...args: unknown[]): Promise<T> => {
    calls.push([name, ...args]);
    if (refusal) throw refusal;
    return value();
  };
}

function fake(): RunsService {
  const nothing = (name: string) => answering(name, () => undefined);
  const methods = {
    state: async () => state,
    list: async () => runs,
    models: async () => models,
    rows: answering('rows', () => ROWS),
    run: answering('run', () => ({ ...SUMMARY, max_epoch: 1, max_step: 49 })),
    start: answering('start', () => SUMMARY.id),
    series: answering('series', () => ({
      ...{ id: SUMMARY.id, total_rows: 1 },
      columns: [
        {
          name: 'val_acc',
          ...{
            step: Float64Array.of(1),
            epoch: Float64Array.of(0),
            time: Float64Array.of(2),
            value: Float64Array.of(NaN),
          },
        },
      ],
    })),
    export: answering('export', () => ({ name: 'metrics.csv', file: new Blob(['epoch\n'], { type: 'text/csv' }) })),
    evaluation: answering('evaluation', () => null),
    importCsv: answering('importCsv', () => 'imported'),
    ...{ control: nothing('control'), resume: nothing('resume'), unqueue: nothing('unqueue') },
    ...{ update: nothing('update'), remove: nothing('remove'), removeModel: nothing('removeModel') },
  };
  return methods as unknown as RunsService;
}

async function ask(method: string, path: string, body?: unknown) {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = body instanceof Blob ? body : JSON.stringify(body);
    if (!(body instanceof Blob)) init.headers = { 'Content-Type': 'application/json' };
  }
  const response = await api.request(`/api/training${path}`, init);
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json');
  const disposition = response.headers.get('Content-Disposition');
  return { status: response.status, json: isJson ? JSON.parse(text) : null, text, disposition };
}

describe('start, stop and status', () => {
  it('hand on the folders as overrides, and the name', async () => {
    const body = {
      ...{ config_name: 'image-cnn.yaml', model_name: 'Mine', train_data_dir: 'data/MNIST/train' },
      ...{ test_data_dir: 'data/MNIST/test', val_data_dir: 'data/MNIST/val', overrides: ['trainer.epochs=2'] },
    };
    expect(await ask('POST', '/start', body)).toMatchObject({
      status: 200,
      json: { status: 'started', run_id: SUMMARY.id },
    });
    const [[, request]] = calls as [[string, Record<string, unknown>]];
    expect(request).toMatchObject({ config: { id: 'image-cnn.yaml' }, name: 'Mine' });
    expect(request.overrides).toEqual([
      'data.train_data_dir="data/MNIST/train"',
      'data.val_data_dir="data/MNIST/val"',
      'data.test_data_dir="data/MNIST/test"',
      'trainer.epochs=2',
    ]);
  });

  it('take an entry of the datasets as it is: null is left out', async () => {
    const { datasets } = (await ask('GET', '/datasets')).json;
    expect(datasets).toEqual([
      {
        ...{ dataset_name: 'Drawn digits', dataset_base_path: 'data/Drawn digits', val_path: null },
        ...{ train_path: 'data/Drawn digits/train', test_path: 'data/Drawn digits/test' },
      },
    ]);
    const [{ train_path, val_path, test_path }] = datasets;
    const body = { config_name: 'image-cnn.yaml', model_name: null };
    const places = { train_data_dir: train_path, val_data_dir: val_path, test_data_dir: test_path };
    expect((await ask('POST', '/start', { ...body, ...places })).status).toBe(200);
    const [[, request]] = calls as [[string, Record<string, unknown>]];
    expect(request.name).toBeUndefined();
    expect(request.overrides).toEqual([
      'data.train_data_dir="data/Drawn digits/train"',
      'data.test_data_dir="data/Drawn digits/test"',
    ]);
  });

  it('name the field at fault as the request does', async () => {
    const fields = async (field: string, body: object) => {
      refusal = new ServiceError('invalid', 'Why.', [{ field, message: 'Why.' }]);
      const { status, json } = await ask('POST', '/start', { config_name: 'a.yaml', ...body });
      expect([status, json.error]).toEqual([422, 'Why.']);
      return json.details[0].field;
    };
    const train_data_dir = 'data/Nowhere/train';
    expect(await fields('data.train_data_dir', { train_data_dir })).toBe('train_data_dir');
    expect(await fields('data.train_data_dir', { overrides: ['data.train_data_dir=x'] })).toBe('data.train_data_dir');
    expect(await fields('trainer.epochs', { train_data_dir })).toBe('trainer.epochs');
  });

  it('say 409 with the id of the run that is on, or that it waits', async () => {
    refusal = new ServiceError('conflict', 'Another run is on.', [{ field: 'run_id', message: 'x' }]);
    expect(await ask('POST', '/start', { config_name: 'a.yaml' })).toMatchObject({
      status: 409,
      json: { error: 'Another run is on.', details: [{ field: 'run_id', message: 'x' }] },
    });
    refusal = null;
    state = { ...state, queue: [{ id: SUMMARY.id, name: 'Digits' }] };
    const queued = await ask('POST', '/start', { config_name: 'a.yaml', when_busy: 'queue' });
    expect(queued.json).toEqual({ status: 'queued', run_id: SUMMARY.id });
  });

  it('refuse what is no request to start', async () => {
    for (const [field, body] of [
      ['config_name', {}],
      ['config_name', { config_name: 7 }],
      ['train_data_dir', { config_name: 'a', train_data_dir: '' }],
      ['unknown', { config_name: 'a', unknown: 1 }],
    ] as const) {
      const answer = await ask('POST', '/start', body);
      expect(answer.status).toBe(422);
      expect(answer.json.details[0].field).toBe(field);
    }
    expect(calls).toEqual([]);
  });

  it('know running, not_running, and a run that failed', async () => {
    expect((await ask('GET', '/status')).json).toEqual({ status: 'not_running' });
    expect((await ask('POST', '/stop')).json).toEqual({ status: 'not_running' });
    state = { ...state, ended: { id: 'x', name: 'x', phase: 'failed', message: 'No images.', at: '' } };
    expect((await ask('GET', '/status')).json).toEqual({ status: 'error: No images.', run_id: 'x' });
    state = { ...state, active: ACTIVE };
    expect((await ask('GET', '/status')).json).toMatchObject({ status: 'running', run_id: SUMMARY.id, step: 3 });
    expect((await ask('POST', '/stop')).json).toEqual({ status: 'stopped', run_id: SUMMARY.id });
    expect((await ask('POST', '/pause')).json).toMatchObject({ status: 'running', phase: 'running' });
    expect(calls).toEqual([
      ['control', 'stop', SUMMARY.id],
      ['control', 'pause'],
    ]);
    expect((await ask('POST', '/dance')).status).toBe(404);
  });

  it('call a run that ended just before it could be stopped not running; other refusals are told', async () => {
    state = { ...state, active: ACTIVE };
    refusal = new ServiceError('conflict', 'No run is on.');
    expect(await ask('POST', '/stop')).toMatchObject({ status: 200, json: { status: 'not_running' } });
    refusal = new ServiceError('quota', 'No room.');
    expect(await ask('POST', '/stop')).toMatchObject({ status: 507, json: { error: 'No room.' } });
  });
});

describe('metrics', () => {
  it('of the run with metrics that was at work last', async () => {
    const waits: RunSummary = { ...BARE, phase: 'queued', modified_at: '2026-02-01T12:00:00.000Z' };
    runs = [waits, OLDER, SUMMARY];
    expect((await ask('GET', '/metrics/latest')).json).toEqual({
      ...{ run_id: SUMMARY.id, available_columns: ROWS.columns, total_rows: 2, max_epoch: 1, max_step: 49 },
      ...{
        data: ROWS.rows,
        csv_file: `api/training/runs/${SUMMARY.id}/metrics.csv`,
        last_modified: ROWS.last_modified,
      },
    });
    expect(calls).toEqual([['rows', SUMMARY.id]]);
  });

  it('are refused in the training service’s words', async () => {
    for (const without of [[BARE], []]) {
      runs = without;
      expect(await ask('GET', '/metrics/latest')).toMatchObject({
        status: 404,
        json: { error: 'No training runs found' },
      });
    }
    expect((await ask('GET', '/metrics/runs')).json).toEqual([]);
    refusal = new ServiceError('not_found', 'Run gone not found');
    for (const path of ['/metrics/runs/gone', '/metrics/runs/gone/summary']) {
      expect(await ask('GET', path)).toMatchObject({ status: 404, json: { error: 'Run gone not found' } });
    }
  });

  it('list runs: completed once they have ended, however and with metrics or without, in progress before', async () => {
    const statuses = async (...phases: RunSummary['phase'][]) => {
      runs = phases.map((phase) => ({ ...BARE, phase }));
      const { json } = await ask('GET', '/metrics/runs');
      return new Set(json.map(({ status }: { status: string }) => status));
    };
    expect(await statuses('completed', 'stopped', 'failed', 'imported')).toEqual(new Set(['completed']));
    expect(await statuses('queued', 'running', 'paused', 'interrupted')).toEqual(new Set(['in_progress']));
    runs = [SUMMARY, OLDER, BARE];
    const { json } = await ask('GET', '/metrics/runs');
    expect(json.map(({ status }: { status: string }) => status)).toEqual(['completed', 'in_progress', 'completed']);
    expect(json[0]).toEqual({
      ...{ run_id: SUMMARY.id, created_at: SUMMARY.created_at, modified_at: SUMMARY.modified_at },
      ...{ status: 'completed', has_metrics: true, metrics_file: `api/training/runs/${SUMMARY.id}/metrics.csv` },
    });
    expect(json[2]).toMatchObject({ has_metrics: false, metrics_file: null });
  });

  it('sum up: the highest epoch and step, best and final values', async () => {
    expect((await ask('GET', `/metrics/runs/${SUMMARY.id}/summary`)).json).toEqual({
      ...{ run_id: SUMMARY.id, total_epochs: 1, total_steps: 49, best_metrics: SUMMARY.best_metrics },
      final_metrics: { epoch: 1, step: 49, train_loss: 0.3, val_acc: 0.8 },
      available_columns: ['epoch', 'step', 'train_loss', 'val_acc'],
    });
  });

  it('as series have null for what is no number', async () => {
    const { json } = await ask('GET', '/runs/x/series?places=5&columns=val_acc,b');
    expect(json.columns).toEqual([{ name: 'val_acc', step: [1], epoch: [0], time: [2], value: [null] }]);
    expect(calls).toEqual([['series', { id: 'x', columns: ['val_acc', 'b'], places: 5 }]]);
    expect((await ask('GET', '/runs/x/series?places=0')).status).toBe(422);
  });
});

describe('what the page can do', () => {
  it('goes on, changes, deletes, imports and exports', async () => {
    expect((await ask('POST', '/runs/x/resume')).json).toEqual({ status: 'started', run_id: 'x' });
    expect((await ask('PATCH', '/runs', { ids: ['x', 'y'], archived: true })).status).toBe(200);
    expect((await ask('DELETE', '/runs', { ids: ['x'] })).status).toBe(200);
    expect((await ask('DELETE', '/queue/y')).status).toBe(200);
    expect((await ask('POST', '/runs/import?name=theirs', new Blob(['epoch']))).json).toEqual({ run_id: 'imported' });
    expect(await ask('GET', '/runs/x/metrics.csv')).toMatchObject({
      text: 'epoch\n',
      disposition: "attachment; filename*=UTF-8''metrics.csv",
    });
    expect(await ask('GET', '/runs/x/evaluation')).toMatchObject({ status: 404 });
    expect((await ask('PATCH', '/runs', { ids: [] })).status).toBe(422);
    expect(calls.map(([name, ...args]) => (name === 'importCsv' ? [name, args[0]] : [name, ...args]))).toEqual([
      ['resume', 'x'],
      ['update', ['x', 'y'], { archived: true }],
      ['remove', ['x']],
      ['unqueue', 'y'],
      ['importCsv', 'theirs'],
      ['export', 'x', 'csv'],
      ['evaluation', 'x'],
    ]);
  });

  it('gives a model as the library packs it, called after its run and itself', async () => {
    const response = await api.request('/api/training/models/m1/export');
    expect(response.headers.get('Content-Type')).toBe('application/gzip');
    expect(response.headers.get('Content-Disposition')).toBe("attachment; filename*=UTF-8''Digits-m1.tar.gz");
    expect(await response.text()).toBe('m');
    models = [{ ...MODEL, name: 'Groups', kind: 'mixture' }];
    expect((await ask('GET', '/trained_models')).json.models_info[0].formats).toEqual(['json']);
    const mixture = await ask('GET', '/models/m1/export?format=json');
    expect(mixture).toMatchObject({ status: 200, disposition: "attachment; filename*=UTF-8''Groups-m1.json" });
    expect(calls).toEqual([
      ['exportModel', 'm1', 'archive', 'float32'],
      ['exportModel', 'm1', 'sklearn', 'float32'],
    ]);
  });

  it('gives no model that is not there, none in a format that it has not, and none that was given up', async () => {
    const none = { status: 404, json: { error: 'Model none not found' } };
    for (const query of ['', '?format=tar.gz']) {
      expect(await ask('GET', `/models/none/export${query}`)).toMatchObject(none);
    }
    const message = 'This model comes as tar.gz, not “onnx”.';
    expect(await ask('GET', '/models/m1/export?format=onnx')).toMatchObject({
      status: 422,
      json: { error: message, details: [{ field: 'format', message }] },
    });
    expect(calls).toEqual([]);
    refusal = new ServiceError('conflict', 'The export was cancelled.');
    expect((await ask('GET', '/models/m1/export')).status).toBe(409);
  });

  it('tells trained models apart in what they were judged on', async () => {
    const { json } = await ask('GET', '/trained_models');
    expect(json.model_paths).toEqual(['api/training/models/m1/export']);
    expect(json.models_info[0]).toMatchObject({
      formats: ['tar.gz'],
      ...{ run_id: SUMMARY.id, model_name: 'Digits', dataset_name: 'Drawn digits', config_name: 'image-cnn.yaml' },
      ...{ train_metrics: { val_acc: 0.9 }, test_metrics: { test_acc: 0.85 } },
    });
  });
});
