// Using the mixture of the Points page: samples, scores, saved models, files, links.

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
    await expect(use.getByRole('status').filter({ hasText: /^2 points, \d outliers? at 1 %\.$/ })).toBeVisible();
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
    await use.getByRole('button', { name: 'Delete for good' }).click();
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
