// Every flow of the app in one browser: as it is first opened and installed, then once more after the host is gone. What is seen
// meanwhile is written for run.mjs, which joins the browser's own log to it.

import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { makeReview } from '../../bench/drift/texts';
import { Api, ApiPage } from '../../e2e/pages/api';
import { BatchPage } from '../../e2e/pages/batch';
import { ConfigsPage } from '../../e2e/pages/configs';
import { DataPage } from '../../e2e/pages/data';
import { DatasetsPage } from '../../e2e/pages/datasets';
import { ImagesPage } from '../../e2e/pages/images';
import { LabelPage } from '../../e2e/pages/label';
import { ModelsPage } from '../../e2e/pages/models';
import { ModulePage } from '../../e2e/pages/modules';
import { MonitorPage } from '../../e2e/pages/monitor';
import { PointsPage } from '../../e2e/pages/points';
import { ReviewsPage } from '../../e2e/pages/reviews';
import { RunsPage } from '../../e2e/pages/runs';
import { ShellPage } from '../../e2e/pages/shell';
import { StreamPage } from '../../e2e/pages/stream';
import { aclImdb, tarGz } from '../../e2e/support/archive';
import { serveStatic } from '../../e2e/support/static-server';
import { Rng } from '../../src/ml/rng';
import { SECURITY_HEADERS } from '../../src/wire/csp';
import { type Seen, witness } from './witness';

const { MILLRACE_DIST = 'dist', MILLRACE_SEEN = 'seen.json' } = process.env;

type Page = ConstructorParameters<typeof ShellPage>[0];

/** So many reviews of a kind, all different. */
function made(kind: 'products' | 'restaurants', n: number, seed: number) {
  const rng = new Rng(seed);
  return Array.from({ length: n }, () => makeReview(kind, rng, 3));
}

const reviewsOf = (kind: 'products' | 'restaurants', n: number, seed: number, labelled: boolean) =>
  made(kind, n, seed).map(({ text, label }) => ({ text, ...(labelled && { sentiment: label === 1 ? 1 : 0 }) }));

async function points(page: Page): Promise<void> {
  const points = new PointsPage(page);
  await points.open();
  await points.sample('Blobs');
  await points.play();
  await points.expectFinished();
  const use = await points.tab('Use');
  await use.getByRole('textbox', { name: 'Name' }).fill('Blobs');
  await use.getByRole('button', { name: 'Save the model' }).click();
  await expect(points.models.first()).toBeVisible();
}

async function writing(page: Page): Promise<void> {
  const reviews = new ReviewsPage(page);
  await reviews.open();
  await reviews.scoreOf('A warm and funny film. I loved it.');
  await reviews.keep('Dull and far too long.', 'negative');
}

async function labelling(page: Page): Promise<void> {
  const api = await new Api(page).ready();
  await api.ok('POST', '/reviews', { reviews: reviewsOf('restaurants', 40, 2, true) });
  await api.ok('POST', '/reviews', { reviews: reviewsOf('restaurants', 5, 3, false) });
  const label = new LabelPage(page);
  await label.open();
  await label.inOrder();
  const first = await label.shown();
  await label.button(/^Positive/).click();
  await expect(label.text.filter({ hasText: first })).toHaveCount(0);
}

async function datasets(page: Page): Promise<void> {
  const datasets = new DatasetsPage(page);
  await datasets.open();
  const buffer = await tarGz(aclImdb(30));
  await datasets.import({ name: 'aclImdb_v1.tar.gz', mimeType: 'application/gzip', buffer }, 'Films');
  await datasets.expectShown('Films');
  await datasets.download('CSV');
}

async function batch(page: Page): Promise<void> {
  const batch = new BatchPage(page);
  await batch.open();
  await batch.run('Films');
  await batch.exportCsv();
}

async function drift(page: Page): Promise<void> {
  const api = await new Api(page).ready();
  await api.ok('POST', '/reviews', { reviews: reviewsOf('products', 120, 5, false) });
  const monitor = new MonitorPage(page);
  await monitor.open();
  await expect(monitor.headline).toContainText('New reviews look different');
  await monitor.retrain.click();
  await expect(monitor.reasons.first()).toContainText('held-out texts');
}

async function stream(page: Page): Promise<void> {
  const stream = new StreamPage(page);
  await stream.open();
  await stream.ready('Changing rules');
  await stream.untilBatches(20);
  await stream.stopped();
}

async function configurations(page: Page): Promise<void> {
  const configs = new ConfigsPage(page);
  await configs.open('mixture');
  await expect(configs.verdict).toHaveText('In order');
}

async function runs(page: Page): Promise<void> {
  const runs = new RunsPage(page);
  await runs.open();
  const small = 'data.limit=200\nmodel.filters=[4]\nmodel.hidden=[8]';
  await runs.setUp('Drawn digits, CNN', { Epochs: '2', Name: 'Tiny' }, small);
  await runs.start.click();
  await expect(runs.row('Tiny')).toContainText('Completed');
  await runs.importCsv('metrics.csv', 'epoch,step,train_loss\n0,0,0.9\n0,1,0.7\n');
  await expect(runs.rows).toHaveCount(2);
}

async function images(page: Page): Promise<void> {
  const images = new ImagesPage(page);
  await images.open();
  await expect(images.pad).toBeVisible();
  await images.draw([
    [
      [0.5, 0.15],
      [0.5, 0.85],
    ],
  ]);
  await expect(images.verdict).toBeVisible();
}

async function models(page: Page): Promise<void> {
  const models = new ModelsPage(page);
  await models.open();
  await models.look('Nano');
  await models.answerTo('A warm and funny film.');
  await models.tab('Take away');
  const archive = await models.download('Package');
  await models.all();
  await models.hand(archive);
  await models.keepAs('Back again');
}

/** The template trains and answers. */
async function ownModule(page: Page): Promise<void> {
  const module = new ModulePage(page);
  await module.begin();
  await module.giveArguments('--epochs 20');
  await module.trainUntil('finished');
  await module.tab('Try it');
  await module.ask('[[2, 1]]', 'application/json');
  await expect(module.answer).toBeVisible();
}

async function backup(page: Page): Promise<void> {
  const shell = new ShellPage(page);
  const data = new DataPage(page);
  await shell.go('This device');
  const file = await data.backUp();
  await data.deleteEverything();
  await data.restore(file);
}

async function door(page: Page): Promise<void> {
  const shell = new ShellPage(page);
  await shell.go('API');
  const api = new ApiPage(page);
  await expect(page.getByRole('navigation', { name: 'Routes' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Routes' }).getByRole('link').first().click();
  await api.sendButton.click();
  await expect(api.answer).toContainText('200');
}

const FLOWS: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['Points: a sample, a fit, a saved model', points],
  ['Reviews: written, scored, kept', writing],
  ['Reviews: labelled', labelling],
  ['Datasets: an archive imported, exported', datasets],
  ['Batch: a model on a dataset, exported', batch],
  ['Drift: noticed; a model retrained and judged', drift],
  ['Stream: learnt from, stopped, saved', stream],
  ['Runs: a configuration checked', configurations],
  ['Runs: an image model trained, metrics imported', runs],
  ['Images: a drawing told', images],
  ['Models: looked into, packaged, imported', models],
  ['Models: a module of one’s own trained, asked', ownModule],
  ['This device: backed up, deleted, restored', backup],
  ['API: a route tried', door],
];

async function flow(seen: Seen, name: string, work: () => Promise<void>): Promise<void> {
  const start = Date.now();
  const at = { name, seconds: 0, requests: new Map<string, number>() };
  seen.flows.push(at);
  await test.step(name, work);
  at.seconds = Math.round((Date.now() - start) / 1000);
}

test('every flow, with the host and without it', async ({ browser }) => {
  const host = await serveStatic({ dist: MILLRACE_DIST, folder: '', headers: SECURITY_HEADERS });
  const context = await browser.newContext({ baseURL: `${host.origin}/` });
  const seen = await witness(context);
  const page = await context.newPage();
  const shell = new ShellPage(page);
  const data = new DataPage(page);
  let [askedWhileInstalled, stopped] = [0, 0];
  try {
    await flow(seen, 'First visit, installed', async () => {
      await shell.open('data');
      await expect(data.offlineState).toHaveAttribute('data-state', 'ready');
      await shell.untilReady();
      await page.reload();
      await shell.untilReady();
    });
    askedWhileInstalled = host.asked.length;
    for (const [name, work] of FLOWS) await flow(seen, name, () => work(page));
    await data.page.goto('./#/data');
    await shell.go('This device');
    await data.deleteEverything();
    await host.stop();
    stopped = Date.now();
    for (const [name, work] of FLOWS) await flow(seen, `Without a host. ${name}`, () => work(page));
    await flow(seen, 'Without a host. Opened anew', async () => {
      await page.reload();
      await shell.untilReady();
      for (const name of await shell.pages()) await shell.go(name);
    });
  } finally {
    const flows = seen.flows.map(({ requests, ...rest }) => ({ ...rest, requests: Object.fromEntries(requests) }));
    const told = { ...seen, flows, stopped, origin: host.origin, asked: host.asked, askedWhileInstalled };
    writeFileSync(MILLRACE_SEEN, JSON.stringify(told));
    await host.stop();
    await context.close();
  }
});
