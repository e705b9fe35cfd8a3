// Every page against axe's WCAG 2.2 AA rules: light and dark, wide and narrow, empty and with data.

import { expect, test } from '@playwright/test';
import { BatchPage } from './pages/batch';
import { ConfigsPage } from './pages/configs';
import { DatasetsPage } from './pages/datasets';
import { ImagesPage } from './pages/images';
import { LabelPage } from './pages/label';
import { ReviewsPage } from './pages/reviews';
import { RunsPage } from './pages/runs';
import { type PageName, ShellPage } from './pages/shell';
import { StreamPage } from './pages/stream';
import { expectAccessible, expectAccessibleInBoth } from './support/axe';

test.beforeEach(({ page }) => page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' }));

/** Colours are the same at any width: on a phone, what the light shows is enough. */
for (const { width, height, expectAll } of [
  { width: 1280, height: 800, expectAll: expectAccessibleInBoth },
  { width: 390, height: 844, expectAll: expectAccessible },
]) {
  test(`every page, ${width} wide, empty and with penguins`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    const shell = new ShellPage(page);
    await shell.open();
    await shell.untilReady();
    const look = async (name: PageName, state: string) => {
      await shell.go(name);
      await page.waitForLoadState('networkidle');
      await expectAll(page, `${name}, ${state}`);
    };
    for (const name of await shell.pages()) await look(name, 'empty');
    await shell.go('Points');
    await shell.loadPenguins();
    // Where they show.
    for (const name of ['Points', 'This device'] as const) await look(name, 'filled');
  });
}

test('the Reviews page at work', async ({ page }) => {
  test.slow();
  const reviews = new ReviewsPage(page);
  await reviews.open();
  await reviews.keep('Great fun from start to end.', 'positive');
  await reviews.keep('Dull and much too long.', 'negative');
  await reviews.example('Torn');
  await reviews.shown();
  await reviews.marking.check();
  await expect(reviews.explanation).toBeVisible();
  await page.getByRole('button', { name: 'What am I looking at?' }).click();
  await page.getByRole('button', { name: 'See its structure' }).last().click();
  await expect(
    page
      .getByRole('region', { name: /^Structure of/ })
      .getByRole('row')
      .nth(3),
  ).toBeVisible();
  // What lies under the bar that stays at the top is half covered, as on every page that scrolls.
  await page.evaluate(() => window.scrollTo(0, 0));
  for (const tab of ['Model', 'Labels', 'Train'] as const) {
    await reviews.tab(tab);
    await expectAccessibleInBoth(page, `Reviews, ${tab}`);
  }
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(reviews.beforeAfter.or(page.getByText(/^Trained: /)).first()).toBeVisible({ timeout: 60_000 });
  await expectAccessibleInBoth(page, 'Reviews, trained');
});

test('the Label view at work', async ({ page }) => {
  test.slow();
  const label = new LabelPage(page);
  await label.open();
  await expect(page.getByRole('textbox', { name: 'Paste reviews' })).toBeVisible();
  await expectAccessibleInBoth(page, 'Label, empty');
  await page.getByRole('button', { name: 'Try 12 sample reviews' }).click();
  await label.press('positive');
  await label.press('negative');
  await label.button(/^Keys$/).click();
  await page.getByRole('switch', { name: 'Mark the words' }).click();
  await label.rows.nth(1).getByRole('checkbox').click();
  await label.rows.nth(2).getByRole('button', { name: 'Change the text' }).click();
  // Rows begin where the bar that stays at the top ends: what lies under it is half covered, on any page that scrolls.
  await label.rows.nth(3).evaluate((row) => row.scrollIntoView({ block: 'start' }));
  await expectAccessibleInBoth(page, 'Label, the list');
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessibleInBoth(page, 'Label, at work');
  await page.getByRole('button', { name: 'Find duplicates' }).click();
  await page.getByRole('button', { name: 'Bring in more reviews' }).click();
  await expectAccessibleInBoth(page, 'Label, bringing in');
});

test('the Batch view at work', async ({ page }) => {
  const batch = new BatchPage(page);
  const reviews = new ReviewsPage(page);
  await reviews.open();
  await reviews.keep('Great fun from start to end.', 'negative');
  await reviews.keep('Dull and much too long.', 'negative');
  await batch.open();
  await expectAccessibleInBoth(page, 'Batch, not run yet');
  await page.getByRole('button', { name: /^Run on the 2/ }).click();
  await batch.done();
  await batch.openRow(batch.rows.first());
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessibleInBoth(page, 'Batch, done');
});

test('the Datasets view at work', async ({ page }) => {
  test.slow();
  const datasets = new DatasetsPage(page);
  await datasets.open();
  await page.getByRole('button', { name: 'From an address of this site' }).click();
  await expectAccessibleInBoth(page, 'Datasets, empty');
  await datasets.sample.click();
  await datasets.expectShown('Sample reviews');
  await page.getByRole('button', { name: 'Make splits' }).click();
  await page.getByRole('button', { name: 'From my labels' }).click();
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessibleInBoth(page, 'Datasets, one on show');
  await datasets.importForm();
  const table = 'text,verdict\nLovely,up\nA bore,down\nFine,\n';
  await datasets.chooseFile({ name: 'verdicts.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
  await datasets.pick('Labels are in', /^verdict/);
  await expectAccessibleInBoth(page, 'Datasets, choices of a table');
});

test('the Stream page at work', async ({ page }) => {
  test.slow();
  const stream = new StreamPage(page);
  await stream.open();
  await stream.ready('Changing rules');
  await expect(stream.accuracy).toHaveAccessibleName(/found drift/);
  await stream.press('Pause');
  await stream.startOver.click();
  await page.getByRole('button', { name: 'What am I looking at?' }).click();
  await expectAccessibleInBoth(page, 'Stream, watched');
  await stream.stopped();
  await stream.source('push');
  await stream.push('{ "X": [[1, 2], [3]], "y": [0, 1] }');
  await expect(stream.problem).toBeVisible();
  await expectAccessibleInBoth(page, 'Stream, set up');
});

test('the Runs page at work', async ({ page }) => {
  const runs = new RunsPage(page);
  await runs.open();
  await runs.setUp('Penguins', { Name: 'Birds' });
  await runs.start.click();
  await expect(runs.row('Birds')).toContainText('Completed');
  await runs.choose('Birds');
  await expectAccessibleInBoth(page, 'Runs, one chosen');
  await runs.row('Birds').getByRole('link').click();
  await expect(runs.chart('bic').getByRole('img')).toBeVisible();
  await expectAccessibleInBoth(page, 'Runs, one by itself');
  await page.goto('./#/runs/images');
  await expect(page.getByRole('button', { name: 'Teach one the digits' })).toBeEnabled();
  await expectAccessibleInBoth(page, 'Images, no model yet');
  const images = new ImagesPage(page);
  await images.open('/datasets');
  await expect(images.images.first()).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessibleInBoth(page, 'Images, a dataset');
});

test('configurations at work', async ({ page }) => {
  const configs = new ConfigsPage(page);
  await configs.open('mixture.yaml');
  await configs.button('Change for this run').click();
  await configs.put('kind: image\ntrainer:\n  epochs: 0\n  # and\n');
  await expect(configs.problems).toHaveCount(1);
  await page.keyboard.type('  optim');
  await expect(configs.options).toHaveCount(1);
  await expectAccessibleInBoth(page, 'Configurations, a problem and a list of what may stand there');
});

test('what opens from the shell', async ({ page }) => {
  const shell = new ShellPage(page);
  await shell.open('data');
  await shell.untilReady();
  await shell.compute.click();
  await expect(shell.computePanel.getByRole('heading')).toBeVisible();
  await expectAccessibleInBoth(page, 'compute panel');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'What am I looking at?' }).click();
  await page.getByRole('button', { name: 'Delete everything…' }).click();
  await expect(page.getByRole('form', { name: 'Confirm the deletion' })).toBeVisible();
  // Where the page is scrolled to shows the question, and half covers whatever lies under the bar.
  await page.evaluate(() => window.scrollTo(0, 0));
  await expectAccessibleInBoth(page, 'deletion');

  await page.goto('./#/nowhere');
  await expect(shell.heading).toHaveText('There is no page here');
  await expectAccessibleInBoth(page, 'not found');
});
