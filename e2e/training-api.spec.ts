// Training by REST in the browser: the usage examples of the training service whose words it keeps, one after the other,
// and what is refused. What each route says in detail is tested in src/workers/sw/training.test.ts.

import { expect, test } from '@playwright/test';
import { Api } from './pages/api';
import { openOnce } from './support/shared';
import { LONG_STREAM, SHORT_MIXTURE, Training } from './support/training';

let api: Api;
let training: Training;

test.beforeAll(async ({ browser }) => {
  api = await openOnce(browser, 'runs');
  training = new Training(api);
});

test.afterAll(() => api.page.context().close());

// First, while there are no runs.
test('what cannot be started is refused, and says why', async () => {
  const refused = async (body: object) => {
    const { status, json } = await api.post('/training/start', body);
    return `${status} ${json.error}`;
  };
  expect(await refused({ config_name: 'none.yaml' })).toMatch(/^404 .*none\.yaml/);
  expect(await refused({ config_name: 'mixture.yaml', overrides: ['trainer.epochs=-1'] })).toMatch(/^422 .*epochs/);
  const nowhere = { config_name: 'image-cnn.yaml', train_data_dir: 'data/Nowhere/train' };
  expect(await refused(nowhere)).toMatch(/^422 .*Nowhere/);
  expect((await api.post('/training/start', nowhere)).json.details).toMatchObject([{ field: 'train_data_dir' }]);
  for (const path of ['', '/summary']) {
    const { status, json } = await api.get(`/training/metrics/runs/nothing${path}`);
    expect([status, json.error]).toEqual([404, 'Run nothing not found']);
  }
  expect(await api.ok('GET', '/training/metrics/runs')).toEqual([]);
});

test('the usage examples: look around, start, ask, and read the metrics', async () => {
  expect(await api.ok('GET', '/ping')).toEqual({ status: 'ok' });
  expect(await api.get('/training/metrics/latest')).toMatchObject({
    status: 404,
    json: { error: 'No training runs found' },
  });
  expect(await api.ok('GET', '/training/metrics/runs')).toEqual([]);
  expect(await training.status()).toEqual({ status: 'not_running' });
  expect(await api.ok('POST', '/training/stop')).toEqual({ status: 'not_running' });
  const { available_configs } = await api.ok('GET', '/training/configs');
  expect(available_configs).toContain('image-cnn.yaml');
  const { datasets } = await api.ok('GET', '/training/datasets');
  expect(datasets).toEqual(
    expect.arrayContaining([
      {
        ...{ dataset_name: 'Drawn digits', dataset_base_path: 'data/Drawn digits', val_path: null },
        ...{ train_path: 'data/Drawn digits/train', test_path: 'data/Drawn digits/test' },
      },
    ]),
  );

  // As it stands there: a part that it has not is null.
  const all = datasets as { dataset_name: string; train_path: string; val_path: string | null; test_path: string }[];
  const digits = all.find(({ dataset_name }) => dataset_name === 'Drawn digits');
  const started = await api.ok('POST', '/training/start', {
    ...{ config_name: 'image-cnn.yaml', model_name: 'digits' },
    ...{ train_data_dir: digits?.train_path, val_data_dir: digits?.val_path, test_data_dir: digits?.test_path },
    overrides: ['trainer.epochs=2', 'model.filters=[4]', 'model.hidden=[]', 'trainer.batch_size=64', 'data.limit=320'],
  });
  expect(started).toMatchObject({ status: 'started', run_id: expect.any(String) });
  await training.untilStatus('not_running');

  const metrics = await api.ok('GET', '/training/metrics/latest');
  const run_id = started.run_id as string;
  expect(metrics).toMatchObject({ run_id, max_epoch: 1, csv_file: expect.stringContaining('metrics.csv') });
  const rows = metrics.data as Record<string, number | null>[];
  expect(rows).toHaveLength(metrics.total_rows as number);
  expect(metrics.available_columns).toEqual(
    expect.arrayContaining(['epoch', 'step', 'train_loss', 'val_loss', 'val_acc']),
  );
  expect(await api.ok('GET', `/training/metrics/runs/${run_id}`)).toEqual(metrics);
  expect(await api.ok('GET', '/training/metrics/runs')).toMatchObject([
    { run_id, status: 'completed', has_metrics: true },
  ]);

  // Best and final, worked out from the rows once more.
  const summary = await api.ok('GET', `/training/metrics/runs/${run_id}/summary`);
  const column = (name: string) => rows.map((row) => row[name]).filter((value) => typeof value === 'number');
  expect(summary).toMatchObject({
    ...{ run_id, total_epochs: 1, total_steps: metrics.max_step },
    best_metrics: { best_val_acc: Math.max(...column('val_acc')), best_val_loss: Math.min(...column('val_loss')) },
    final_metrics: { val_acc: column('val_acc').at(-1), val_loss: column('val_loss').at(-1), epoch: 1 },
  });

  const csv = await api.page.evaluate(async (url) => (await fetch(url)).text(), metrics.csv_file as string);
  expect(csv.trim().split('\n')).toHaveLength(rows.length + 1);
  const { models_info, model_paths } = await api.ok('GET', '/training/trained_models');
  expect(models_info).toMatchObject([{ run_id, dataset_name: 'Drawn digits' }]);
  // What leaves is what the Models page takes in.
  const [bytes, kind] = await api.page.evaluate(
    async (url) => {
      const file = await (await fetch(url)).blob();
      const inspected = await fetch('api/models/inspect', { method: 'POST', body: file });
      return [file.size, (await inspected.json()).kind];
    },
    (model_paths as string[])[0]!,
  );
  expect(bytes).toBeGreaterThan(1000);
  expect(kind).toBe('image');
});

test('one run at a time: a second start gets 409 and the id, or waits in the queue', async () => {
  // Two tabs race for the one slot.
  const other = await new Api(await api.page.context().newPage()).open('runs');
  const answers = await Promise.all([api, other].map((one) => one.post('/training/start', LONG_STREAM)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const won = answers.find(({ status }) => status === 200)?.json.run_id;
  const lost = answers.find(({ status }) => status === 409)?.json;
  expect(lost?.details).toContainEqual({ field: 'run_id', message: won });

  const waiting = await api.ok('POST', '/training/start', { ...SHORT_MIXTURE, when_busy: 'queue' });
  expect(waiting).toMatchObject({ status: 'queued' });
  // It has no metrics yet; that of before has.
  expect((await api.ok('GET', '/training/metrics/latest')).run_id).not.toBe(waiting.run_id);
  await training.untilSteps(3);
  expect(await other.ok('POST', '/training/stop')).toEqual({ status: 'stopped', run_id: won });
  expect(await training.run(String(won))).toMatchObject({ phase: 'stopped', resumable: true });
  await training.untilPhase(String(waiting.run_id), 'completed');
});
