// The stream by REST in the browser: as a client of the training service whose words it keeps, and as the page itself.
// What each route does and refuses in detail is tested in src/workers/sw/stream.test.ts.

import { expect, test } from '@playwright/test';
import type { Api } from './pages/api';
import { openOnce } from './support/shared';
import { CLOUDS, SEA, Streams } from './support/streams';
import { watch } from './support/watch';

const BATCH = {
  X: [
    [0, 0.1],
    [0.2, -0.1],
    [4, 4.2],
    [3.8, 4],
  ],
  y: [0, 0, 1, 1],
};

let api: Api;
let streams: Streams;

test.beforeAll(async ({ browser }) => {
  api = await openOnce(browser);
  streams = new Streams(api);
});

// Whatever run and model there are.
test.beforeEach(() => api.ok('POST', '/stream/reset'));

test.afterAll(() => api.page.context().close());

test('a client of the training service: fine-tune, ask, shut down, and go on after a reload', async () => {
  expect(await api.get('/model')).toMatchObject({ status: 404, json: { error: 'Model not initialized yet.' } });
  expect(await api.ok('POST', '/fine-tune', BATCH)).toMatchObject({ message: 'Fine-tuning triggered' });
  await streams.untilBatches(1);
  await expect
    .poll(() => api.ok('GET', '/model'))
    .toMatchObject({
      ...{ message: 'Model is ready and fine-tuning is active.', phase: 'waiting', queued: 0 },
      ...{ X_shape: [4, 2], y_shape: [4] },
    });
  // Two at once: the second finds it stopped, and saved.
  await Promise.all([streams.shutDown(), streams.shutDown()]);
  const inactive = { message: 'Model is ready and fine-tuning is inactive.', batches: 1 };
  expect(await api.ok('GET', '/model')).toMatchObject(inactive);

  await api.page.reload();
  expect(await api.ok('GET', '/model')).toMatchObject(inactive);
  await api.ok('POST', '/fine-tune', { X: BATCH.X, y: BATCH.y.map((label) => [label]) });
  await streams.untilBatches(2);
  expect((await api.ok('GET', '/stream')).begun).toContain('Went on with the saved model');
});

test('what is not in order is refused, with row and column, and the model is untouched', async () => {
  await streams.begin(CLOUDS, null);
  for (let i = 0; i < 3; i++) await api.ok('POST', '/fine-tune', BATCH);
  await streams.untilBatches(3);
  await streams.untilPhase('waiting');
  const look = async () => {
    const { weights, window, detectors, status } = await api.ok('GET', '/stream');
    const surface = await api.ok('GET', '/stream/surface?cells=8');
    return {
      weights,
      window,
      detectors,
      batches: (status as { batches: number }).batches,
      surface,
      ...(await streams.series()),
    };
  };
  const before = await look();
  expect(before).toMatchObject({ batches: 3, surface: { cells: 8 } });

  const refused = async (status: number, field: string, body: unknown) => {
    const answer = await api.post('/fine-tune', body);
    expect(answer, JSON.stringify(body).slice(0, 80)).toMatchObject({ status, json: { error: expect.any(String) } });
    const details = answer.json.details as { field: string; message: string }[];
    expect(details[0]?.field ?? '').toBe(field);
    return details[0]?.message ?? '';
  };
  const { y } = BATCH;
  expect(await refused(422, 'X.2', { X: [[1, 2], [3, 4], [5], [7, 8]], y })).toContain('row 3');
  expect(
    await refused(422, 'X.1.0', {
      X: [
        [1, 2],
        [null, 4],
        [5, 6],
        [7, 8],
      ],
      y,
    }),
  ).toContain('row 2, column 1');
  await refused(422, 'X.0.1', {
    X: [
      [1, '2'],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
    y,
  });
  await refused(422, 'X.0.0', '{"X": [[1e999, 1]], "y": [0]}');
  await refused(422, 'X', { X: [], y: [] });
  await refused(422, 'X', { X: [[1, 2, 3]], y: [0] });
  await refused(422, 'X', { y });
  await refused(422, 'y', { X: [[1, 2]], y: [0, 1] });
  await refused(422, 'y', { X: [[1, 2]] });
  expect(
    await refused(422, 'y.1', {
      X: [
        [1, 2],
        [3, 4],
      ],
      y: [0, 2],
    }),
  ).toContain('0 to 1');
  await refused(422, 'y.0', { X: [[1, 2]], y: [-1] });
  await refused(422, 'y.0', { X: [[1, 2]], y: [0.5] });
  await refused(422, 'y.0', { X: [[1, 2]], y: ['zero'] });
  await refused(400, '', '{"X": [[NaN, 1]], "y": [0]}');
  await refused(400, '', 'X=1&y=0');
  const large = await api.page.evaluate(async () => {
    const body = new Blob([new Uint8Array(100 * 1024 * 1024)]);
    const answer = await fetch('api/fine-tune', { method: 'POST', body });
    return { status: answer.status, json: await answer.json() };
  });
  expect(large).toMatchObject({ status: 413, json: { error: expect.stringContaining('68 MB') } });

  expect(await look()).toEqual(before);
  await streams.shutDown();
});

test('a full queue pushes back, and nothing that it took is lost', async () => {
  await streams.begin(CLOUDS, null);
  await api.ok('POST', '/fine-tune', BATCH);
  await streams.untilBatches(1);
  await api.ok('POST', '/stream/pause');
  for (let queued = 1; queued <= CLOUDS.queue; queued++) {
    expect(await api.ok('POST', '/fine-tune', BATCH)).toMatchObject({ queued });
  }
  const full = await api.post('/fine-tune', BATCH);
  expect(full).toMatchObject({ status: 429, json: { error: expect.stringContaining('queue is full') } });
  expect(Number(full.headers['retry-after'])).toBeGreaterThan(0);
  expect(await streams.status()).toMatchObject({ phase: 'paused', queued: CLOUDS.queue, batches: 1 });
  // What waits is saved with the run.
  await api.page.reload();
  await streams.untilPhase('interrupted');
  await api.ok('POST', '/stream/start');
  await streams.untilBatches(1 + CLOUDS.queue);
  expect(await streams.shutDown()).toMatchObject({ batches: 1 + CLOUDS.queue, queued: 0 });
});

test('what the page can do: configure, run, step, annotate, keep, compare, take away', async ({ baseURL }) => {
  const quiet = watch(api.page.context(), new URL(baseURL!).origin);
  await streams.begin(SEA);
  expect((await api.ok('GET', '/stream')).config).toMatchObject(SEA);
  await streams.untilPhase('running');
  await api.ok('POST', '/stream/pause');
  const { batches } = await streams.status();
  await api.ok('POST', '/stream/step');
  await streams.untilBatches(batches + 1);
  await api.ok('POST', '/stream/annotate', { text: 'New sensor' });
  await api.ok('POST', '/stream/play');
  await streams.untilBatches(60);
  expect(await streams.shutDown()).toMatchObject({ queued: 0 });
  const one = await streams.series();
  expect(one).toMatchObject({
    notes: [{ text: 'New sensor' }],
    drifts: expect.arrayContaining([50]),
    detections: expect.any(Array),
  });

  const { id } = await api.ok('POST', '/stream/kept', { name: 'One' });
  const { run_id } = await streams.status();
  const begun = await api.ok('POST', '/stream/start', { fresh: true });
  expect([begun.run_id, run_id]).toEqual([expect.any(String), expect.any(String)]);
  expect(begun.run_id).not.toBe(run_id);
  await streams.untilBatches(30);
  await api.ok('POST', '/stream/stop');
  const two = await streams.series(String(begun.run_id));
  const shared = Math.min(one.total, two.total);
  expect(two.loss.slice(0, shared)).toEqual(one.loss.slice(0, shared));
  expect(await streams.series(String(id))).toEqual(one);

  const csv = await api.page.evaluate(
    async (run) => (await fetch(`api/stream/metrics.csv?run=${run}`)).text(),
    String(id),
  );
  expect(csv.split('\r\n')[0]).toContain('loss');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(one.total + 1);
  expect(csv).toContain('New sensor');
  await api.ok('DELETE', `/stream/kept/${id}`);
  quiet.expectQuiet();
  expect((await api.get(`/stream/series?run=${id}`)).status).toBe(404);

  expect(await api.ok('POST', '/stream/reset')).toEqual({ phase: 'idle' });
  expect((await api.get('/model')).status).toBe(404);
});

test('a table is streamed to its end, and the model kept', async () => {
  const rows = Array.from({ length: 90 }, (_, i) => `${Math.sin(i)},${(i % 3) - 1},${Math.sin(i) > 0 ? 'up' : 'down'}`);
  const file = await api.ok('POST', '/stream/files?name=waves.csv', `a,b,way\n${rows.join('\n')}\n`);
  expect(file).toMatchObject({ name: 'waves.csv', rows: 90, columns: ['a', 'b', 'way'] });
  await api.ok('PUT', '/stream/config', {
    source: { id: 'file', file: { id: file.id, target: 'way' }, batch_size: 20 },
  });
  await api.ok('POST', '/stream/start');
  await streams.untilPhase('ended');
  expect(await streams.status()).toMatchObject({ examples: 90, message: expect.stringContaining('The model is kept') });
  expect(await api.ok('GET', '/stream/surface')).toMatchObject({ cells: 40 });
  await api.ok('DELETE', `/stream/files/${file.id}`);
  expect((await api.ok('GET', '/stream')).files).toEqual([]);
  expect(await api.post('/stream/start', { fresh: true })).toMatchObject({
    ...{ status: 422, json: { error: expect.stringContaining('Choose a file') } },
  });
  // Refused, and what was learnt is still there.
  expect(await api.ok('GET', '/model')).toMatchObject({ examples: 90 });
});

test('refusals while a run is on, and of what is not there', async () => {
  const refused = async (status: number, method: string, path: string, body?: unknown) =>
    expect(await api.ask(method, path, body), `${method} ${path}`).toMatchObject({
      ...{ status, json: { error: expect.any(String), details: expect.any(Array) } },
    });
  await refused(409, 'POST', '/stream/stop');
  await refused(409, 'POST', '/stream/annotate', { text: 'Nothing yet' });
  await refused(409, 'POST', '/stream/kept', { name: 'Nothing yet' });
  await refused(404, 'GET', '/stream/surface');
  await refused(404, 'GET', '/stream/series?run=none');
  await refused(404, 'DELETE', '/stream/files/none');
  await streams.begin();
  await refused(409, 'POST', '/stream/start');
  await refused(409, 'PUT', '/stream/config', { replay: 5 });
  await refused(422, 'PUT', '/stream/speed', { batches_per_second: -1 });
  await refused(422, 'PUT', '/stream/config', { learner: { learning_rate: 'fast' } });
  await refused(404, 'POST', '/stream/dance');
  await streams.shutDown();
});
