// The Models page in the built app: a model is looked into, its card rewritten, packaged, brought in again, and it answers
// the same; it is deleted and brought back; what is hostile is refused.

import { expect, test } from '@playwright/test';
import { ModelsPage } from './pages/models';
import { tarGz } from './support/archive';
import { expectAccessible } from './support/axe';

test.beforeEach(({ page }) => page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' }));

test('a model goes out as an archive and comes in again, with a card of its own; it is deleted and brought back', async ({
  page,
}) => {
  const models = new ModelsPage(page);
  await models.open();
  await models.look('Nano');
  // A view with an address of its own names the window, and begins where the keyboard is.
  await expect(page).toHaveTitle('Nano · Models · Millrace');
  await expect(page.getByRole('heading', { level: 2, name: 'Nano', exact: true })).toBeFocused();
  await expect(models.layers).toHaveCount(3);
  await expect(models.weights.getByRole('img').first()).toHaveAccessibleName(/numbers from −[\d.]+ to [\d.]+/);

  await models.tab('Card');
  await expect(models.card).toContainText('What it learnt from');
  await page.getByRole('button', { name: 'Edit' }).click();
  const card = page.getByRole('textbox', { name: 'Markdown' });
  await expect(card).toBeFocused();
  await card.fill('# Mine\n\nFor **short** texts. <img src=x>');
  // What was typed is there after a look at something else.
  await models.tab('Summary');
  await models.tab('Card');
  await expect(card).not.toBeFocused();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(models.card.getByRole('heading', { name: 'Mine' })).toBeVisible();
  await page.reload();
  await models.tab('Card');
  await expect(models.card).toContainText('For short texts. <img src=x>');
  await expect(models.card.locator('strong')).toHaveText('short');
  await expect(models.card.locator('img')).toHaveCount(0);

  const text = 'A warm and funny film, and far too short.';
  const answer = await models.answerTo(text);
  expect(answer).toEqual({ score: expect.any(Number) });
  // Said in three words, whatever its length.
  await expect(page.getByRole('status').filter({ hasText: /^The model answered\.$/ })).toHaveCount(1);

  await models.tab('Take away');
  await expect(page.getByTestId('formats').getByRole('listitem').first()).toContainText('Model archive');
  await expectAccessible(page, 'Take away');
  await page.getByRole('textbox', { name: /^Folder of the module/ }).fill('../out');
  await page.getByRole('button', { name: 'Package', exact: true }).click();
  const options = page.getByRole('form', { name: 'Options of the archive' });
  await expect(options.getByText('leaves its folder')).toBeVisible();
  await page.getByRole('textbox', { name: /^Folder of the module/ }).fill('nano');
  await page.getByRole('textbox', { name: /^Name of the file/ }).fill('nano.tar.gz');
  const archive = await models.download('Package');
  expect(archive.name).toBe('nano.tar.gz');

  await models.all();
  await models.hand(archive);
  await expect(models.found).toContainText('n-gram model');
  await expect(models.rows).toHaveCount(3);
  await models.keepAs('Back again');
  expect(await models.answerTo(text)).toEqual(answer);

  await models.all();
  await models.row('Back again').getByRole('checkbox').check();
  await models.chosen.getByRole('button', { name: 'Delete' }).click();
  await expect(models.row('Back again')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(models.row('Back again')).toHaveCount(1);

  await models.row('Back again').getByRole('checkbox').check();
  await models.row('Nano').getByRole('checkbox').check();
  await models.chosen.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByTestId('comparison')).toContainText('They are built alike. All 2 tensors');
});

test('a card written in another tab is not written over by one that was opened and left as it was', async ({
  page,
  context,
}) => {
  const models = new ModelsPage(page);
  const other = new ModelsPage(await context.newPage());
  for (const tab of [models, other]) {
    await tab.open();
    await tab.look('Nano');
    await tab.tab('Card');
    await tab.page.getByRole('button', { name: 'Edit' }).click();
  }
  await other.page.getByRole('textbox', { name: 'Markdown' }).fill('# Written there');
  await other.page.getByRole('button', { name: 'Keep it' }).click();
  await expect(other.card.getByRole('heading', { name: 'Written there' })).toBeVisible();
  // Told here, too, a moment later.
  await page.waitForTimeout(1000);
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(models.card).toBeVisible();
  await page.reload();
  await models.tab('Card');
  await expect(models.card.getByRole('heading', { name: 'Written there' })).toBeVisible();
});

test('a hostile archive is refused in words, and nothing is kept', async ({ page }) => {
  const models = new ModelsPage(page);
  await models.open();
  const buffer = await tarGz([
    { path: 'manifest.json', text: '{}' },
    { path: '../outside.py', text: 'print()' },
  ]);
  await models.hand({ name: 'hostile.tar.gz', mimeType: 'application/gzip', buffer });
  await expect(models.refusal).toContainText('Could not use hostile.tar.gz');
  await expect(models.refusal).toContainText('../outside.py');
  await models.hand({ name: 'cut.tar.gz', mimeType: 'application/gzip', buffer: buffer.subarray(0, 60) });
  await expect(models.refusal).toContainText('Could not use cut.tar.gz');
  await expect(models.rows).toHaveCount(3);
  await models.search.fill('nothing like it');
  await expect(page.getByText('No model fits the filter.')).toBeVisible();
});
