// A stream that is ended rudely: by its worker, its tab, its storage, the clock, sleep, another tab or the GPU. Each time it
// ends in a saved model and plain words, and what goes on is the same run.

import { type BrowserContext, expect, type Page, test, type Worker } from '@playwright/test';
import { Api } from './pages/api';
import { engineOf, fillStorage, freeze, freezeWorker, hide, untilEngine } from './support/engine';
import { SEA, Streams } from './support/streams';

async function openTab(context: BrowserContext): Promise<{ page: Page; streams: Streams }> {
  const page = await context.newPage();
  return { page, streams: new Streams(await new Api(page).open('stream')) };
}

/** As when the browser takes its memory: no error, no message. */
const vanish = (worker: Worker) => worker.evaluate(() => self.close()).catch(() => {});

/** Found again after its rude end, at a batch that was saved; goes on, and further than it was. */
async function goesOn(streams: Streams, saved: number): Promise<void> {
  await streams.untilPhase('interrupted');
  const { batches, saved_at } = await streams.status();
  expect(batches).toBeGreaterThanOrEqual(saved);
  expect(saved_at).not.toBeNull();
  await streams.api.ok('POST', '/stream/start');
  expect((await streams.api.ok('GET', '/stream')).begun).toMatch(/^Went on with the saved model after/);
  await streams.untilBatches(batches + 20);
}

/** Batches that are sure to be in storage: those that were learnt when a later save was done. */
async function untilSaved(streams: Streams): Promise<number> {
  const { batches } = await streams.status();
  const { saved_at } = await streams.status();
  const moments = new Set([saved_at]);
  await expect
    .poll(async () => moments.add((await streams.status()).saved_at).size, { timeout: 40_000 })
    .toBeGreaterThan(2);
  return batches;
}

test('the worker is killed: the engine says so, the run is found again and is the same run', async ({ context }) => {
  const { page, streams } = await openTab(context);
  await streams.begin();
  await streams.untilBatches(30);
  const saved = await untilSaved(streams);
  await vanish(await untilEngine(page));
  await expect(page.getByText('The engine was started again')).toBeVisible();
  await goesOn(streams, saved);
  await streams.shutDown();
  await streams.expectSameRun();
});

test('the tab crashes, and another is closed: reopened, each goes on as the same run', async ({ context }) => {
  const first = await openTab(context);
  await first.streams.begin();
  await first.streams.untilBatches(30);
  const saved = await untilSaved(first.streams);
  const crashed = first.page.waitForEvent('crash');
  const devtools = await context.newCDPSession(first.page);
  devtools.send('Page.crash').catch(() => {});
  await crashed;
  await first.page.close();

  const second = await openTab(context);
  await expect(second.page.getByText('A run was found')).toBeVisible();
  await goesOn(second.streams, saved);
  const { batches } = await second.streams.status();
  await second.page.close();

  // Closing saves the last batch that was finished.
  const third = await openTab(context);
  await goesOn(third.streams, batches);
  await third.streams.shutDown();
  await third.streams.expectSameRun();
});

test('a reload loses no batch, however seldom the run is saved', async ({ page }) => {
  const streams = new Streams(await new Api(page).open('stream'));
  await streams.begin({ ...SEA, save_every: 3600 });
  for (let round = 0; round < 3; round++) {
    await streams.untilBatches((await streams.status()).batches + 40);
    const { batches } = await streams.status();
    await page.reload();
    await streams.untilPhase('interrupted');
    expect((await streams.status()).batches).toBeGreaterThanOrEqual(batches);
    await streams.api.ok('POST', '/stream/start');
  }
  await streams.shutDown();
});

test('storage is full: said once, the run goes on, a shutdown does not claim to have saved', async ({ page }) => {
  const streams = new Streams(await new Api(page).open('stream'));
  await streams.begin();
  await streams.untilBatches(20);
  await untilSaved(streams);
  await fillStorage(page, true);
  await expect.poll(async () => (await streams.status()).save_refused).toBe(true);
  const { batches } = await streams.status();
  await streams.untilBatches(batches + 50);
  await expect(page.getByText('The browser’s storage is full')).toHaveCount(1);

  await fillStorage(page, false);
  await hide(page);
  await expect(page.getByText('Saved again')).toBeVisible();
  await expect.poll(async () => (await streams.status()).save_refused).toBeUndefined();

  await fillStorage(page, true);
  await hide(page);
  await expect.poll(async () => (await streams.status()).save_refused).toBe(true);
  const answer = await streams.api.post('/shutdown');
  expect(answer).toMatchObject({ status: 507, json: { error: expect.stringContaining('could not be saved') } });
  const stopped = await streams.status();
  expect(stopped.phase).toBe('stopped');

  await fillStorage(page, false);
  await streams.api.ok('POST', '/stream/start');
  await streams.untilBatches(stopped.batches + 5);
  const end = await streams.shutDown();
  await page.reload();
  expect(await streams.status()).toEqual(end);
  await streams.expectSameRun();
});

test('two tabs start the same stream: one runs, the other watches, and takes over when the first closes', async ({
  context,
}) => {
  const one = await openTab(context);
  const two = await openTab(context);
  const [leader, follower] = engineOf(one.page) ? [one, two] : [two, one];
  await leader.streams.api.ok('PUT', '/stream/speed', { batches_per_second: 100 });
  await leader.streams.api.ok('PUT', '/stream/config', SEA);
  const answers = await Promise.all(
    [one, two].map(({ streams }) => streams.api.post('/stream/start', { fresh: true })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.json.error).toContain('running already');
  await follower.streams.untilBatches(30);
  for (const { page } of [one, two]) await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const saved = await untilSaved(follower.streams);
  await leader.page.close();
  await untilEngine(follower.page);
  await goesOn(follower.streams, saved);
  await follower.streams.shutDown();
  await follower.streams.expectSameRun();
});

test('the clock jumps back a day and on two years: the run learns and saves as before', async ({ page }) => {
  const streams = new Streams(await new Api(page).open('stream'));
  await streams.begin();
  await streams.untilBatches(20);
  const engine = await untilEngine(page);
  const DAY = 86_400_000;
  for (const shift of [-DAY, 730 * DAY]) {
    await engine.evaluate((milliseconds) => {
      const scope = self as typeof self & { trueDate?: DateConstructor };
      const True = scope.trueDate ?? Date;
      scope.trueDate = True;
      self.Date = class extends True {
        constructor(...given: [] | [number]) {
          super(given[0] ?? True.now() + milliseconds);
        }
        static override now() {
          return True.now() + milliseconds;
        }
      } as DateConstructor;
    }, shift);
    const { batches } = await streams.status();
    await streams.untilBatches(batches + 30);
    await untilSaved(streams);
    expect(Date.parse((await streams.status()).saved_at ?? '') - Date.now()).toBeCloseTo(shift, -6);
  }
  await streams.shutDown();
  await page.reload();
  await streams.untilPhase('stopped');
  await streams.api.ok('POST', '/stream/start');
  await streams.untilBatches((await streams.status()).batches + 5);
  await streams.shutDown();
  await streams.expectSameRun();
});

test('the laptop sleeps: the run goes on when it wakes', async ({ page, context }) => {
  const streams = new Streams(await new Api(page).open('stream'));
  await streams.begin();
  await streams.untilBatches(20);
  const { batches } = await streams.status();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await freezeWorker(await untilEngine(page), 3000);
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await streams.untilBatches(batches + 50);
  expect(await streams.status()).toMatchObject({ phase: 'running' });
  await streams.shutDown();
  await streams.expectSameRun();
});

test('a tab that slept through its run being taken over and stopped overwrites nothing when it wakes', async ({
  context,
}) => {
  test.slow();
  const one = await openTab(context);
  const two = await openTab(context);
  const [leader, follower] = engineOf(one.page) ? [one, two] : [two, one];
  await leader.streams.begin();
  await leader.streams.untilBatches(20);
  const saved = await untilSaved(follower.streams);
  await untilEngine(leader.page);
  const awake = freeze(leader.page, 20_000);
  await untilEngine(follower.page);
  await goesOn(follower.streams, saved);
  const end = await follower.streams.shutDown();
  await awake;
  await expect.poll(() => engineOf(leader.page)).toBeUndefined();
  expect(await leader.streams.status()).toEqual(end);
  await leader.page.close();
  await follower.page.reload();
  expect(await follower.streams.status()).toEqual(end);
});

test('the GPU is lost: the stream goes on in JavaScript from what was saved, and says so', async ({ page }) => {
  const streams = new Streams(await new Api(page).open('stream'));
  const engine = await untilEngine(page);
  await engine.evaluate(() => {
    const opened: GPUDevice[] = [];
    Object.assign(self, { opened });
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (options) {
      const device = await request.call(this, options);
      opened.push(device);
      return device;
    };
  });
  await streams.begin({ ...SEA, learner: { ...SEA.learner, compute: 'webgpu' } }, 20);
  await streams.untilBatches(5);
  await untilSaved(streams);
  expect((await streams.api.ok('GET', '/stream')).engine).toContain('WebGPU');
  await engine.evaluate(() => {
    for (const device of (self as typeof self & { opened: GPUDevice[] }).opened) device.destroy();
  });
  await expect(page.getByText(/the stream goes on in JavaScript/)).toBeVisible();
  await streams.untilBatches((await streams.status()).batches + 10);
  expect((await streams.api.ok('GET', '/stream')).engine).toContain('JavaScript');
  await streams.shutDown();
});
