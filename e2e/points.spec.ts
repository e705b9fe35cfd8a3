// The Points page, flow by flow, as its users meet it.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
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

test.describe('points on the plane', () => {
  test('a click adds, undo takes back, redo brings again', async () => {
    await points.clickOwn();
    await points.click(0.3, 0.4);
    await points.click(0.6, 0.5);
    await points.click(0.7, 0.3);
    await points.expectCount(3);
    await points.undo.click();
    await points.expectCount(2);
    await points.redo.click();
    await points.expectCount(3);
  });

  test('a drag sprays and is one step to undo; the eraser takes some away; clear takes all, undoably', async ({
    page,
  }) => {
    await points.clickOwn();
    await points.tool('Spray points');
    await points.drag([0.3, 0.3], [0.7, 0.7]);
    await expect.poll(() => points.count()).toBeGreaterThan(10);
    const sprayed = await points.settledCount();
    await points.tool('Erase points');
    await points.drag([0.3, 0.3], [0.5, 0.5]);
    await expect.poll(() => points.count()).toBeLessThan(sprayed);
    await points.settledCount();
    await points.undo.click();
    await points.expectCount(sprayed);
    await page.getByRole('button', { name: 'Clear everything' }).click();
    await points.expectCount(0);
    await points.undo.click();
    await points.expectCount(sprayed);
    await points.undo.click();
    await points.expectCount(0);
  });

  test('by keyboard alone: coordinates, then fit and step by their keys', async ({ page }) => {
    const data = await points.tab('Data');
    for (const [x, y] of [
      ['1', '2'],
      ['1,5', '-2'],
      ['3', '4e0'],
    ] as const) {
      await data.getByLabel('x', { exact: true }).fill(x);
      await data.getByLabel('y', { exact: true }).fill(y);
      await page.keyboard.press('Enter');
      await expect(data.getByLabel('x', { exact: true })).toHaveValue('');
    }
    await points.expectCount(3);
    await points.setGroups(1);
    await points.blur();
    await page.keyboard.press('.');
    await expect(points.fit).toContainText(/Iteration 1 of|after 1 iteration/);
    await page.keyboard.press('Space');
    await points.expectFinished();
  });

  test('as a table: read, correct, delete, page through', async ({ page }) => {
    await points.sample('Iris');
    await page.getByRole('button', { name: 'Points as a table' }).click();
    const cell = points.table.getByRole('textbox', { name: 'Point 1, Sepal length (cm)' });
    await expect(cell).toHaveValue('5.1');
    await cell.fill('6.25');
    await cell.press('Enter');
    await points.undo.click();
    await expect(cell).toHaveValue('5.1');
    await points.redo.click();
    await expect(cell).toHaveValue('6.25');
    await points.table.getByRole('button', { name: 'Delete point 1', exact: true }).click();
    await points.expectCount(149);
    await points.table.getByRole('button', { name: 'Next page' }).click();
    await expect(points.table.getByRole('rowheader', { name: '26', exact: true })).toBeVisible();
    await points.table.getByRole('button', { name: 'Back to the plane' }).click();
    await expect(points.table).toBeHidden();
  });
});

test.describe('fitting', () => {
  test('the first visit: one click loads penguins and fits them', async ({ page }) => {
    await points.welcomePenguins();
    await points.expectCount(342);
    await points.expectFinished();
    await expect(points.legend.getByRole('listitem')).toHaveCount(3);
    await expect(page.getByRole('img', { name: /^Log-likelihood over \d+ iterations/ })).toBeVisible();
    const result = await points.tab('Result');
    await expect(result.getByRole('group', { name: 'Weights and means' }).getByRole('row')).toHaveCount(5);
  });

  test('step, play, pause, reset', async () => {
    await points.sample('Anisotropic');
    await points.step.click();
    await expect(points.fit).toContainText('Paused. Iteration 1 of');
    await points.step.click();
    await expect(points.fit).toContainText('Paused. Iteration 2 of');
    await points.speed('5 a second');
    await points.play();
    await expect.poll(() => points.iteration()).toBeGreaterThan(2);
    await points.pause();
    await expect(points.fit).toContainText('Paused.');
    await points.reset.click();
    await expect(points.fit).toContainText('Ready to fit.');
    await expect(points.legend).toBeHidden();
  });

  for (const method of ['Incremental', 'Gradient']) {
    test(`${method} learns too`, async () => {
      await points.sample('Blobs');
      await points.tab('Fit');
      await points.choose('How it learns', method);
      await points.play();
      await points.expectFinished();
      await expect(points.legend.getByRole('listitem')).toHaveCount(4);
    });
  }

  test('the number of groups chosen by BIC, with its curve', async ({ page }) => {
    await points.sample('Blobs');
    await points.tab('Fit');
    await page.getByRole('button', { name: 'Choose for me' }).click();
    await page.getByRole('button', { name: 'Choose', exact: true }).click();
    await expect(page.getByRole('img', { name: /^BIC over the number of groups: lowest at 4/ })).toBeVisible({
      timeout: 60_000,
    });
    await expect(points.groups).toHaveValue('4');
  });

  test('a reload in mid-run goes on where it was', async () => {
    await points.sample('Heavy tails');
    await points.setGroups(8);
    await points.speed('1 a second');
    await points.play();
    await expect.poll(() => points.iteration()).toBeGreaterThan(2);
    const before = await points.iteration();
    await points.reload();
    await expect(points.fit).toContainText('Fitting.');
    expect(await points.iteration()).toBeGreaterThanOrEqual(before);
    await points.expectCount(600);
    await points.speed('Full speed');
    await points.expectFinished();
  });

  test('what it says when a fit cannot be: more groups than points', async () => {
    await points.clickOwn();
    await points.click(0.4, 0.4);
    await points.click(0.6, 0.6);
    await points.expectCount(2);
    await points.play();
    await expect(points.page.getByRole('alert').first()).toContainText(/distinct|components/);
    await points.expectCount(2);
  });
});

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

  test('a paste anywhere on the page', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText('x;y\n1,5;2\n2,5;4\n'));
    await points.blur();
    await page.keyboard.press('Control+V');
    await expect(points.preview).toContainText('separated by semicolon, decimal comma');
    await points.take();
    await points.expectCount(2);
  });

  for (const [name, content, message] of [
    ['empty.csv', '', 'There is nothing in it'],
    ['header.csv', 'x,y\n', 'no row of numbers'],
    ['words.csv', 'a,b\nc,d\n', 'No column of numbers'],
    ['photo.jpg', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 151) % 256)), 'not a text file'],
    ['broken.json', '[[1, 2], [3', 'not valid JSON'],
  ] as const) {
    test(`${name} is refused in words, and nothing is lost`, async ({ page }) => {
      await points.sample('Iris');
      await points.openFile(name, content);
      await expect(page.getByRole('alert').filter({ hasText: `Could not read ${name}` })).toContainText(message);
      await points.expectCount(150);
    });
  }

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

test.describe('using the mixture', () => {
  test.beforeEach(async () => {
    await points.sample('Blobs');
    await points.play();
    await points.expectFinished();
  });

  test('draw points onto the plane', async () => {
    const use = await points.tab('Use');
    await use.getByRole('button', { name: 'Draw them' }).click();
    await points.expectCount(700);
    await points.undo.click();
    await points.expectCount(600);
  });

  test('score other points, and say which are outliers', async () => {
    const use = await points.tab('Use');
    await use.getByRole('textbox', { name: /^Rows of 2 numbers/ }).fill('0, 0\n1000, 1000\n');
    await use.getByRole('button', { name: 'Score them' }).click();
    const rows = use.getByRole('group', { name: 'Scores' }).getByRole('row');
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(2)).toContainText('yes');
    await use.getByRole('textbox', { name: /^Rows of 2 numbers/ }).fill('1, 2, 3\n');
    await use.getByRole('button', { name: 'Score them' }).click();
    await expect(use.getByRole('alert')).toContainText('needs 2 numbers a row; here 3 were found');
  });

  test('save under a name, reset, load again, rename, delete', async () => {
    const use = await points.tab('Use');
    await use.getByRole('textbox', { name: 'Name' }).fill('My blobs');
    await use.getByRole('button', { name: 'Save the model' }).click();
    await expect(points.models).toHaveCount(1);
    await points.reset.click();
    await expect(points.legend).toBeHidden();
    await use.getByRole('button', { name: 'Load My blobs' }).click();
    await expect(points.legend.getByRole('listitem')).toHaveCount(4);
    await use.getByRole('button', { name: 'Rename My blobs' }).click();
    await use.getByRole('textbox', { name: 'New name' }).fill('Four hills');
    await use.getByRole('button', { name: 'Rename', exact: true }).click();
    await expect(points.models).toContainText('Four hills');
    await use.getByRole('button', { name: 'Delete Four hills' }).click();
    await use.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(points.models).toHaveCount(0);
  });

  test('copy as code', async ({ context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const result = await points.tab('Result');
    await result.getByRole('button', { name: 'Copy as scikit-learn' }).click();
    await expect(result.getByText('Copied')).toBeVisible();
    expect(await points.clipboard()).toContain("GaussianMixture(n_components=4, covariance_type='full')");
    await points.choose('Language', 'JSON');
    await result.getByRole('button', { name: 'Copy as JSON' }).click();
    await expect.poll(() => points.clipboard()).toContain('"weights"');
    const model = JSON.parse(await points.clipboard()) as { weights: number[]; means: number[][] };
    expect(model.means.map((mean) => mean.length)).toEqual([2, 2, 2, 2]);
    expect(model.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
  });

  test('export points, groups and pictures', async () => {
    const use = await points.tab('Use');
    const plain = await points.download(use.getByRole('button', { name: 'Points, CSV' }));
    expect(plain.name).toMatch(/^points-[\d-]+\.csv$/);
    expect(plain.bytes.toString().trim().split(/\r?\n/)).toHaveLength(601);
    const grouped = await points.download(use.getByRole('button', { name: 'With groups, CSV' }));
    const [header, first] = grouped.bytes.toString().split(/\r?\n/);
    expect(header!.split(',').length).toBeGreaterThanOrEqual(6);
    expect(first!.split(',')).toHaveLength(header!.split(',').length);
    const png = await points.download(use.getByRole('button', { name: 'Picture, PNG' }));
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    const svg = await points.download(use.getByRole('button', { name: 'Picture, SVG' }));
    expect(svg.bytes.toString()).toMatch(/<svg[\s>]/);
  });
});

test.describe('sharing', () => {
  test('a link opens the same state in a browser that never saw it', async ({ browser, context, baseURL }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await points.sample('Iris');
    await points.play();
    await points.expectFinished();
    const legend = await points.legend.textContent();
    const use = await points.tab('Use');
    await use.getByRole('button', { name: 'Copy link' }).click();
    await expect(use.getByText(/The link is .* long/)).toBeVisible();
    const link = await points.clipboard();
    expect(link.length).toBeLessThanOrEqual(8192);

    const elsewhere = await browser.newContext({ baseURL: baseURL! });
    const other = new PointsPage(await elsewhere.newPage());
    await other.open(link.slice(link.indexOf('#')));
    await other.expectCount(150);
    await expect(other.legend).toHaveText(legend!);
    expect(new URL(other.page.url()).hash).toBe('#/points');
    await elsewhere.close();
  });

  test('a link over existing points can be undone; a garbled one changes nothing', async ({ context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await points.sample('Iris');
    const use = await points.tab('Use');
    await use.getByRole('button', { name: 'Copy link' }).click();
    await expect(use.getByText(/The link is .* long/)).toBeVisible();
    const hash = (await points.clipboard()).replace(/^[^#]*/, '');
    await points.sample('Penguins');
    await points.page.evaluate((to) => window.location.assign(to), hash);
    await points.expectCount(150);
    await points.undo.click();
    await points.expectCount(342);
    await points.page.evaluate((to) => window.location.assign(to), `${hash.slice(0, hash.length / 2)}~~`);
    await expect(points.errorNotice).toContainText(/damaged/);
    await points.expectCount(342);
  });

  test('what is too large for a link goes into a file, and comes back from it', async () => {
    await points.sample('Blobs');
    const use = await points.tab('Use');
    await use.getByRole('button', { name: 'Copy link' }).click();
    await expect(use.getByText(/too much for a link/)).toBeVisible();
    const file = await points.download(use.getByRole('button', { name: 'Save as a file' }));
    await points.sample('Iris');
    await points.openFile(file.name, file.bytes);
    await points.expectCount(600);
    await expect(points.summary).toContainText('Blobs');
  });
});

test.describe('for everyone', () => {
  test('no accessibility faults on any tab, in the table, or in the preview', async ({ page }) => {
    await points.welcomePenguins();
    await points.expectFinished();
    const check = async (where: string) => {
      // Off any control: a tooltip would be in the way.
      await page.mouse.move(2, 2);
      await expect(page.getByRole('tooltip')).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map((violation) => `${where}: ${violation.id} ${violation.nodes[0]?.html}`),
        where,
      ).toEqual([]);
    };
    for (const name of ['Data', 'Fit', 'Result', 'Use'] as const) {
      await points.tab(name);
      await check(name);
    }
    await page.getByRole('button', { name: 'Points as a table' }).click();
    await expect(points.table.getByRole('textbox').first()).toBeVisible();
    await check('table');
    await points.openFile('a.csv', 'x,y\n1,2\n3,\n5,6\n');
    await expect(points.preview).toBeVisible();
    await check('preview');
  });

  test('on a phone: everything is in reach, and nothing scrolls sideways', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await points.welcomePenguins();
    await points.expectFinished();
    for (const name of ['Data', 'Fit', 'Result', 'Use'] as const) {
      await points.tab(name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, name).toBeLessThanOrEqual(0);
    }
    await expect(points.fit.getByRole('button', { name: 'Again' })).toBeInViewport();
  });

  test('the view comes back as it was left', async ({ page }) => {
    await points.sample('Iris');
    await points.tool('Move the view');
    await page.getByRole('combobox', { name: 'Column across' }).selectOption({ label: 'Petal length (cm)' });
    await points.reload();
    await points.expectCount(150);
    await expect(page.getByRole('button', { name: 'Move the view' })).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('combobox', { name: 'Column across' })).toHaveValue('2');
  });
});
