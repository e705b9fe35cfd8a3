// Storage that is full, and tabs that nobody looks at: nothing is lost, and what runs goes on.

import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { zipSync } from 'fflate';
import { Api } from './pages/api';
import { DataPage } from './pages/data';
import { ModelsPage } from './pages/models';
import { PointsPage } from './pages/points';
import { fillStorage, hide } from './support/engine';

test('full storage: said once, nothing lost, saved when there is room again', async ({ page }) => {
  const api = await new Api(page).open();
  await api.ok('POST', '/points', { points: [[1, 1]] });
  await fillStorage(page, true);
  for (let i = 0; i < 3; i++) await api.ok('POST', '/points', { points: [[2, i]] });
  const notice = page.getByText('The browser’s storage is full');
  await expect(notice).toHaveCount(1);
  await new PointsPage(page).expectCount(4);

  await fillStorage(page, false);
  await hide(page);
  await expect(page.getByText('Saved again')).toBeVisible();
  await page.reload();
  await new PointsPage(page).expectCount(4);
  await expect(notice).toHaveCount(0);
});

test('a large file comes in as a file of the browser’s, and is the same after its model was deleted and brought back; on its way out it says how far it is, and is given up', async ({
  page,
}) => {
  const weights = randomBytes(80 * 2 ** 20);
  const script = Buffer.from('export const load = () => 0, deserialize = load, predict = load, serialize = load;');
  const zip = zipSync({ 'serve.js': script, 'weights.bin': weights }, { level: 0 });
  const models = new ModelsPage(page);
  await models.open();
  const path = test.info().outputPath('large.zip');
  await writeFile(path, zip);
  await models.hand(path);
  await models.keepAs('Large');
  const kept = [{ large: true, digest: createHash('sha256').update(weights).digest('hex') }];
  expect(await filesOf(page, 'weights.bin')).toEqual(kept);

  await page.reload();
  await models.open();
  await models.row('Large').getByRole('checkbox').check();
  await models.chosen.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(models.row('Large')).toHaveCount(1);
  expect(await filesOf(page, 'weights.bin')).toEqual(kept);

  const handed: string[] = [];
  page.on('download', (file) => handed.push(file.suggestedFilename()));
  await models.row('Large').getByRole('link', { name: 'Large', exact: true }).click();
  await models.tab('Take away');
  const archive = page.getByRole('button', { name: 'Download as Model archive (.tar.gz)' });
  await archive.click();
  await giveUp(page, 'Packing the model');
  await expect(archive).toBeFocused();
  await expect(archive).toBeEnabled();
  await page.goto('./#/data');
  const backup = page.getByRole('button', { name: 'Back up everything' });
  await backup.click();
  await giveUp(page, 'Making the back-up');
  await expect(backup).toBeFocused();
  await expect(backup).toBeEnabled();
  await expect(page.getByRole('alert').filter({ hasText: 'Could not' })).toHaveCount(0);
  expect(handed).toEqual([]);
});

/** Cancels what is at work, once it says how far it is. */
async function giveUp(page: Page, label: string): Promise<void> {
  const bar = page.getByRole('progressbar', { name: label });
  await expect(bar).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(bar).toBeHidden();
}

/** Of modules, and whether they lie as files of the browser's. */
function filesOf(page: Page, name: string): Promise<readonly { readonly large: boolean; readonly digest: string }[]> {
  return page.evaluate(async (path) => {
    const opened = indexedDB.open('millrace');
    await new Promise((resolve) => opened.addEventListener('success', resolve));
    const range = IDBKeyRange.bound('file:', 'file:\uffff');
    const store = opened.result.transaction('library').objectStore('library');
    const [keys, values] = [store.getAllKeys(range), store.getAll(range)];
    await new Promise((resolve) => values.addEventListener('success', resolve));
    opened.result.close();
    const found = values.result.filter((_value, i) => String(keys.result[i]).endsWith(`/${path}`));
    return Promise.all(
      found.map(async (value) => {
        const hash = await crypto.subtle.digest('SHA-256', await new Blob([value]).arrayBuffer());
        const digest = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
        return { large: value instanceof Blob, digest };
      }),
    );
  }, name);
}

test('a fit goes on in a tab that gets no frames and few turns', async ({ page }) => {
  await page.addInitScript(() => {
    const asleep = () => document.documentElement.hasAttribute('data-asleep');
    const { setTimeout: later, setInterval: often, requestAnimationFrame: frame } = window;
    Object.assign(window, {
      requestAnimationFrame: (callback: FrameRequestCallback) => (asleep() ? 0 : frame(callback)),
      setTimeout: (work: () => void, wait = 0) => later(work, asleep() ? Math.max(1000, wait) : wait),
      setInterval: (work: () => void, wait = 0) => often(work, asleep() ? Math.max(1000, wait) : wait),
    });
  });
  const api = await new Api(page).open();
  const points = Array.from({ length: 2000 }, (_, i) => [Math.sin(i * 1.7) * 2 + (i % 3), Math.cos(i * 0.9)]);
  await api.ok('PUT', '/points', { points });
  await api.ok('PATCH', '/fit/options', { n_components: 4, tol: 0, epochs: 3000 });
  await page.evaluate(() => document.documentElement.setAttribute('data-asleep', ''));
  await hide(page);
  await api.ok('POST', '/fit/play');
  await expect.poll(async () => (await api.fit()).phase).toBe('finished');
  expect((await api.fit()).iteration).toBe(3000);
});

test('This device counts what comes in meanwhile, and says it where it is to go', async ({ page }) => {
  const api = await new Api(page).open('data');
  const data = new DataPage(page);
  await data.expectCount('Reviews', 0);
  await api.ok('POST', '/reviews', { reviews: [{ text: 'One.' }, { text: 'Two.' }] });
  await page.getByRole('button', { name: 'Delete everything…' }).click();
  await expect(data.confirmDelete).toContainText('2 reviews');
  await data.expectCount('Reviews', 2);
  await api.ok('POST', '/reviews', { text: 'Three.' });
  await expect(data.confirmDelete).toContainText('3 reviews');
});
