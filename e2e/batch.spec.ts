// Batch inference in the built app: draw, run, move the threshold, read what is wrong and why, export; reloads.

import { expect, type Page, test } from '@playwright/test';
import { FOREIGN } from '../src/ml/text/tokenizer/language.fixture';
import { Api } from './pages/api';
import { BatchPage } from './pages/batch';

const FORMULA = '=HYPERLINK("http://example.com","free") A dull film, a waste of time.';
const MARKUP = '<img src=x onerror="document.title=1"><b>Terrible</b> and boring \u202etxet desrever\u202c';

const REVIEWS = [
  { text: 'A warm, funny film with a perfect cast. I loved every minute of it.', sentiment: 1 },
  { text: 'Wonderful from beginning to end, the best film of the year.', sentiment: 1 },
  { text: 'Terrible. The plot makes no sense and the acting is wooden.', sentiment: 0 },
  { text: FORMULA, sentiment: 0 },
  // Its label is wrong.
  { text: MARKUP, sentiment: 1 },
];

async function keep(page: Page, reviews: readonly object[]): Promise<Api> {
  const api = await new Api(page).open('reviews/batch');
  await api.ok('POST', '/reviews', { reviews });
  return api;
}

/** As CSV, which imports as a dataset. */
async function dataset(api: Api, name: string, n: number): Promise<string> {
  const words = [
    ['Awful', 'Dull and far too long', 'A dreadful mess'],
    ['Lovely', 'Warm and funny', 'Brilliant from start to end'],
  ];
  const lines = Array.from({ length: n }, (_, i) => {
    const text = `${words[i % 2][i % 3]}, number ${i}. ${'It goes on and on. '.repeat(1 + (i % 30))}`;
    return `"${text}",${i % 2}`;
  });
  const { id } = await api.ok('POST', `/reviews/datasets/import?name=${name}`, `text,label\n${lines.join('\n')}\n`);
  const phase = async () => ((await api.ok('GET', '/reviews/datasets')).importing as { phase: string }).phase;
  await expect.poll(phase).toBe('finished');
  return id as string;
}

test('the labelled reviews: one click, figures that follow the threshold, wrong ones with their reasons, CSV', async ({
  page,
}) => {
  const api = await keep(page, REVIEWS);
  const batch = new BatchPage(page);
  await batch.open();
  await page.getByRole('button', { name: 'Run on the 5 reviews you labelled' }).click();
  await batch.done();
  expect(await batch.accuracy()).toBe(0.8);
  // Of so few that says little; it has learnt from none of them.
  await expect(batch.figures).toContainText('95 % interval 37.6 % – 96.4 %');
  await expect(page.getByTestId('batch-learnt')).toHaveCount(0);
  await expect(page.getByTestId('batch-foreign')).toHaveCount(0);
  expect(await Promise.all((['tp', 'fp', 'tn', 'fn'] as const).map((name) => batch.cell(name)))).toEqual([2, 0, 2, 1]);

  // The wrong one first, as text: nothing in it has run.
  await expect(batch.rows).toHaveCount(1);
  await expect(batch.rows.first()).toContainText('<b>Terrible</b>');
  await batch.openRow(batch.rows.first());
  await expect(batch.explanation.locator('mark', { hasText: 'Terrible' })).toHaveAttribute('data-sign', 'negative');
  await expect(batch.explanation.locator('img, b')).toHaveCount(0);
  expect(await page.title()).not.toBe('1');

  // At threshold 0 all are called positive.
  await batch.threshold.focus();
  await page.keyboard.press('Home');
  await expect(batch.figures).toContainText('60.0 %');
  expect(await batch.figure('Recall')).toBe(100);
  await expect(batch.rows).toHaveCount(2);
  await page.getByTestId('cell-tp').click();
  await expect(batch.rows).toHaveCount(3);
  await page.getByText('All', { exact: true }).last().click();
  await expect(batch.rows).toHaveCount(5);

  const csv = await batch.exportCsv();
  expect(csv).toContain('name,label,predicted,score,text,ref');
  expect(csv).toContain(`"'=HYPERLINK(""http://example.com"",""free"")`);
  expect(csv.trim().split('\r\n')).toHaveLength(6);

  // Texts in a language that the model has not learnt are told of.
  await api.ok('POST', '/reviews', { reviews: FOREIGN.German.map((text) => ({ text, sentiment: 1 })) });
  await batch.runAsShown();
  // The one with its markup and its words written backwards is taken for one of them.
  const told = /^[56] of these texts \([56]0\.0 %\) seem not to be in English/;
  await expect(page.getByTestId('batch-foreign')).toHaveText(told, { timeout: 60_000 });
});

test('a dataset: as many of each label as asked for, by the model asked for; after a reload the result is there', async ({
  page,
}) => {
  const api = await new Api(page).open('reviews/batch');
  await dataset(api, 'Films', 120);
  const batch = new BatchPage(page);
  await batch.open();
  await batch.run('Films', 20, 'Nano');
  await expect(batch.result.getByRole('heading', { level: 2 })).toHaveText(/^Nano on Films 40 texts$/);
  expect(await batch.accuracy()).toBeGreaterThan(0.9);
  const figures = await batch.figures.textContent();
  await page.reload();
  await expect(batch.figures).toHaveText(figures ?? '');
});

test('a dataset that was chosen and is gone: what the field says is what is run on', async ({ page }) => {
  const api = await keep(page, REVIEWS);
  const id = await dataset(api, 'Films', 12);
  const batch = new BatchPage(page);
  await batch.open();
  await batch.run('Films');
  const title = batch.result.getByRole('heading', { level: 2 });
  await expect(title).toHaveText(/ on Films 12 texts$/);
  await api.ok('DELETE', `/reviews/datasets/${id}`);
  await expect(batch.source).toHaveValue('Reviews kept here (5 labelled)');
  await batch.runAsShown();
  await expect(title).toHaveText(/ on Reviews kept here 5 texts$/, { timeout: 60_000 });
});

test('a batch goes on by itself after a reload in the middle, and can be paused and cancelled', async ({ page }) => {
  test.slow();
  const api = await new Api(page).open('reviews/batch');
  await dataset(api, 'Long', 3000);
  const batch = new BatchPage(page);
  await batch.open();
  await batch.start('Long', 'all', 'Small');
  const done = async () => ((await api.ok('GET', '/reviews/batch')).status as { done?: number }).done ?? 0;
  await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(64);
  // Answers when the piece that was out is scored and stored.
  await api.ok('POST', '/reviews/batch/pause');
  await expect(batch.underWay.getByRole('button', { name: 'Go on' })).toBeVisible();
  const before = await done();
  await page.reload();
  await api.ready();
  await expect(batch.underWay).toContainText('Paused');
  expect(await done()).toBe(before);
  await batch.underWay.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(before);
  await page.reload();
  await api.ready();
  await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(before);
  await expect(batch.underWay).toContainText('Scoring Long');
  await batch.underWay.getByRole('button', { name: 'Pause' }).click();
  await expect(batch.underWay).toContainText('Paused');
  await batch.underWay.getByRole('button', { name: 'Cancel' }).click();
  await expect(batch.intro).toBeVisible();
});
