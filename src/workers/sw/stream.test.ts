// The stream by REST, over a service of the test's own that keeps what it was asked: what the door checks, says and hands on.

import type { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../wire/errors';
import type { Service } from '../../wire/service';
import type { StreamConfig, StreamProgress, StreamService, StreamState, StreamStatus } from '../../wire/stream';
import { STREAM_LIMITS } from '../../wire/stream-limits';
import { createApi } from './api';

const CONFIG: StreamConfig = {
  source: {
    ...{ id: 'sea', seed: 1, batch_size: 32, noise: 0, file: null },
    drift: { kind: 'abrupt', position: 5000, width: 1 },
    push: { task: 'infer', n_classes: null },
  },
  learner: {
    ...{ id: 'network', hidden: [16], activation: 'relu', optimizer: 'adam', learning_rate: 0.01 },
    ...{ epochs: 1, n_components: 4, seed: 1, compute: 'auto' },
  },
  ...{ replay: 0, detectors: ['adwin'], reset_on_drift: false, window: 50, save_every: 'batch', queue: 2 },
};

const PROGRESS: StreamProgress = {
  ...{ run_id: 'r', batches: 3, examples: 96, queued: 0, rate: 10, saved_at: '2026-01-31T12:00:00.000Z' },
  X_shape: [32, 3],
  y_shape: [32],
};
const RUNNING: StreamStatus = { phase: 'running', ...PROGRESS };

let calls: unknown[][];
let state: StreamState;
let refusal: ServiceError | null;
let api: Hono;

beforeEach(() => {
  calls = [];
  refusal = null;
  state = {
    ...{
      config: CONFIG,
      status: RUNNING,
      begun: 'Trained the initial model.',
      speed: null,
      source: 'sea',
      learner: null,
      engine: null,
    },
    ...{ task: 'classification', detectors: [], weights: null, files: [], kept: [], rev: 3 },
    window: { loss: 0.5, accuracy: 0.9, mae: null, r2: null },
  };
  const service = { stream: fake() } as Service;
  api = createApi({ prefix: '/api', findService: async () => service });
});

function fake(): StreamService {
  const called = async (...call: unknown[]) => {
    calls.push(call);
    if (refusal) throw refusal;
  };
  const answering =
    <T>(name: string, answer: T) =>
    async (...args: unknown[]) => {
      await called(name, ...args);
      return answer;
    };
  const places = Float64Array.of(0, 1);
  const file = { id: 'f', name: 'a.csv', rows: 1, columns: ['a'], bytes: 4, created_at: '2026-01-31T12:00:00.000Z' };
  return {
    state: async () => state,
    configure: async (config) => {
      await called('configure', config);
      state = { ...state, config };
    },
    start: (...args) => called('start', ...args),
    control: async (command) => {
      await called('control', command);
      if (command === 'stop') state = { ...state, status: { phase: 'stopped', message: 'Stopped.', ...PROGRESS } };
    },
    setSpeed: (...args) => called('setSpeed', ...args),
    push: answering('push', { queued: 1 }),
    annotate: (...args) => called('annotate', ...args),
    series: answering('series', {
      ...{ batch: places, loss: places, score: Float64Array.of(0.5, Number.NaN), learning_rate: places },
      ...{ grad_norm: places, rate: places, queued: places, total: 2, detections: [], drifts: [1], notes: [] },
    }),
    surface: answering('surface', null),
    exportCsv: answering('exportCsv', new Blob(['batch,loss\r\n'], { type: 'text/csv' })),
    keep: answering('keep', 'k'),
    removeKept: (...args) => called('removeKept', ...args),
    addFile: answering('addFile', file),
    removeFile: (...args) => called('removeFile', ...args),
  };
}

async function ask(method: string, path: string, body?: unknown) {
  const content = typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body);
  const answer = await api.request(`/api${path}`, { method, ...(body !== undefined && { body: content }) });
  const json: Record<string, unknown> = await answer.json();
  return { status: answer.status, headers: answer.headers, json };
}

/** What a 422 says of each field; nothing reached the service. */
async function faults(method: string, path: string, body?: unknown): Promise<Record<string, string>> {
  const { status, json } = await ask(method, path, body);
  expect(status).toBe(422);
  expect(calls).toEqual([]);
  const details = json.details as { field: string; message: string }[];
  return Object.fromEntries(details.map(({ field, message }) => [field, message]));
}

describe('the three routes that keep the words of others', () => {
  it('hands a batch on', async () => {
    const X = [
      [0, 1],
      [2, 3],
    ];
    expect(await ask('POST', '/fine-tune', { X, y: [0, 1] })).toMatchObject({
      ...{ status: 200, json: { message: 'Fine-tuning triggered', queued: 1 } },
    });
    expect(calls).toEqual([['push', { X, y: [0, 1] }]]);
  });

  it('takes one column without lists, and y as a column', async () => {
    await ask('POST', '/fine-tune', { X: [4, 5], y: [[0], [1]] });
    await ask('POST', '/fine-tune', { X: [[4], 5], y: [0, [1]] });
    await ask('POST', '/fine-tune', { X: [[4, 5]] });
    expect(calls).toEqual([
      ['push', { X: [[4], [5]], y: [0, 1] }],
      ['push', { X: [[4], [5]], y: [0, 1] }],
      ['push', { X: [[4, 5]], y: [] }],
    ]);
  });

  it('429 with Retry-After when the queue is full', async () => {
    refusal = new ServiceError('busy', 'The queue is full.');
    const { status, headers, json } = await ask('POST', '/fine-tune', { X: [[1]], y: [0] });
    expect([status, json]).toEqual([429, { error: 'The queue is full.', details: [] }]);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
  });

  it('says whether there is a model, and whether it learns', async () => {
    const said = async (status: StreamStatus) => {
      state = { ...state, status };
      const { status: code, json } = await ask('GET', '/model');
      return [code, json.message ?? json.error];
    };
    const [active, inactive] = ['active', 'inactive'].map((word) => [
      200,
      `Model is ready and fine-tuning is ${word}.`,
    ]);
    const none = [404, 'Model not initialized yet.'];
    expect(await said({ phase: 'idle' })).toEqual(none);
    expect(await said({ phase: 'waiting', message: 'For a batch.', ...PROGRESS, batches: 0 })).toEqual(none);
    expect(await said(RUNNING)).toEqual(active);
    expect(await said({ phase: 'waiting', message: 'For a batch.', ...PROGRESS })).toEqual(active);
    expect(await said({ phase: 'paused', ...PROGRESS })).toEqual(inactive);
    expect(await said({ phase: 'interrupted', ...PROGRESS })).toEqual(inactive);
    expect(await said({ phase: 'stopped', message: 'Stopped.', ...PROGRESS })).toEqual(inactive);
    expect((await ask('GET', '/model')).json).toMatchObject({ phase: 'stopped', batches: 3, X_shape: [32, 3] });
  });

  it('shuts down: answers once the run has stopped', async () => {
    expect((await ask('POST', '/shutdown')).json).toEqual({ message: 'Service shutting down and model saved.' });
    expect(calls).toEqual([['control', 'stop']]);
    // Nothing runs any more: all is as it should be already.
    expect((await ask('POST', '/shutdown')).status).toBe(200);
    expect(calls).toHaveLength(1);
    state = { ...state, status: RUNNING };
    const stops = async (error: ServiceError) => {
      refusal = error;
      return (await ask('POST', '/shutdown')).status;
    };
    // Another stopped it between the look and the word.
    expect(await stops(new ServiceError('conflict', 'No stream is running.'))).toBe(200);
    expect(await stops(new ServiceError('unavailable', 'It went away.'))).toBe(503);
    for (const phase of ['stopped', 'ended', 'failed'] as const) {
      state = { ...state, status: { phase, message: 'Not saved.', ...PROGRESS, save_refused: true } };
      expect(await ask('POST', '/shutdown')).toMatchObject({ status: 507, json: { error: 'Not saved.' } });
    }
  });
});

describe('a batch that is not in order', () => {
  const of = (body: unknown) => faults('POST', '/fine-tune', body);
  const fields = async (body: unknown) => Object.keys(await of(body));

  it('422 names row and column', async () => {
    const found = await of(
      '{"X": [[1, 2], [3], [4, null], ["5", 6], [1e999, 7], 8], "y": [0, 1, "a", null, [1, 2], 0]}',
    );
    expect(Object.keys(found)).toEqual(['X.1', 'X.2.1', 'X.3.0', 'X.4.0', 'X.5', 'y.2', 'y.3', 'y.4']);
    expect(found['X.1']).toBe('has 1 value where the first row has 2 (row 2, counted from 1)');
    expect(found['X.2.1']).toBe('must be a finite number, not null (row 3, column 2, counted from 1)');
    expect(found['X.3.0']).toContain('not the text “5”');
    expect(found['X.4.0']).toContain('not Infinity');
    expect(found['y.2']).toContain('(row 3, counted from 1)');
  });

  it('422 for what is empty, missing, of another kind or length', async () => {
    expect(await fields({})).toEqual(['X']);
    expect(await fields({ X: [], y: [] })).toEqual(['X']);
    expect(await fields({ X: [[]], y: [0] })).toEqual(['X.0']);
    expect(await fields({ X: 'rows', y: 'labels' })).toEqual(['X', 'y']);
    expect(await fields({ X: { 0: [1] }, y: [0] })).toEqual(['X']);
    expect(await fields({ X: [[1]], y: null })).toEqual(['y']);
    expect(await fields({ X: [[1]], y: [0], z: 1 })).toEqual(['z']);
    expect(await fields({ X: [[[1]]], y: [0] })).toEqual(['X.0.0']);
    expect(await of({ X: [[1], [2]], y: [0] })).toEqual({ y: 'has 1 value where X has 2 rows' });
    expect(await fields('[]')).toEqual(['']);
    expect(Object.keys(await of({ X: Array.from({ length: 50 }, () => [null]), y: [] }))).toHaveLength(10);
  });

  it('422 past the stated sizes', async () => {
    const { pushed_rows: rows, pushed_columns: columns, pushed_numbers: numbers } = STREAM_LIMITS;
    expect(await fields({ X: new Array(rows + 1).fill(0), y: [] })).toEqual(['X']);
    expect(await fields({ X: [new Array(columns + 1).fill(0)], y: [0] })).toEqual(['X.0']);
    const wide = new Array(columns).fill(0);
    expect(await fields({ X: new Array(numbers / columns + 1).fill(wide), y: [] })).toEqual(['X']);
  });

  it('400 for what is no JSON', async () => {
    for (const body of ['', '{', '{"X": [[NaN]], "y": [0]}']) {
      expect((await ask('POST', '/fine-tune', body)).status).toBe(400);
    }
    expect(calls).toEqual([]);
  });

  it('413 before it is read when its length is announced, and while it is read otherwise', async () => {
    const { pushed_bytes: limit } = STREAM_LIMITS;
    let read = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          read += 2 ** 20;
          controller.enqueue(new Uint8Array(2 ** 20));
        },
      });
    const send = (headers: Record<string, string>) =>
      api.request(new Request('http://host/api/fine-tune', { method: 'POST', headers, body: endless(), ...HALF }));
    expect((await send({ 'Content-Length': String(limit + 1) })).status).toBe(413);
    // A stream has one piece ready at once.
    expect(read).toBeLessThanOrEqual(2 ** 20);
    const refused = await send({});
    expect([refused.status, await refused.json()]).toMatchObject([413, { error: expect.stringContaining('68 MB') }]);
    expect(read).toBeLessThan(limit + 5 * 2 ** 20);
    expect(calls).toEqual([]);
  });
});

/** What Node wants to be told of a body that is a stream. */
const HALF: object = { duplex: 'half' };

describe('what the page can do', () => {
  it('starts, with changes or without', async () => {
    expect((await ask('POST', '/stream/start')).json).toEqual(RUNNING);
    expect(calls).toEqual([['start', { fresh: undefined }]]);
    calls = [];
    await ask('POST', '/stream/start', { config: { source: { id: 'led', drift: { kind: 'none' } } }, fresh: true });
    const source = { ...CONFIG.source, id: 'led', drift: { ...CONFIG.source.drift, kind: 'none' } };
    expect(calls).toEqual([
      ['configure', { ...CONFIG, source }],
      ['start', { fresh: true }],
    ]);
  });

  it('configures: what is left out stays', async () => {
    const answer = await ask('PUT', '/stream/config', {
      learner: { id: 'linear', hidden: [] },
      replay: 9,
      save_every: 2,
    });
    const learner = { ...CONFIG.learner, id: 'linear', hidden: [] };
    const changed = { ...CONFIG, learner, replay: 9, save_every: 2 };
    expect(calls).toEqual([['configure', changed]]);
    expect(answer.json).toEqual(changed);
    refusal = new ServiceError('conflict', 'A run is on.');
    expect((await ask('PUT', '/stream/config', { replay: 1 })).status).toBe(409);
  });

  it('configures twice at once: neither change is lost', async () => {
    await Promise.all([ask('PUT', '/stream/config', { replay: 7 }), ask('PUT', '/stream/config', { save_every: 3 })]);
    expect(state.config).toMatchObject({ replay: 7, save_every: 3 });
  });

  it('422 names the option at fault', async () => {
    const at = async (config: unknown) => Object.keys(await faults('PUT', '/stream/config', config));
    expect(await at({ source: { id: 'river', batch_size: 0, noise: 0.6 } })).toEqual([
      ...['source.id', 'source.batch_size', 'source.noise'],
    ]);
    expect(await at({ source: { drift: { position: -1 } } })).toEqual(['source.drift.position']);
    expect(await at({ source: { push: { n_classes: 1 } } })).toEqual(['source.push.n_classes']);
    expect(await at({ source: { file: { id: '' } } })).toEqual(['source.file.id', 'source.file.target']);
    expect(await at({ learner: { hidden: [0], learning_rate: 0, seed: 0.5 } })).toEqual([
      ...['learner.hidden.0', 'learner.learning_rate', 'learner.seed'],
    ]);
    expect(await at({ replay: -1, window: 0, queue: 0, save_every: 'never' })).toEqual([
      ...['replay', 'window', 'save_every', 'queue'],
    ]);
    expect(await at({ detectors: ['adwin', 'adwin'] })).toEqual(['detectors']);
    expect(await at({ detectors: ['smoke'] })).toEqual(['detectors.0']);
    expect(await at({ speed: 1 })).toEqual(['speed']);
  });

  it('pauses, goes on, steps, stops, resets', async () => {
    for (const command of ['pause', 'play', 'step', 'reset']) {
      expect((await ask('POST', `/stream/${command}`)).json).toEqual(RUNNING);
    }
    expect((await ask('GET', '/stream/status')).json).toEqual(RUNNING);
    expect((await ask('POST', '/stream/stop')).json).toMatchObject({ phase: 'stopped', message: 'Stopped.' });
    expect(calls.map(([, command]) => command)).toEqual(['pause', 'play', 'step', 'reset', 'stop']);
    expect((await ask('POST', '/stream/dance')).status).toBe(404);
    expect((await ask('GET', '/stream/pause')).status).toBe(405);
  });

  it('sets the speed, annotates, keeps, deletes', async () => {
    await ask('PUT', '/stream/speed', { batches_per_second: 5 });
    await ask('PUT', '/stream/speed', { batches_per_second: null });
    await ask('POST', '/stream/annotate', { text: ' New sensor ' });
    expect((await ask('POST', '/stream/kept', { name: 'One' })).json).toEqual({ id: 'k' });
    await ask('DELETE', '/stream/kept/k');
    await ask('DELETE', '/stream/files/f');
    expect(calls).toEqual([
      ...[
        ['setSpeed', 5],
        ['setSpeed', null],
        ['annotate', 'New sensor'],
      ],
      ...[
        ['keep', 'One'],
        ['removeKept', 'k'],
        ['removeFile', 'f'],
      ],
    ]);
    calls = [];
    expect(await faults('PUT', '/stream/speed', { batches_per_second: 0 })).toHaveProperty('batches_per_second');
    expect(await faults('POST', '/stream/annotate', { text: ' ' })).toHaveProperty('text');
    expect(await faults('POST', '/stream/kept', {})).toHaveProperty('name');
  });

  it('takes a file, and no empty one', async () => {
    expect((await ask('POST', '/stream/files?name=a.csv', new Blob(['a\n1\n']))).json).toMatchObject({ id: 'f' });
    expect(calls).toEqual([['addFile', 'a.csv', expect.any(Blob)]]);
    expect((await ask('POST', '/stream/files', '')).status).toBe(400);
  });

  it('gives the series as lists, and null for what is not known', async () => {
    const { json } = await ask('GET', '/stream/series?from=10&to=20&places=5&run=k');
    expect(json).toMatchObject({ batch: [0, 1], score: [0.5, null], total: 2, drifts: [1] });
    await ask('GET', '/stream/series');
    expect(calls).toEqual([
      ['series', { run: 'k', from: 10, to: 20, places: 5 }],
      ['series', { run: undefined, from: 0, to: null, places: 1000 }],
    ]);
    calls = [];
    const at = async (query: string) => Object.keys(await faults('GET', `/stream/series?${query}`));
    expect(await at('from=-1&to=many&places=0')).toEqual(['from', 'to', 'places']);
    expect(await at('from=%20&to=0x10')).toEqual(['from', 'to']);
  });

  it('gives the metrics as CSV, of a kept run too', async () => {
    const answer = await api.request('/api/stream/metrics.csv?run=k');
    expect(answer.headers.get('Content-Type')).toContain('text/csv');
    expect(await answer.text()).toBe('batch,loss\r\n');
    await api.request('/api/stream/metrics.csv');
    expect(calls).toEqual([
      ['exportCsv', 'k'],
      ['exportCsv', undefined],
    ]);
  });

  it('404 where there is no surface', async () => {
    expect((await ask('GET', '/stream/surface')).status).toBe(404);
    expect(calls).toEqual([['surface', 40]]);
    calls = [];
    expect(await faults('GET', '/stream/surface?cells=1e6')).toHaveProperty('cells');
  });
});
