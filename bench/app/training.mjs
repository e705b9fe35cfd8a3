// What people wait for, and how the page feels meanwhile: a retraining on 200 labels by each shipped model, a run of a network on
// images, a stream, each with frames and long tasks of the page that shows it; and a click on the plane, to the point drawn there.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { callApi, inBrowser, openApp, openPlainBrowser, quantile } from '../browser.mjs';
import { round, table } from '../report.mjs';
import { watched } from './watch.mjs';

const VIEWPORT = { width: 1280, height: 800 };
const TEXTS = fileURLToPath(new URL('../../src/service/retrain/products.fixture.ts', import.meta.url));
const LABELS = 200;
const SECONDS = 8;
const CLICKS = 30;
const GROWING = { method: 'em', n_components: 8, covariance_type: 'full', tol: 0, epochs: 100_000 };

async function inApp(url, hash, work) {
  return inBrowser(await openPlainBrowser(), async (browser) => {
    const page = await openApp(await browser.newContext({ viewport: VIEWPORT }), url, hash);
    await callApi(page, 'GET', 'state');
    return work(page);
  });
}

/** Labelled reviews of products, of which no shipped model knows much; then a retraining, to the gate's word. */
async function retraining(url, model, reviews) {
  return inApp(url, '#/reviews/monitor', async (page) => {
    await callApi(page, 'PUT', 'reviews/model', { model });
    await callApi(page, 'POST', 'reviews', { reviews });
    await page.waitForTimeout(2000);
    const start = performance.now();
    let last = null;
    const feel = await watched(page, async () => {
      await callApi(page, 'POST', 'reviews/retrain', {});
      do {
        await page.waitForTimeout(50);
        last = await callApi(page, 'GET', 'reviews/retrain');
      } while (/training|judging/.test(last.status.phase));
    });
    const note = last.status.phase === 'failed' ? { note: last.status.message } : {};
    return {
      what: `retraining on ${LABELS} labels, ${model}`,
      seconds: round((performance.now() - start) / 1000, 3),
      ...feel,
      ...note,
    };
  });
}

async function imageRun(url) {
  return inApp(url, '#/runs', async (page) => {
    const overrides = ['trainer.epochs=200', 'trainer.early_stopping=null'];
    await callApi(page, 'POST', 'training/start', { config_name: 'image-cnn.yaml', model_name: 'Watched', overrides });
    while (!((await callApi(page, 'GET', 'training/status')).step > 0)) await page.waitForTimeout(100);
    const feel = await watched(page, () => page.waitForTimeout(1000 * SECONDS));
    const { phase } = await callApi(page, 'GET', 'training/status');
    return { what: 'a run of a convolutional network', seconds: SECONDS, ...feel, ...goingOn(phase === 'running') };
  });
}

async function stream(url) {
  return inApp(url, '#/stream', async (page) => {
    const config = { source: { id: 'sea', seed: 7 } };
    await callApi(page, 'POST', 'stream/start', { config, fresh: true });
    await callApi(page, 'PUT', 'stream/speed', { batches_per_second: null });
    await page.waitForTimeout(2000);
    const feel = await watched(page, () => page.waitForTimeout(1000 * SECONDS));
    const { status } = await callApi(page, 'GET', 'stream');
    return { what: 'a stream, as fast as it can', seconds: SECONDS, ...feel, ...goingOn(status.phase === 'running') };
  });
}

const goingOn = (going) => (going ? {} : { note: 'it had ended before the watch did' });

/** Runs in the page: from the hand's event to the first frame after the count of points has grown. */
async function clickTimes([times, pause]) {
  const plane = document.querySelector('[data-testid="plane"]');
  const count = document.querySelector('[data-testid="points-summary"]');
  const box = plane.getBoundingClientRect();
  const took = [];
  for (let i = 0; i < times; i++) {
    const [clientX, clientY] = [box.x + box.width * (0.3 + 0.013 * i), box.y + box.height * (0.35 + 0.01 * i)];
    const init = { clientX, clientY, bubbles: true, pointerId: 1, isPrimary: true, button: 0, pointerType: 'mouse' };
    const target = document.elementFromPoint(clientX, clientY) ?? plane;
    const said = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        requestAnimationFrame(resolve);
      });
      observer.observe(count, { childList: true, characterData: true, subtree: true });
    });
    const start = performance.now();
    target.dispatchEvent(new PointerEvent('pointerdown', { ...init, buttons: 1 }));
    target.dispatchEvent(new PointerEvent('pointerup', { ...init, buttons: 0 }));
    await Promise.race([said, new Promise((_, reject) => setTimeout(() => reject(new Error('No point came.')), 5000))]);
    took.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return took;
}

async function clicks(url) {
  return inApp(url, '#/points', async (page) => {
    await page.getByRole('tab', { name: 'Data' }).click();
    const field = page.getByLabel('Points, when generated');
    await field.fill('100000');
    await field.press('Enter');
    await page.getByRole('tabpanel', { name: 'Data' }).getByRole('button', { name: 'Blobs' }).click();
    await page.getByTestId('points-summary').filter({ hasText: '100,000' }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Add points', exact: true }).click();
    const idle = await page.evaluate(clickTimes, [CLICKS, 100]);
    await callApi(page, 'PATCH', 'fit/options', GROWING);
    await callApi(page, 'POST', 'fit/play');
    await page.waitForTimeout(1000);
    const busy = await page.evaluate(clickTimes, [CLICKS, 100]);
    const told = (what, took) => ({
      ...{ what, times: took.length, p50_ms: round(quantile(took, 0.5), 3), p95_ms: round(quantile(took, 0.95), 3) },
    });
    return [told('a click on the plane of 100,000 points', idle), told('the same while they are fitted', busy)];
  });
}

/** Milliseconds after which one counts as hanging. */
const LIMIT = 300_000;

/** What fails is told in its place, and the others go on. */
async function tried(what, work) {
  let row;
  try {
    const late = new Promise((_, reject) => setTimeout(reject, LIMIT, new Error('it did not come to its end')).unref());
    row = await Promise.race([work(), late]);
  } catch (error) {
    row = { what, note: String(error.message).split('\n')[0] };
  }
  console.log(JSON.stringify(row));
  return row;
}

/** A browser each. `url`: where the built app of `outDir` is served. */
export async function runTraining({ url, outDir }) {
  console.log('\nWhat people wait for');
  const { module } = await runnerImport(TEXTS, { configFile: false, logLevel: 'error' });
  const reviews = module.productReviews(LABELS, 1).map(({ text, label }) => ({ text, sentiment: label }));
  const { models } = JSON.parse(readFileSync(join(outDir, 'models/manifest.json'), 'utf8'));
  const rows = [];
  for (const { id } of models) rows.push(await tried(`retraining, ${id}`, () => retraining(url, id, reviews)));
  rows.push(await tried('a run of a convolutional network', () => imageRun(url)));
  rows.push(await tried('a stream', () => stream(url)));
  const points = await tried('a click on the plane', () => clicks(url));
  const clicked = Array.isArray(points) ? points : [points];
  const body = rows
    .filter(({ frameMs }) => frameMs)
    .map((row) => [
      row.what,
      row.seconds,
      row.framesPerSecond,
      row.frameMs.p95,
      row.longTasks.count,
      row.longTasks.longestMs,
    ]);
  console.log(`\n${table([['', 'seconds', 'frames/s', 'p95 ms', 'tasks > 50 ms', 'longest ms'], ...body])}`);
  return { labels: LABELS, rows, clicks: clicked };
}
