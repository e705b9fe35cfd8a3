// The whole story of the Reviews page in one sitting, by hand: from an empty profile to a model retrained on one's own
// labels that serves because it was judged to be better, and back again.

import { expect, type Page, test } from '@playwright/test';
import { type MadeReview, makeReview } from '../bench/drift/texts';
import { Rng } from '../src/ml/rng';
import { sampleReviews } from '../src/ml/samples/reviews';
import { Api } from './pages/api';
import { BatchPage } from './pages/batch';
import { DatasetsPage } from './pages/datasets';
import { LabelPage } from './pages/label';
import { MonitorPage } from './pages/monitor';
import { ReviewsPage } from './pages/reviews';
import { aclImdb, tarGz } from './support/archive';
import { watch } from './support/watch';

const LABELLED = 40;

/** So many reviews of a kind, all different. */
function made(kind: 'products' | 'restaurants', n: number, seed: number): MadeReview[] {
  const rng = new Rng(seed);
  return Array.from({ length: n }, () => makeReview(kind, rng, 3));
}

/** What is labelled, and what comes in later. */
const OWN = made('restaurants', LABELLED + 5, 2);
const ARRIVALS = made('products', 120, 5);

const truth = new Map(
  OWN.map(({ text, label }) => [text, label === 1 ? ('positive' as const) : ('negative' as const)]),
);

async function add(page: Page, reviews: readonly { readonly text: string; readonly sentiment?: 0 | 1 }[]) {
  const api = await new Api(page).ready();
  await api.ok('POST', '/reviews', { reviews });
}

test('from an empty profile to a model retrained on one’s own labels, and back', async ({ page, context }) => {
  test.setTimeout(240_000);
  const quiet = watch(context, new URL(test.info().project.use.baseURL ?? '').origin);
  const reviews = new ReviewsPage(page);

  await test.step('a review is scored as it is typed', async () => {
    await reviews.open();
    expect(await reviews.scoreOf('A warm and funny film. I loved it.')).toBeGreaterThan(0.7);
  });

  await test.step('forty reviews are labelled by key, a reload in the middle', async () => {
    await add(
      page,
      OWN.map(({ text }) => ({ text })),
    );
    const label = new LabelPage(page);
    await label.open();
    await label.inOrder();
    for (let done = 0; done < LABELLED; done++) {
      if (done === LABELLED / 2) {
        await page.reload();
        await label.inOrder();
      }
      const text = await label.shown();
      await label.press(truth.get(text) ?? 'negative');
    }
    await label.expectLabelled(LABELLED);
  });

  await test.step('an archive laid out as aclImdb is imported', async () => {
    const datasets = new DatasetsPage(page);
    await datasets.open();
    const buffer = await tarGz(aclImdb(30));
    await datasets.import({ name: 'aclImdb_v1.tar.gz', mimeType: 'application/gzip', buffer }, 'Film reviews');
    await datasets.expectShown('Film reviews');
    expect(await datasets.part('test')).toEqual([30, 30, 0, 60]);
  });

  await test.step('the model is tested on it', async () => {
    const batch = new BatchPage(page);
    await batch.open();
    await batch.run('Film reviews');
    expect(await batch.accuracy()).toBeGreaterThan(0.9);
  });

  const monitor = new MonitorPage(page);
  await test.step('other reviews come in, and drift is found, a reload and no network in between', async () => {
    await context.setOffline(true);
    await add(
      page,
      ARRIVALS.map(({ text }) => ({ text })),
    );
    await page.reload();
    await monitor.open();
    await expect(monitor.headline).toContainText('New reviews look different', { timeout: 60_000 });
    await expect(monitor.test('Meaning')).toContainText('Drift');
    await expect(monitor.proposed).toBeVisible();
  });

  await test.step('a challenger learns from the labels, passes the gate, and serves', async () => {
    await monitor.retrain.click();
    await expect(monitor.reasons.first()).toContainText('held-out texts', { timeout: 120_000 });
    await monitor.expectServing('Small, retrained 1');
    await context.setOffline(false);
    await reviews.open();
    await expect(reviews.status).toContainText('Small, retrained 1');
    expect(await reviews.scoreOf('A warm and funny film. I loved it.')).toBeGreaterThan(0.7);
  });

  await test.step('the version before serves again', async () => {
    await monitor.open();
    await monitor
      .version('comes with the app')
      .filter({ hasText: 'Small' })
      .getByRole('button', { name: /^Serve it/ })
      .click();
    await monitor.expectServing('Small');
    await expect(monitor.version('Small, retrained 1')).toContainText('earlier');
  });
  quiet.expectQuiet();
});

test('a challenger that was taught nonsense is kept back, with its reasons', async ({ page }) => {
  test.setTimeout(180_000);
  const reviews = new ReviewsPage(page);
  await reviews.open();
  // Every label is wrong: the challenger learns to say the opposite.
  await add(
    page,
    sampleReviews()
      .slice(0, 120)
      .map(({ text, label }) => ({ text, sentiment: label === 'positive' ? 0 : 1 })),
  );
  const monitor = new MonitorPage(page);
  await monitor.open();
  await monitor.retrain.click();
  await expect(monitor.reasons.filter({ hasText: 'Did not hold' }).first()).toBeVisible({ timeout: 120_000 });
  await monitor.expectServing('Small');
  await expect(monitor.version('kept back')).toContainText('Small, retrained 1');
  await monitor.openReport('Small, retrained 1', /^Small, retrained 1 was kept back$/);
  // It is the newest already.
  await expect(page.getByRole('button', { name: 'Show the newest' })).toHaveCount(0);
  await reviews.open();
  await expect(reviews.status).toContainText('Small:');
});
