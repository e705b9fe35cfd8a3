// Folders of images and of texts in the built app, from the folder to a model that answers; and the pad.

import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ImagesPage, type Stroke } from './pages/images';
import { digitFolder, reviewFolder, written } from './support/pictures';
import { type Watch, watch } from './support/watch';

// The page alone: what is asked here, the service worker has no part in.
test.use({ serviceWorkers: 'block' });

const ONE: readonly Stroke[] = [
  [
    [0.5, 0.15],
    [0.5, 0.85],
  ],
];
const SEVEN: readonly Stroke[] = [
  [
    [0.15, 0.15],
    [0.55, 0.15],
    [0.3, 0.75],
  ],
];

let seen: Watch;
let images: ImagesPage;

test.beforeEach(async ({ page, context, baseURL }) => {
  seen = watch(context, new URL(baseURL!).origin);
  images = new ImagesPage(page);
  // As in browsers that give no handle to a folder.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker'));
});

test.afterEach(() => seen.expectQuiet());

test('one click from nothing to a digit that is told while it is drawn', async ({ page }) => {
  await images.open();
  await page.getByRole('button', { name: 'Teach one the digits' }).click();
  await expect(page.getByTestId('teaching')).toContainText(/Epoch \d of \d+/);
  await expect(images.pad).toBeVisible({ timeout: 60_000 });
  await images.draw(SEVEN);
  await expect(images.verdict).toHaveText('7');
  await expect(images.heat).toHaveAccessibleName('Heat-map: where 7 comes from');
  await page.getByRole('button', { name: /^2 / }).click();
  await expect(images.heat).toHaveAccessibleName('Heat-map: where 2 comes from');
  await page.getByRole('switch', { name: /^Heat-map/ }).uncheck();
  await expect(images.heat).toHaveCount(0);
  await page.getByRole('button', { name: 'Take the last stroke back' }).click();
  await expect(images.verdict).toHaveCount(0);
  // Without a pointer: an image of the dataset.
  const sample = page.getByRole('button', { name: /^Image \d+, / }).first();
  const digit = (await sample.getAttribute('aria-label'))!.at(-1)!;
  await sample.press('Enter');
  await expect(images.verdict).toHaveText(digit);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('a folder of images is taken, learnt from and judged, and a drawing is told', async ({ page }, testInfo) => {
  const root = await written(testInfo.outputPath('disk'), digitFolder([0, 1, 7], 100, 20));
  await images.open('/datasets/new');
  await images.openFolder(join(root, 'digits'));
  await expect(images.found).toContainText('3 classes: 0, 1, 7');
  await expect(images.found).toContainText('60 test');
  await images.found.getByRole('button', { name: 'Take it' }).click();
  await expect(images.dataset('digits')).toBeVisible();
  await page.getByRole('group').getByText('1 file could not be read').click();
  await expect(page.getByText(/broken\.png: /)).toBeVisible();
  await page.getByRole('combobox', { name: 'Part' }).selectOption('test');
  await page.getByRole('combobox', { name: 'Class' }).selectOption('7');
  await expect(images.images).toHaveCount(20);
  await expect(images.images.first().locator('img')).toHaveJSProperty('naturalWidth', 28);

  await page.getByRole('button', { name: 'Train a CNN on this' }).click();
  await page.getByRole('link', { name: 'see its run' }).click();
  await images.untilCompleted();
  await expect(images.evaluation).toContainText(/of 60 images of the test part/);
  const [found, asOne, asSeven] = await images.row('confusion', '0');
  expect(found! + asOne! + asSeven!).toBe(20);
  expect((await images.row('per-class', '1')).at(-1)).toBe(20);
  await expect(images.evaluation).toContainText(/Right(9\d|100)\.\d %/);

  await images.open();
  await images.draw(ONE);
  await expect(images.verdict).toHaveText('1');
  await expect(images.probabilities).toHaveCount(3);

  await images.open('/datasets');
  await images.list.getByRole('link', { name: /^digits/ }).click();
  await page.getByRole('button', { name: 'Delete digits' }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(images.dataset('Drawn digits')).toBeVisible();
  await expect(images.list.getByRole('listitem')).toHaveCount(1);
});

test('a folder of texts becomes a dataset of the Reviews page, and is learnt from', async ({ page }, testInfo) => {
  const root = await written(testInfo.outputPath('disk'), reviewFolder());
  await images.open('/datasets/new');
  await images.openFolder(join(root, 'films'));
  await expect(images.found).toContainText('Texts, for the Reviews page');
  await images.found.getByRole('button', { name: 'Take it' }).click();
  await expect(images.taken.getByRole('link', { name: /Reviews page/ })).toBeVisible();

  await page.goto('./#/runs');
  await page.getByRole('combobox', { name: 'Configuration' }).selectOption('Reviews, n-gram');
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('textbox', { name: /^Other changes/ }).fill('data.dataset=films');
  await page.getByRole('textbox', { name: 'Name' }).fill('Films');
  await page.getByRole('button', { name: 'Start', exact: true }).first().click();
  await page.getByRole('link', { name: 'Films', exact: true }).first().click();
  await images.untilCompleted();
  const accuracy = page
    .getByRole('row', { name: /^test_acc/ })
    .getByRole('cell')
    .last();
  await expect.poll(async () => Number(await accuracy.textContent())).toBeGreaterThan(0.8);
  await expect(page.getByText(/films: /)).toBeVisible();

  await images.open('/datasets/new');
  await images.taken.getByRole('link', { name: /Reviews page/ }).click();
  await expect(page.getByRole('article', { name: 'films', exact: true })).toBeVisible();
});
