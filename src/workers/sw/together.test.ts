// The REST door over the real service, in Node: two who ask the same at once.

import { beforeAll, expect, it } from 'vitest';
import { Door } from './door.fixture';

let door: Door;
beforeAll(async () => {
  door = await Door.open();
});

it('both shut a stream down', async () => {
  const config = { source: { id: 'sea', seed: 7 }, learner: { id: 'linear', compute: 'cpu' } };
  expect((await door.post('/stream/start', { config, fresh: true })).status).toBe(200);
  const answers = await Promise.all([1, 2, 3].map(() => door.post('/shutdown')));
  const message = 'Service shutting down and model saved.';
  expect(answers.map(({ status, json }) => [status, json.message])).toEqual(answers.map(() => [200, message]));
  expect((await door.get('/stream/status')).json).toMatchObject({ phase: 'stopped' });
  expect((await door.post('/stream/stop')).status).toBe(409);
});

it('both stop a run, or hear that none is on', async () => {
  const overrides = ['trainer.epochs=100000', 'trainer.tol=0'];
  const started = await door.post('/training/start', { config_name: 'mixture.yaml', overrides });
  expect(started.status).toBe(200);
  const answers = await Promise.all([1, 2].map(() => door.post('/training/stop')));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  for (const { json } of answers) expect(['stopped', 'not_running']).toContain(json.status);
  expect(answers.some(({ json }) => json.run_id === started.json.run_id)).toBe(true);
  expect((await door.post('/training/stop')).json).toEqual({ status: 'not_running' });
});
