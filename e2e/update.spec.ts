// A new version: announced quietly, applied when the person or the end of a run says so, and not before.

import { expect, type Page, test } from '@playwright/test';
import { Api } from './pages/api';
import { DataPage } from './pages/data';
import { ModulePage } from './pages/modules';
import { PointsPage } from './pages/points';
import { ShellPage } from './pages/shell';
import { engineOf, untilEngine } from './support/engine';
import { type StaticHost, serveStatic } from './support/static-server';

let host: StaticHost;
test.beforeEach(async () => {
  host = await serveStatic();
});
test.afterEach(() => host.stop());

/** Opens the app, waits until it is stored, and puts a new version up that has been found. */
async function openWithUpdate(page: Page): Promise<{ shell: ShellPage; data: DataPage }> {
  const shell = new ShellPage(page, host.base);
  const data = new DataPage(page);
  await shell.open('data');
  await expect(data.offlineState).toHaveAttribute('data-state', 'ready');
  // The first visit's worker takes the page over only now.
  await page.reload();
  await expect(data.offlineState).toHaveAttribute('data-state', 'ready');
  host.publish();
  await data.lookForUpdate();
  await expect(shell.main.getByRole('button', { name: 'Update and reload' })).toBeVisible();
  return { shell, data };
}

/** A mark that a reload wipes away. */
async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => document.documentElement.setAttribute('data-marked', ''));
  return async () => (await page.locator('html[data-marked]').count()) === 1;
}

test('waits to be let in, can be put off, and is applied from This device', async ({ page }) => {
  const { shell } = await openWithUpdate(page);
  const marked = await markPage(page);
  await shell.go('Points');
  const notice = page.getByRole('status').filter({ hasText: 'A new version is ready' });
  await notice.getByRole('button', { name: 'Later' }).click();
  await expect(notice).toBeHidden();
  await expect(page.getByRole('main')).toBeFocused();
  expect(await marked()).toBe(true);

  await shell.go('This device');
  await shell.main.getByRole('button', { name: 'Update and reload' }).click();
  await expect.poll(marked).toBe(false);
  await expect(shell.main.getByRole('button', { name: 'Look for a new version' })).toBeVisible();
});

test('never interrupts what is at work: waits for its end when asked to', async ({ page }) => {
  test.slow();
  const { shell } = await openWithUpdate(page);
  const marked = await markPage(page);
  await shell.go('Points');
  await shell.loadPenguins();
  await page.getByRole('combobox', { name: 'Speed, iterations a second' }).selectOption({ label: '1 a second' });
  // The sample's own fit may be over already: a slow one from the beginning.
  await page.getByRole('button', { name: 'Reset the fit' }).click();
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();

  const notice = page.getByRole('status').filter({ hasText: 'A new version is ready' });
  await expect(notice).toContainText('Something is at work, so nothing happens yet.');
  await expect(notice).toContainText('all that is at work can go on from its last checkpoint.');
  await notice.getByRole('button', { name: 'When it is done' }).click();
  await expect(notice).toBeHidden();
  expect(await marked()).toBe(true);

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(marked).toBe(false);
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
});

test('says that a module’s training would be interrupted, on This device too, and waits for its end', async ({
  page,
}) => {
  test.slow();
  const { shell } = await openWithUpdate(page);
  const marked = await markPage(page);
  const module = new ModulePage(page);
  await shell.go('Models');
  await module.startFromTemplate();
  await module.write('train.js', 'export async function train() {\n  await new Promise(() => {});\n}\n');
  await module.train.press('Enter');
  await module.expectPhase('running');
  const address = page.url();

  const said = 'the training of a module would be interrupted: its script can begin again with what it had written.';
  const notice = page.getByRole('status').filter({ hasText: 'A new version is ready' });
  await expect(notice).toContainText(said);
  await shell.go('This device');
  await expect(shell.main).toContainText(said);
  await expect(shell.main.getByRole('button', { name: 'Update now' })).toBeVisible();
  await page.goto(address);
  await module.expectPhase('running');
  await notice.getByRole('button', { name: 'When it is done' }).click();
  await expect(notice).toBeHidden();
  expect(await marked()).toBe(true);

  await module.stop.press('Enter');
  await expect.poll(marked).toBe(false);
  await module.expectPhase('stopped');
});

test('applied in one of two tabs, that one runs the engine, and the other stays as it is until it is asked to reload', async ({
  page,
  context,
}) => {
  const { shell } = await openWithUpdate(page);
  await untilEngine(page);
  const other = await context.newPage();
  const otherShell = new ShellPage(other, host.base);
  await otherShell.open('points');
  await otherShell.loadPenguins();
  const notice = other.getByRole('status').filter({ hasText: 'A new version is ready' });
  await expect(notice).toBeVisible();
  const [marked, otherMarked] = [await markPage(page), await markPage(other)];

  await notice.getByRole('button', { name: /^(Reload now|Now)$/ }).click();
  await expect(page.getByText('Millrace was updated in another tab').first()).toBeVisible();
  await expect.poll(otherMarked).toBe(false);
  await untilEngine(other);
  await expect.poll(() => engineOf(page)).toBeUndefined();
  await new PointsPage(other).expectCount(342);
  // The tab of the version before still works.
  expect(await marked()).toBe(true);
  const api = new Api(page, host.base);
  expect((await api.ok('GET', '/points')).n).toBe(342);
  // But for an engine of its own, which nobody waits for.
  await other.close();
  const { status, json } = await api.ask('GET', '/points');
  expect([status, json.error]).toEqual([503, expect.stringContaining('Millrace was updated: reload its tab')]);

  await shell.main.getByRole('button', { name: /^Update (and reload|now)$/ }).click();
  await expect.poll(marked).toBe(false);
  await expect(shell.main.getByRole('button', { name: 'Look for a new version' })).toBeVisible();
});
