// What is on this device: measured, backed up, restored, deleted; and hostile files refused.

import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { type BackupFile, DataPage } from './pages/data';
import { ShellPage } from './pages/shell';

const PENGUINS = 342;

test('a back-up brings everything back after everything was deleted', async ({ page }) => {
  const shell = new ShellPage(page);
  const data = new DataPage(page);
  await shell.open();
  await shell.loadPenguins();
  await shell.go('This device');
  await data.expectCount('Points', PENGUINS);

  const file = await data.backUp();
  expect(file.name).toMatch(/^millrace-\d{4}-\d\d-\d\d-\d{4}\.tar\.gz$/);

  await data.deleteEverything();
  await data.expectCount('Points', 0);
  await shell.go('Points');
  await expect(page.getByRole('heading', { name: 'See how a machine finds groups' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'See how a machine finds groups' })).toBeVisible();

  await shell.go('This device');
  await data.restore(file);
  await data.expectCount('Points', PENGUINS);
  await page.reload();
  await data.expectCount('Points', PENGUINS);
});

test('shows what a back-up holds before anything changes, and can be called off', async ({ page }) => {
  const shell = new ShellPage(page);
  const data = new DataPage(page);
  await shell.open();
  await shell.loadPenguins();
  await shell.go('This device');
  const file = await data.backUp();
  await data.choose(file);
  await expect(data.confirmRestore).toBeFocused();
  await expect(data.confirmRestore).toContainText(file.name);
  await expect(data.confirmRestore.getByRole('row', { name: /Points/ })).toContainText(String(PENGUINS));
  await data.confirmRestore.getByRole('button', { name: 'Keep what is here' }).click();
  await expect(data.confirmRestore).toBeHidden();
  await expect(page.getByRole('button', { name: 'Choose a back-up' })).toBeFocused();
  await data.expectCount('Points', PENGUINS);
});

test('deleting asks for the word, and can be called off', async ({ page }) => {
  const shell = new ShellPage(page);
  const data = new DataPage(page);
  await shell.open();
  await shell.loadPenguins();
  await shell.go('This device');
  await page.getByRole('button', { name: 'Delete everything…' }).click();
  await expect(data.confirmDelete.getByRole('textbox')).toBeFocused();
  await expect(data.confirmDelete).toContainText(`${PENGUINS} points`);
  const button = data.confirmDelete.getByRole('button', { name: 'Delete everything' });
  await expect(button).toBeDisabled();
  await page.keyboard.type('delet');
  await page.keyboard.press('Enter');
  await expect(button).toBeDisabled();
  await data.confirmDelete.getByRole('button', { name: 'Keep everything' }).click();
  await expect(page.getByRole('button', { name: 'Delete everything…' })).toBeFocused();
  await data.expectCount('Points', PENGUINS);
});

/** The same back-up, harmed in one way. */
const HARMS: readonly { readonly name: string; readonly harm: (file: Buffer) => Buffer }[] = [
  { name: 'not an archive at all', harm: () => Buffer.from('points.forEach(alert)') },
  { name: 'empty', harm: () => Buffer.alloc(0) },
  { name: 'cut off in the middle', harm: (file) => file.subarray(0, Math.floor(file.length / 2)) },
  { name: 'one byte of the contents changed', harm: changeOneByte },
  { name: 'another archive', harm: () => gzipSync(Buffer.alloc(10_240)) },
];

/** Flips a bit in the last entry with contents, so that only its checksum can tell. */
function changeOneByte(file: Buffer): Buffer {
  const tar = gunzipSync(file);
  let last = tar.length - 1;
  while (tar[last] === 0) last -= 1;
  tar[last] = tar[last]! ^ 1;
  return gzipSync(tar);
}

test('refuses files that are no sound back-up, and changes nothing', async ({ page }) => {
  const shell = new ShellPage(page);
  const data = new DataPage(page);
  await shell.open();
  await shell.loadPenguins();
  await shell.go('This device');
  const sound = await data.backUp();
  for (const { name, harm } of HARMS) {
    const file: BackupFile = { ...sound, name: `${name}.tar.gz`, buffer: harm(sound.buffer) };
    await data.choose(file);
    const notice = page.getByRole('alert').filter({ hasText: `Could not use ${file.name} as a back-up` });
    await expect(notice, name).toBeVisible();
    await expect(notice, name).toContainText(/nothing was changed/i);
    // As tall as its words, up to the window's height: none are cut off.
    const room = () => notice.evaluate((node) => Number.parseFloat(getComputedStyle(node).maxHeight));
    await expect.poll(room, name).toBeGreaterThan(400);
    await notice.getByRole('button', { name: 'Close this message' }).click();
    await expect(notice).toBeHidden();
    await expect(data.confirmRestore).toBeHidden();
  }
  await data.expectCount('Points', PENGUINS);
});

test('tells the share of the quota and whether the browser keeps it', async ({ page }) => {
  const shell = new ShellPage(page);
  await shell.open('data');
  await expect(shell.main).toContainText(/of the [\d.]+ [KMGT]B that the browser allows/);
  await expect(shell.main).toContainText(/Kept:|Not guaranteed:/);
  await expect(shell.main).toContainText(/Version \d+\.\d+\.\d+/);
});

test('two tabs stay consistent when one restores or deletes', async ({ page, context }) => {
  const shell = new ShellPage(page);
  await shell.open();
  await shell.loadPenguins();
  const other = await context.newPage();
  const otherShell = new ShellPage(other);
  const otherData = new DataPage(other);
  await otherShell.open('data');
  await otherData.expectCount('Points', PENGUINS);
  await otherData.deleteEverything();
  await expect(page.getByRole('heading', { name: 'See how a machine finds groups' })).toBeVisible();
});
