// The REST door in the browser: from a page to the service worker to the engine and back. What each
// route does and refuses in detail is tested in src/workers/sw/api.test.ts.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { Api, ApiPage } from './pages/api';
import { expectAccessible } from './support/axe';
import { openOnce } from './support/shared';
import { serveStatic } from './support/static-server';
import { watch } from './support/watch';

const POINTS = [
  [0, 0.1],
  [0.2, -0.1],
  [-0.1, 0],
  [4, 4.2],
  [4.1, 3.9],
  [3.8, 4],
];

interface Golden {
  readonly cases: readonly {
    readonly points: number[][];
    readonly fits: readonly (Record<string, unknown> & {
      readonly iterations: number;
      readonly weights: number[];
      readonly means: number[][];
      readonly covariances: number[];
      readonly log_likelihood: number;
      readonly bic: number;
    })[];
  }[];
}

const golden: Golden = JSON.parse(readFileSync(join(import.meta.dirname, '../tests/golden/gmm.json'), 'utf8'));

/** The largest difference of two nested lists, relative to the largest reference. */
function difference(actual: unknown, reference: unknown): number {
  const a = [actual].flat(4) as number[];
  const b = [reference].flat(4) as number[];
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) / Math.max(...b.map(Math.abs));
}

test.describe('by programs on one page', () => {
  let api: Api;

  test.beforeAll(async ({ browser }) => {
    api = await openOnce(browser);
  });

  test.beforeEach(() => api.ok('POST', '/clear'));

  test.afterAll(() => api.page.context().close());

  test('answers on the very first visit', async () => {
    const ping = await api.get('/ping');
    expect(ping).toMatchObject({ status: 200, json: { status: 'ok' } });
    expect(ping.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  test('every route that needs no file answers; nothing goes wrong on the page', async ({ baseURL }) => {
    const quiet = watch(api.page.context(), new URL(baseURL!).origin);
    await api.ok('PUT', '/points', { points: POINTS, columns: ['a', 'b'], source: 'Test' });
    await api.ok('POST', '/points', { points: [[9, 9]] });
    await api.ok('PATCH', '/points', { indices: [6], points: [[8, 8]] });
    await api.ok('DELETE', '/points', { indices: [6] });
    await api.ok('POST', '/points/undo');
    await api.ok('POST', '/points/redo');
    expect(await api.ok('GET', '/points')).toMatchObject({ n: 6, points: POINTS, columns: ['a', 'b'] });
    await api.ok('PATCH', '/fit/options', { n_components: 2, seed: 5 });
    await api.ok('PUT', '/fit/speed', { iterations_per_second: null });
    expect(await api.ok('POST', '/select', { min: 1, max: 2, criterion: 'bic' })).toMatchObject({
      candidates: [{ n_components: 1 }, { n_components: 2 }],
    });
    for (const command of ['step', 'play', 'pause', 'reset']) await api.ok('POST', `/fit/${command}`);
    expect(await api.ok('POST', '/train', { points: POINTS, n_components: 2 })).toMatchObject({ n_components: 2 });
    expect(await api.ok('POST', '/update', { points: [[4, 4]] })).toMatchObject({ n_points: 7 });
    expect((await api.ok('POST', '/sample', { n: 3, seed: 1 })).samples).toHaveLength(3);
    expect((await api.ok('POST', '/score', { points: [[0, 0]] })).log_density).toHaveLength(1);
    await api.ok('POST', '/inspect', { point: [0, 0] });
    await api.ok('GET', '/parameters');
    await api.ok('GET', '/points/assignment');
    const { id } = (await api.ok('POST', '/models', { name: 'Six' })) as { id: string };
    await api.ok('PATCH', `/models/${id}`, { name: 'Seven' });
    await api.ok('POST', `/models/${id}/load`);
    expect(await api.ok('GET', '/models')).toMatchObject({
      models: expect.arrayContaining([expect.objectContaining({ id, name: 'Seven' })]),
    });
    await api.ok('DELETE', `/models/${id}`);
    expect(await api.ok('GET', '/compute')).toMatchObject({ phase: 'ready' });
    await api.ok('POST', '/compute/measure');
    await api.ok('PUT', '/compute', { backend: 'auto' });
    expect((await api.ok('GET', '/storage')).quota).toBeGreaterThan(0);
    expect(await api.ok('GET', '/openapi.json')).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/api' }] });
    expect(await api.ok('POST', '/clear')).toEqual({ status: 'cleared' });
    expect(await api.ok('GET', '/state')).toMatchObject({ dataset: { n: 0 }, mixture: null });
    quiet.expectQuiet();
  });

  test('files: CSV, and everything backed up, deleted and restored', async () => {
    await api.ok('PUT', '/points', { points: POINTS });
    const csv = await api.page.evaluate(async () => (await fetch('api/points/csv')).text());
    expect(csv.trim().split('\r\n')).toHaveLength(7);
    const restored = await api.page.evaluate(async () => {
      const file = await (await fetch('api/backup')).blob();
      const send = async (method: string, path: string, body?: Blob) =>
        (await fetch(`api/${path}`, { method, ...(body && { body }) })).status;
      return [
        await send('POST', 'backup/inspect', file),
        await send('DELETE', 'everything'),
        await send('POST', 'restore', file.slice(0, 100)),
        await send('POST', 'restore', file),
      ];
    });
    expect(restored).toEqual([200, 200, 422, 200]);
    expect((await api.ok('GET', '/points')).points).toEqual(POINTS);
  });

  test('errors say what was wrong, and where', async () => {
    const refused = async (status: number, field: string, answer: ReturnType<Api['ask']>) => {
      const { status: got, json } = await answer;
      expect(got, JSON.stringify(json)).toBe(status);
      expect(json.error).toEqual(expect.any(String));
      const fields = (json.details as { field: string }[]).map((detail) => detail.field);
      expect(fields[0] ?? '').toBe(field);
    };
    await refused(404, '', api.get('/parameters'));
    await refused(404, '', api.get('/nothing'));
    await refused(405, '', api.get('/train'));
    await refused(400, '', api.post('/train', '{"points": [[NaN, 1]]}'));
    await refused(400, '', api.post('/train', 'points=1'));
    await refused(422, 'points', api.post('/train', { points: [] }));
    await refused(422, 'points.1', api.post('/train', { points: [[1, 2], [3]] }));
    await refused(422, 'points.0.1', api.post('/train', { points: [[1, null]] }));
    await refused(422, 'points.0.0', api.post('/train', '{"points": [[1e999]]}'));
    await refused(422, 'n_clusters', api.post('/train', { points: POINTS, n_clusters: 2 }));
    await refused(422, 'n_components', api.post('/train', { points: POINTS, n_components: 7 }));
    await refused(422, 'n', api.post('/sample', { n: 0 }));
    await refused(422, 'limit', api.get('/points?limit=1'));
    await refused(409, '', api.post('/models', { name: 'Nothing yet' }));
    expect((await api.ok('GET', '/points')).n).toBe(0);
  });

  test('too large a body is refused', async () => {
    const status = await api.page.evaluate(async () => {
      const body = new Blob([new Uint8Array(135e6 + 1)]);
      return (await fetch('api/train', { method: 'POST', body })).status;
    });
    expect(status).toBe(413);
  });

  test('a form of another site cannot change anything', async ({ baseURL }) => {
    const { page } = api;
    await api.ok('PUT', '/points', { points: POINTS });
    const target = new URL('api/clear', baseURL).href;
    const site = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<form method="post" action="${target}"><button>Win a prize</button></form>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    try {
      await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
      const answer = page.waitForResponse(target);
      await page.getByRole('button').click();
      expect((await answer).status()).toBe(403);
    } finally {
      site.close();
    }
    await api.open();
    expect((await api.ok('GET', '/points')).n).toBe(6);
  });

  test('agrees with scikit-learn', async () => {
    const one = golden.cases[4]!;
    for (const fit of one.fits) {
      const { covariance_type, weights_init, means_init, precisions_init, iterations } = fit;
      const trained = await api.ok('POST', '/train', {
        points: one.points,
        ...{ covariance_type, weights_init, means_init, precisions_init },
        n_components: fit.weights.length,
        tol: 0,
        epochs: iterations,
      });
      expect(trained.n_iter).toBe(iterations);
      for (const name of ['weights', 'means', 'covariances', 'log_likelihood', 'bic'] as const) {
        expect(difference(trained[name], fit[name]), `${covariance_type} ${name}`).toBeLessThan(1e-8);
      }
    }
  });

  test('parallel calls are all answered, one after the other', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((seed) => api.ok('POST', '/train', { points: POINTS, n_components: 2, seed })),
    );
    expect(answers.map(({ seed }) => seed)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('a large body: a hundred thousand points', async () => {
    const trained = await api.page.evaluate(async () => {
      const points = Array.from({ length: 100_000 }, (_, i) => [Math.sin(i) + (i % 2) * 5, Math.cos(i * 0.7)]);
      const body = JSON.stringify({ points, n_components: 2, tol: 0, epochs: 5 });
      return (await fetch('api/train', { method: 'POST', body })).json();
    });
    expect(trained).toMatchObject({ n_points: 100_000, n_iter: 5 });
    expect((await api.ok('GET', '/state')).dataset).toMatchObject({ n: 100_000 });
  });
});

test('below a folder of a plain static host, isolated from the second load on, and offline', async ({ page }) => {
  test.slow();
  const host = await serveStatic();
  try {
    const api = await new Api(page, host.base).open();
    await api.ok('POST', '/train', { points: POINTS, n_components: 2 });
    expect(await api.ok('GET', '/openapi.json')).toMatchObject({ servers: [{ url: '/some/folder/api' }] });
    await page.reload();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await host.stop();
    await page.reload();
    expect(await api.ok('GET', '/parameters')).toMatchObject({ n_components: 2, n_points: 6 });
    expect(await api.ok('POST', '/update', { points: [[4, 4]] })).toMatchObject({ n_points: 7 });
  } finally {
    await host.stop();
  }
});

test.describe('the API page', () => {
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    ({ page } = await openOnce(browser, 'api'));
  });

  test.afterAll(() => page.context().close());

  test('lists every route, lets people try one, and shows what was wrong', async ({ baseURL }) => {
    const quiet = watch(page.context(), new URL(baseURL!).origin);
    await new Api(page).open('api');
    const view = new ApiPage(page);
    // Sent without a thought, the first one changes nothing.
    await expect(view.title).toContainText('GET /api/ping');
    await view.route('POST /train').click();
    await expect(view.title).toContainText('POST /api/train');
    await view.sendButton.click();
    await expect(view.answer).toContainText('200 OK');
    await expect(view.answer).toContainText('"n_points": 6');
    // Told in short: the answer itself may be pages long.
    await expect(page.getByRole('main').getByRole('status')).toHaveText(/^200 OK, [\d.]+ (bytes|KB)$/);
    await view.route('POST /sample').click();
    await view.sendButton.click();
    await expect(view.answer).toContainText('"samples"');
    quiet.expectQuiet();
    await view.body.fill('{"n": "many"}');
    await view.sendButton.click();
    await expect(view.answer).toContainText('422 Error');
    await expect(view.answer).toContainText('must be a whole number');
  });

  test('asks twice before what cannot be undone', async () => {
    await new Api(page).open('api/deleteEverything');
    const view = new ApiPage(page);
    await expect(view.sendButton).toBeDisabled();
    await page.getByRole('checkbox', { name: /cannot be undone/ }).check();
    await view.sendButton.click();
    await expect(view.answer).toContainText('200 OK');
    await expect(view.sendButton).toBeDisabled();
  });

  test('on a phone the routes are one menu; an answer passes axe', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await new Api(page).open('api');
    const view = new ApiPage(page);
    await page.getByLabel('Route', { exact: true }).selectOption('models');
    await expect(view.title).toContainText('GET /api/models');
    await view.sendButton.click();
    await expect(view.answer).toContainText('200 OK');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await expectAccessible(page, 'An answer');
  });
});
