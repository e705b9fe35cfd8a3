// The Points page, flow by flow, as its users meet it: points, fits, and for everyone. Data and use have files of their own.

import { expect, test } from '@playwright/test';
import { PointsPage } from './pages/points';
import { expectAccessible } from './support/axe';
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
    const sprayed = await points.told('added');
    expect(sprayed).toBeGreaterThan(10);
    await points.expectCount(sprayed);
    await points.tool('Erase points');
    await points.drag([0.3, 0.3], [0.5, 0.5]);
    const erased = await points.told('erased');
    expect(erased).toBeGreaterThan(0);
    await points.expectCount(sprayed - erased);
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
    const opener = (await points.tab('Data')).getByRole('button', { name: 'See as a table' });
    await opener.click();
    await expect(points.table).toBeFocused();
    // The plane lies under it, out of reach of the keyboard.
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('button', { name: 'Keyboard', exact: true })).toBeFocused();
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
    const next = points.table.getByRole('button', { name: 'Next page' });
    for (let page = 2; page <= 6; page++) await next.press('Enter');
    await expect(points.table.getByRole('rowheader', { name: '149', exact: true })).toBeVisible();
    // There is no further page, and the button that led here keeps the focus.
    await expect(next).toBeDisabled();
    await expect(next).toBeFocused();
    await points.table.getByRole('button', { name: 'Back to the plane' }).click();
    await expect(points.table).toBeHidden();
    await expect(opener).toBeFocused();
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

  test('the wheel over a field that is in use scrolls, and leaves its number', async ({ page }) => {
    await points.clickOwn();
    await page.setViewportSize({ width: 1200, height: 420 });
    await points.groups.fill('5');
    await points.groups.press('Enter');
    await points.groups.hover();
    const height = async () => (await points.groups.boundingBox())?.y ?? 0;
    const before = await height();
    await page.mouse.wheel(0, 60);
    await expect.poll(height).toBeLessThan(before);
    await expect(points.groups).toHaveValue('5');
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

test.describe('for everyone', () => {
  test('no accessibility faults on any tab, in the table, or in the preview', async ({ page }) => {
    await points.welcomePenguins();
    await points.expectFinished();
    const check = async (where: string) => {
      // Off any control: a tooltip would be in the way.
      await page.mouse.move(2, 2);
      await expect(page.getByRole('tooltip')).toHaveCount(0);
      await expectAccessible(page, where);
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
    // Without pinching, and with keys where there are some: the page may be magnified on a desktop.
    await expect(page.getByRole('button', { name: 'Keyboard', exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'What is drawn' }).click();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect(page.getByRole('button', { name: 'Zoom out' })).toBeInViewport();
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

test.describe('by touch', () => {
  test.use({ hasTouch: true });

  test('a tap on a point tells about it, and a button that is held its name', async ({ page }) => {
    await points.clickOwn();
    const eraser = page.getByRole('button', { name: 'Erase points' });
    await eraser.dispatchEvent('touchstart');
    await expect(page.getByTestId('held-name')).toHaveText('Erase points');
    await eraser.dispatchEvent('touchend');
    await expect(page.getByTestId('held-name')).toBeHidden();
    await points.click(0.5, 0.5);
    await points.expectCount(1);
    await points.tool('Select and move points');
    const box = await points.surface.boundingBox();
    await page.touchscreen.tap(box!.x + box!.width / 2, box!.y + box!.height / 2);
    await expect(page.getByTestId('hover-card')).toBeVisible();
  });
});
