// Bringing one's own data to the Points page: files, pastes, and what is wrong with them.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { PointsPage } from './pages/points';
import { type Watch, watch } from './support/watch';

let seen: Watch;
let points: PointsPage;

test.beforeEach(async ({ page, context, baseURL }) => {
  seen = watch(context, new URL(baseURL!).origin);
  points = new PointsPage(page);
  await points.open();
});

test.afterEach(() => seen.expectQuiet());

test.describe('bringing data', () => {
  const BAD = 'species,x,y\nAdelie,1,2\nGentoo,,3\nChinstrap,4,five\nAdelie,6,7\n';

  test('a CSV with bad rows: what was found, what is skipped and why, then it replaces', async () => {
    await points.sample('Iris');
    await points.openFile('some birds.csv', BAD);
    await expect(points.preview).toContainText('2 rows, 2 numeric columns, with a header');
    await expect(points.preview).toContainText('Left out, not numbers: species');
    await points.preview.getByText('2 rows skipped').click();
    await expect(points.preview.getByText('Row 3, x: no value')).toBeVisible();
    await expect(points.preview.getByText('Row 4, y: “five” is not a number')).toBeVisible();
    await points.expectCount(150);
    await points.take();
    await points.expectCount(2);
    await points.undo.click();
    await points.expectCount(150);
  });

  test('JSON, appended to what is there', async ({ page }) => {
    await points.openFile('a.json', '{"columns": ["a", "b"], "data": [[1, 2], [3, 4]]}');
    await points.take();
    await points.openFile('b.json', '[{"b": 1, "a": 2}, {"b": 5, "a": 6}, {"b": 7, "a": 8}]');
    await points.preview.getByRole('button', { name: 'Append' }).click();
    await points.expectCount(5);
    // By name: b.json has its columns the other way round.
    await page.getByRole('button', { name: 'Points as a table' }).click();
    await expect(points.table.getByRole('textbox', { name: 'Point 3, a' })).toHaveValue('2');
  });

  test('columns named by whole questions stay beside one another', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const questions = ['agree', 'work'].map((word) => `How far do you think that people ${word} on the whole`);
    await points.openFile('survey.csv', `${questions.join(',')}\n1,2\n3,4\n5,7\n`);
    for (const question of questions) {
      const box = await points.preview.getByRole('columnheader', { name: question }).boundingBox();
      expect(box!.width).toBeLessThan(160);
    }
    await points.take();
    await page.getByRole('button', { name: 'Points as a table' }).click();
    for (const question of questions) {
      const box = await points.table.getByRole('columnheader', { name: question }).boundingBox();
      expect(box!.width).toBeLessThan(240);
    }
    for (const name of ['Data', 'Fit', 'Result', 'Use'] as const) {
      await points.tab(name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, name).toBeLessThanOrEqual(0);
    }
  });

  test('a paste anywhere on the page', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText('x;y\n1,5;2\n2,5;4\n'));
    await points.blur();
    await page.keyboard.press('Control+V');
    await expect(points.preview).toContainText('separated by semicolon, decimal comma');
    await points.take();
    await points.expectCount(2);
  });

  test('a paste that cannot be read stays in its field, to be mended', async ({ page }) => {
    const data = await points.tab('Data');
    const open = data.getByRole('button', { name: 'Paste a table' });
    const field = data.getByRole('textbox', { name: 'A table, with or without a header' });
    const read = data.getByRole('button', { name: 'Read it', exact: true });
    await open.click();
    await expect(field).toBeFocused();
    await field.fill('a,b\nc,d\n');
    await read.click();
    await expect(page.getByRole('alert')).toContainText('Could not read the pasted table');
    await expect(field).toHaveValue('a,b\nc,d\n');
    await expect(field).toBeFocused();
    await field.fill('a,b\n1,2\n');
    await read.click();
    await expect(points.preview).toContainText('1 row, 2 numeric columns, with a header');
    await expect(points.preview).toBeFocused();
    await points.preview.getByRole('button', { name: 'Cancel' }).click();
    await expect(data.getByRole('button', { name: 'Open a file' })).toBeFocused();
    await field.press('Escape');
    await expect(open).toBeFocused();
    await open.click();
    await expect(field).toHaveValue('a,b\n1,2\n');
    await read.click();
    await points.take();
    await points.expectCount(1);
    await expect(open).toBeVisible();
  });

  test('what holds no points is refused in words, and nothing is lost', async ({ page }) => {
    await points.sample('Iris');
    for (const [name, content, message] of [
      ['empty.csv', '', 'There is nothing in it'],
      ['header.csv', 'x,y\n', 'no row of numbers'],
      ['words.csv', 'a,b\nc,d\n', 'No column of numbers'],
      ['photo.jpg', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 151) % 256)), 'not a text file'],
      ['broken.json', '[[1, 2], [3', 'not valid JSON'],
    ] as const) {
      await test.step(name, async () => {
        await points.openFile(name, content);
        await expect(page.getByRole('alert').filter({ hasText: `Could not read ${name}` })).toContainText(message);
        await points.expectCount(150);
      });
    }
  });

  test('more than sixteen columns: the first sixteen, and it says so', async () => {
    const row = Array.from({ length: 18 }, (_, j) => j + 0.5).join(',');
    await points.openFile('wide.csv', `${Array.from({ length: 18 }, (_, j) => `c${j}`).join(',')}\n${row}\n${row}\n`);
    await expect(points.preview).toContainText('Left out (at most 16 fit): c16, c17');
    await points.take();
    await expect(points.summary).toContainText('16 columns');
  });

  test('a million rows stay usable', async ({ page }) => {
    test.setTimeout(180_000);
    const folder = await mkdtemp(join(tmpdir(), 'millrace-'));
    const path = join(folder, 'million.csv');
    const rows = Array.from({ length: 1_000_000 }, (_, i) => `${(i % 997) / 10},${(i % 1009) / 7}`);
    await writeFile(path, `x,y\n${rows.join('\n')}\n`);
    await points.openPath(path);
    await expect(points.preview).toContainText('1,000,000 rows', { timeout: 90_000 });
    await points.take();
    await expect(points.summary).toContainText('1,000,000 points', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'Points as a table' }).click();
    await expect(points.table).toContainText('of 40,000');
    await expect(points.table.getByRole('textbox', { name: 'Point 2, x' })).toHaveValue('0.1');
    await points.table.getByRole('button', { name: 'Back to the plane' }).click();
    await points.step.click();
    await expect(points.fit).toContainText('Iteration 1 of', { timeout: 60_000 });
  });
});

test.describe('the table', () => {
  const FIVE = 'x,y\n1,2\n3,4\n5,6\n7,8\n9,10\n';
  const cell = (name: string) => points.table.getByRole('textbox', { name, exact: true });
  const bin = (point: number) => points.table.getByRole('button', { name: `Delete point ${point}`, exact: true });

  test.beforeEach(async ({ page }) => {
    await points.openFile('five.csv', FIVE);
    await points.take();
    await page.getByRole('button', { name: 'Points as a table' }).click();
  });

  test('what is half typed stays, with the focus, while what was typed before is kept', async ({ page }) => {
    await cell('Point 1, x').fill('1,50');
    await cell('Point 1, x').press('Tab');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('7');
    // As it came back.
    await expect(cell('Point 1, x')).toHaveValue('1.5');
    await expect(cell('Point 1, y')).toBeFocused();
    await expect(cell('Point 1, y')).toHaveValue('7');
    await page.keyboard.type('5');
    await page.keyboard.press('Enter');
    await expect(cell('Point 1, y')).toBeFocused();
    await points.undo.click();
    await expect(cell('Point 1, y')).toHaveValue('2');
    await expect(cell('Point 1, x')).toHaveValue('1.5');
    await points.redo.click();
    await expect(cell('Point 1, y')).toHaveValue('75');
    await points.undo.click();
    await points.undo.click();
    await expect(cell('Point 1, x')).toHaveValue('1');
  });

  test('a number that is undone before it could be shown is the old one again', async () => {
    const undo = await points.undo.elementHandle();
    await cell('Point 1, y').fill('75');
    await cell('Point 1, y').evaluate((input, button) => {
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      if (button instanceof HTMLElement) button.click();
    }, undo);
    await expect(cell('Point 1, y')).toHaveValue('2');
    await expect(points.redo).toBeEnabled();
    await points.redo.click();
    await expect(cell('Point 1, y')).toHaveValue('75');
  });

  test('deleting by keyboard goes on from the same place', async ({ page }) => {
    await bin(4).press('Enter');
    await points.expectCount(4);
    await expect(cell('Point 4, x')).toHaveValue('9');
    await expect(bin(4)).toBeFocused();
    // The last one: the one before takes its place.
    await page.keyboard.press('Enter');
    await expect(bin(4)).toHaveCount(0);
    await expect(bin(3)).toBeFocused();
    for (const left of [2, 1, 0]) {
      await page.keyboard.press('Enter');
      await expect(bin(left + 1)).toHaveCount(0);
    }
    await expect(points.table.getByRole('group', { name: 'Rows' })).toBeFocused();
  });
});
