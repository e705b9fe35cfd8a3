// The app's workers: under the policy from the very first visit on, and missed at once when they end.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserContext, expect, type Page, test, type Worker } from '@playwright/test';
import { Api } from './pages/api';
import { PointsPage } from './pages/points';
import { ShellPage } from './pages/shell';
import { serveStatic } from './support/static-server';

const KINDS = ['engine', 'shard', 'plane', 'import'] as const;
type Kind = (typeof KINDS)[number];

const CROWD = Array.from({ length: 30_000 }, (_, i) => [Math.sin(i * 1.7) * 2 + (i % 3), Math.cos(i * 0.9) + (i % 2)]);

async function workerOf(page: Page, kind: Kind): Promise<Worker> {
  const find = () => page.workers().find((worker) => worker.url().includes(`${kind}.worker`));
  await expect.poll(() => find() !== undefined, { message: `a worker of kind ${kind}` }).toBe(true);
  return find()!;
}

/** Workers that do one job and end stay, so that they can be asked. */
async function keepWorkers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Worker.prototype.terminate = () => {};
  });
}

/** A site elsewhere that would answer anybody, with what it was asked for. */
async function openElsewhere(): Promise<{ url: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' }).end('');
  });
  server.on('upgrade', (request, socket) => {
    asked.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/leak.js`, asked, server };
}

/** Tries every way out of a worker; true for each that was refused. */
function tryToLeave(worker: Worker, url: string): Promise<Record<string, boolean>> {
  return worker.evaluate(async (target) => {
    const refused = (attempt: () => Promise<unknown>) =>
      attempt().then(
        () => false,
        () => true,
      );
    return {
      fetch: await refused(() => fetch(target)),
      import: await refused(() => import(target)),
      request: await refused(
        () =>
          new Promise((resolve, reject) => {
            const request = new XMLHttpRequest();
            request.onload = resolve;
            request.onerror = reject;
            request.open('GET', target);
            request.send();
          }),
      ),
      socket: await refused(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(target.replace('http', 'ws'));
            socket.onopen = resolve;
            socket.onerror = reject;
          }),
      ),
    };
  }, url);
}

const ALL_REFUSED = { fetch: true, import: true, request: true, socket: true };

/** A slow fit of so many points that it is shared out among workers. */
async function startFit(api: Api): Promise<void> {
  await api.ok('PUT', '/points', { points: CROWD });
  await api.ok('PATCH', '/fit/options', { n_components: 3, tol: 0, epochs: 5000 });
  await api.ok('PUT', '/fit/speed', { iterations_per_second: 20 });
  await api.ok('POST', '/fit/play');
  await expect.poll(async () => (await api.fit()).iteration).toBeGreaterThan(10);
}

test('on a host without headers no worker reaches another site: on the first visit, and later', async ({
  page,
  context,
}) => {
  const host = await serveStatic();
  const elsewhere = await openElsewhere();
  try {
    await keepWorkers(context);
    const api = await new Api(page, host.base).open();
    await new ShellPage(page, host.base).loadPenguins();
    await startFit(api);
    for (const kind of KINDS) {
      const worker = await workerOf(page, kind);
      expect(await tryToLeave(worker, elsewhere.url), kind).toEqual(ALL_REFUSED);
    }
    // From the second visit on the scripts come from the service worker, with the headers.
    await page.reload();
    for (const kind of ['engine', 'plane'] as const) {
      const worker = await workerOf(page, kind);
      expect(worker.url()).toContain(host.base);
      expect(await tryToLeave(worker, elsewhere.url), kind).toEqual(ALL_REFUSED);
    }
    expect(elsewhere.asked).toEqual([]);
    // The site itself is there for everybody.
    const bare = await context.newPage();
    await bare.goto(elsewhere.url);
    expect(elsewhere.asked).toContain('/leak.js');
  } finally {
    elsewhere.server.close();
    await host.stop();
  }
});

test.describe('a worker that ends without a word', () => {
  const soon = { timeout: 10_000 };

  /** As when the browser takes its memory: no error, no message. */
  const vanish = (worker: Worker) => worker.evaluate(() => self.close()).catch(() => {});

  async function expectGoesOn(api: Api, from: number): Promise<void> {
    await expect.poll(async () => (await api.fit()).iteration, soon).toBeGreaterThan(from + 5);
  }

  test('a compute worker: the engine stays, and the fit goes on within seconds', async ({ page }) => {
    const api = await new Api(page).open();
    await startFit(api);
    const engine = await workerOf(page, 'engine');
    const from = (await api.fit()).iteration;
    await vanish(await workerOf(page, 'shard'));
    await expectGoesOn(api, from);
    expect(await workerOf(page, 'engine')).toBe(engine);
  });

  test('the engine: it is started again and says so, and the fit goes on within seconds', async ({ page }) => {
    const api = await new Api(page).open();
    await startFit(api);
    await expect.poll(async () => (await api.fit()).iteration).toBeGreaterThan(40);
    await vanish(await workerOf(page, 'engine'));
    await expect(page.getByText('The engine was started again')).toBeVisible(soon);
    await expectGoesOn(api, 10);
  });

  test('the painter, here by a fault: the page draws itself, and no error is shown', async ({ page }) => {
    const points = new PointsPage(page);
    await points.open();
    const stoodIn = page.waitForEvent('console', (message) => message.text().includes('drawing thread failed'));
    const painter = await workerOf(page, 'plane');
    await painter.evaluate(() => {
      setTimeout(() => {
        throw new Error('out of order');
      });
    });
    await stoodIn;
    await points.clickOwn();
    await points.click(0.4, 0.4);
    await points.expectCount(1);
    await expect(points.errorNotice).toHaveCount(0);
  });
});
