// Several tabs, one engine: they show the same, and the work goes on whichever of them goes.

import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { Api } from './pages/api';
import { PointsPage } from './pages/points';
import { engineOf, freeze, untilEngine } from './support/engine';

/** Overlapping clouds, so that a fit with tol 0 has something to do. */
const CLOUDS = Array.from({ length: 400 }, (_, i) => [Math.sin(i * 1.7) * 2 + (i % 3), Math.cos(i * 0.9) + (i % 2)]);

async function openTab(context: BrowserContext): Promise<{ page: Page; api: Api }> {
  const page = await context.newPage();
  return { page, api: await new Api(page).open() };
}

/** A slow fit, so that it is still running when something happens to the engine. */
async function startFit(api: Api): Promise<void> {
  await api.ok('PUT', '/points', { points: CLOUDS });
  await api.ok('PATCH', '/fit/options', { n_components: 3, tol: 0, epochs: 5000 });
  await api.ok('PUT', '/fit/speed', { iterations_per_second: 20 });
  await api.ok('POST', '/fit/play');
  await expect.poll(async () => (await api.fit()).iteration).toBeGreaterThan(10);
}

/** The fit runs, from about where it was, and gets further. */
async function expectGoesOn(api: Api, from: number): Promise<void> {
  await expect.poll(async () => (await api.fit()).phase, { timeout: 40_000 }).toBe('running');
  await expect.poll(async () => (await api.fit()).iteration).toBeGreaterThan(from);
}

test('two tabs have one engine and show the same', async ({ context }) => {
  const one = await openTab(context);
  const two = await openTab(context);
  expect([engineOf(one.page), engineOf(two.page)].filter(Boolean)).toHaveLength(1);
  await one.api.ok('PUT', '/points', { points: CLOUDS });
  const [seenByOne, seenByTwo] = [new PointsPage(one.page), new PointsPage(two.page)];
  await seenByOne.expectCount(400);
  await seenByTwo.expectCount(400);
  await two.api.ok('POST', '/points/undo');
  await seenByOne.expectCount(0);
  await seenByTwo.expectCount(0);
});

test('the leading tab closes in the middle of a run: the other takes over and the run goes on', async ({ context }) => {
  const one = await openTab(context);
  const two = await openTab(context);
  const [leader, follower] = engineOf(one.page) ? [one, two] : [two, one];
  await startFit(leader.api);
  // A checkpoint is taken at intervals: what is sure to be kept is what was there a little before.
  await expect.poll(async () => (await leader.api.fit()).iteration).toBeGreaterThan(60);
  await leader.page.close();
  // Until then the engine that ends may still answer.
  await untilEngine(follower.page);
  await expectGoesOn(follower.api, 60);
  await new PointsPage(follower.page).expectCount(400);
});

test('what was acknowledged is there after the leading tab goes the moment after', async ({ page }) => {
  let expected = 0;
  for (let round = 0; round < 3; round++) {
    const api = await new Api(page).open();
    expect((await api.ok('GET', '/points')).n).toBe(expected);
    // The page leaves within the same turn in which it hears the last answer; not awaited here, as it may be gone before it
    // can say that it is done. Where an answer is an error it stays.
    await page.evaluate((count) => {
      void (async () => {
        for (let i = 0; i < count; i++) {
          const answer = await fetch('api/points', { method: 'POST', body: JSON.stringify({ points: [[i, count]] }) });
          if (!answer.ok) throw new Error(await answer.text());
        }
        location.replace('robots.txt');
      })();
    }, round + 1);
    await page.waitForURL(/robots/);
    expected += round + 1;
  }
  const api = await new Api(page).open();
  await api.ok('POST', '/train', { points: CLOUDS, n_components: 3, seed: 8 });
  const { means } = await api.ok('GET', '/parameters');
  await page.close();
  // The last tab was closed: nothing of the engine is left but what it saved.
  const next = await openTab(page.context());
  expect((await next.api.ok('GET', '/parameters')).means).toEqual(means);
});

test('a fault in a compute worker costs that worker alone: the engine stays, the fit goes on', async ({ context }) => {
  const { page, api } = await openTab(context);
  await startFit(api);
  // Enough of them to be shared out among workers; the fit goes on with them.
  await api.ok('PUT', '/points', { points: Array.from({ length: 150 }, () => CLOUDS).flat() });
  await api.ok('POST', '/fit/play');
  await expect.poll(() => page.workers().some((worker) => worker.url().includes('shard.worker'))).toBe(true);
  const engine = engineOf(page);
  for (let i = 0; i < 4; i++) {
    const shard = page.workers().find((worker) => worker.url().includes('shard.worker'))!;
    await shard.evaluate(() => {
      setTimeout(() => {
        throw new Error('out of order');
      }, 0);
    });
    // Else the next fault might meet the engine that is only starting.
    await expect.poll(() => page.workers().includes(shard)).toBe(false);
    await expectGoesOn(api, (await api.fit()).iteration);
  }
  expect(engineOf(page)).toBe(engine);
});

test('a reload in the middle of a run: it goes on', async ({ context }) => {
  const { page, api } = await openTab(context);
  await startFit(api);
  await page.reload();
  await expectGoesOn(api, 30);
});

test('an engine that breaks is started again, says so, and the run goes on', async ({ context }) => {
  const { page, api } = await openTab(context);
  await startFit(api);
  await engineOf(page)!.evaluate(() => {
    setTimeout(() => {
      throw new Error('broken on purpose');
    });
  });
  await expect(page.getByText('The engine was started again')).toBeVisible();
  await expectGoesOn(api, 20);
});

test('a call that the engine dies under is refused, not left hanging', async ({ context }) => {
  const { page, api } = await openTab(context);
  const call = api.post('/train', { points: CLOUDS, n_components: 20, tol: 0, epochs: 100_000 });
  await expect.poll(async () => (await api.fit()).phase).toBe('running');
  await engineOf(page)!.evaluate(() => {
    setTimeout(() => {
      throw new Error('broken on purpose');
    });
  });
  expect(await call).toMatchObject({ status: 503, json: { error: expect.stringContaining('went away') } });
});

test('a leading tab that froze is taken over, and follows when it thaws', async ({ context }) => {
  test.slow();
  const one = await openTab(context);
  const two = await openTab(context);
  const [leader, follower] = engineOf(one.page) ? [one, two] : [two, one];
  await leader.api.ok('PUT', '/points', { points: CLOUDS });
  const thawed = freeze(leader.page, 20_000);
  await expect.poll(() => engineOf(follower.page) !== undefined, { timeout: 30_000 }).toBe(true);
  await follower.api.ok('POST', '/points', { points: [[1, 1]] });
  await thawed;
  await new PointsPage(leader.page).expectCount(401);
  await expect.poll(() => engineOf(leader.page)).toBeUndefined();
  await leader.api.ok('POST', '/points', { points: [[2, 2]] });
  await new PointsPage(follower.page).expectCount(402);
});
