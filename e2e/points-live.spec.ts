// What may happen to a fit that is there: options that change, points that come while it learns, models that are
// loaded over it – and what the page says of the points meanwhile.

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

test('other options leave the model on show until a fit makes a new one', async () => {
  await points.welcomePenguins();
  await points.expectFinished();
  // The slow pace was the demonstration's.
  await expect(points.speedChoice).toHaveValue('0');
  await points.setGroups(5);
  await expect(points.fit).toContainText('On show: 3 groups, full, of the earlier options.');
  await expect(points.earlier).toBeVisible();
  await expect(points.groupsShown).toHaveCount(3);
  await points.setGroups(3);
  await expect(points.earlier).toBeHidden();
  await expect(points.fit).toContainText('Converged after');
  // A screen reader hears it, wherever it is.
  await expect(points.page.locator('#said')).toHaveText(/^Converged after \d+ iterations?\.$/);
  await points.setGroups(5);
  await points.fit.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect(points.groupsShown).toHaveCount(5);
  await expect(points.earlier).toBeHidden();
});

test('a saved model that is loaded over a fit can be undone', async () => {
  await points.sample('Blobs');
  await points.play();
  await points.expectFinished();
  const use = await points.tab('Use');
  await use.getByLabel('Name').fill('Four');
  await use.getByRole('button', { name: 'Save the model' }).click();
  await expect(points.models).toHaveCount(1);
  await points.setGroups(2);
  await points.play();
  await expect(points.groupsShown).toHaveCount(2);
  await points.expectFinished();
  await points.tab('Use');
  await points.models.getByRole('button', { name: 'Load Four' }).click();
  await expect(points.groupsShown).toHaveCount(4);
  await points.undo.click();
  await expect(points.groupsShown).toHaveCount(2);
  await points.expectFinished();
  await points.redo.click();
  await expect(points.groupsShown).toHaveCount(4);
});

test('the scores of every number of groups are told to be of the points as they were', async ({ page }) => {
  await points.sample('Blobs');
  await points.tab('Fit');
  await page.getByRole('button', { name: 'Choose for me' }).click();
  await page.getByLabel('From 1 to').fill('2');
  await page.getByLabel('From 1 to').press('Enter');
  await page.getByRole('button', { name: 'Choose', exact: true }).click();
  await expect(page.getByRole('img', { name: /^BIC over the number of groups/ })).toBeVisible();
  const stale = page.getByText('Of the points and options as they were then');
  await expect(stale).toBeHidden();
  await points.click(0.5, 0.1);
  await points.expectCount(601);
  await expect(stale).toBeVisible();
});

test('points sprayed while the incremental learner is at work join it', async () => {
  await points.sample('Heavy tails');
  await points.setGroups(8);
  await points.choose('How it learns', 'Incremental');
  await points.neverConverge();
  await points.speed('5 a second');
  await points.play();
  await expect.poll(() => points.iteration()).toBeGreaterThan(0);
  await points.tool('Spray points');
  await points.drag([0.3, 0.3], [0.7, 0.4]);
  const sprayed = await points.told('added');
  await points.expectCount(600 + sprayed);
  const before = await points.iteration();
  await expect.poll(() => points.iteration()).toBeGreaterThan(before);
  await points.pause();
  // The likelihood is of all of them.
  await expect(points.fit).toContainText('Paused.');
  await expect(points.fit).not.toContainText('before the points changed');
  await points.undo.click();
  await points.expectCount(600);
});

test('what is said of a point follows the model as it moves', async ({ page }) => {
  await points.sample('Heavy tails');
  await points.setGroups(8);
  await points.neverConverge();
  await points.speed('5 a second');
  await points.play();
  await points.plane.focus();
  await page.keyboard.press(']');
  await expect(points.card).toContainText('log-density');
  const before = await points.card.textContent();
  await expect(points.card).not.toHaveText(before ?? '');
});

test('a preview is put aside once other points are taken', async () => {
  await points.openFile('a.csv', 'x,y\n1,2\n3,4\n5,6\n');
  await expect(points.preview).toBeVisible();
  await points.sample('Iris');
  await points.expectCount(150);
  await expect(points.preview).toBeHidden();
});

test('on the narrowest phones the tools stay in one row', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const tops = await page
    .getByRole('toolbar', { name: 'Plane' })
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons.map((button) => button.getBoundingClientRect()).flatMap(({ width, top }) => (width > 0 ? [top] : [])),
    );
  expect(tops.length).toBeGreaterThan(9);
  expect(new Set(tops).size).toBe(1);
});
