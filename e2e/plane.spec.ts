// The plane in a real browser: every tool by pointer, touch and keyboard, and the pictures it gives away.

import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Click your own' }).click();
});

const plane = (page: Page) => page.getByTestId('plane');
const says = (page: Page) => page.getByTestId('plane-status');
const holds = (page: Page, n: number) =>
  expect(plane(page)).toHaveAccessibleName(`Plane with ${n === 1 ? '1 point' : `${n} points`}`);

/** A place on the page, by its share of the plane's width and height. */
async function spot(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await plane(page).boundingBox();
  if (!box) throw new Error('The plane is not on show.');
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

async function clickAt(page: Page, x: number, y: number): Promise<void> {
  const at = await spot(page, x, y);
  await page.mouse.click(at.x, at.y);
}

async function drag(page: Page, from: [number, number], to: [number, number], steps = 12): Promise<void> {
  const [a, b] = [await spot(page, ...from), await spot(page, ...to)];
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps });
  await page.mouse.up();
}

async function pointCount(page: Page): Promise<number> {
  const name = (await plane(page).getAttribute('aria-label')) ?? '';
  return Number(name.replace(/\D/g, ''));
}

async function addThree(page: Page): Promise<void> {
  await clickAt(page, 0.3, 0.3);
  await holds(page, 1);
  await clickAt(page, 0.5, 0.5);
  await holds(page, 2);
  await clickAt(page, 0.7, 0.7);
  await holds(page, 3);
}

test('a click adds a point, undo takes it back, redo brings it again', async ({ page }) => {
  await addThree(page);
  await page.keyboard.press('Control+z');
  await holds(page, 2);
  await page.keyboard.press('Control+Shift+z');
  await holds(page, 3);
});

test('a drag sprays, and is one step to undo', async ({ page }) => {
  await clickAt(page, 0.2, 0.2);
  await holds(page, 1);
  await page.keyboard.press('s');
  await drag(page, [0.4, 0.4], [0.6, 0.6], 40);
  await expect(says(page)).toHaveText(/points added/);
  await expect.poll(() => pointCount(page)).toBeGreaterThan(5);
  await page.keyboard.press('Control+z');
  await holds(page, 1);
});

test('keys of a letter can be switched off, and stay so', async ({ page }) => {
  const spray = page.getByRole('button', { name: 'Spray points' });
  const help = page.getByRole('button', { name: 'Keyboard', exact: true });
  const letters = page.getByRole('switch', { name: 'Letter keys' });
  const fit = page.getByRole('region', { name: 'Fit', exact: true }).getByRole('button', { name: 'Fit', exact: true });
  await expect(fit).toHaveAttribute('aria-keyshortcuts', 'Space');
  await page.keyboard.press('s');
  await expect(spray).toHaveAttribute('aria-pressed', 'true');
  await help.click();
  await letters.click();
  await expect(letters).not.toBeChecked();
  await expect(fit).not.toHaveAttribute('aria-keyshortcuts', /./);
  await page.keyboard.press('Escape');
  await expect(letters).toBeHidden();
  await page.keyboard.press('a');
  await expect(spray).toHaveAttribute('aria-pressed', 'true');
  await page.reload();
  await expect(spray).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('v');
  await help.click();
  await expect(letters).not.toBeChecked();
  await expect(spray).toHaveAttribute('aria-pressed', 'true');
});

test('the eraser removes what it passes over', async ({ page }) => {
  await addThree(page);
  await page.keyboard.press('e');
  await drag(page, [0.25, 0.3], [0.35, 0.3]);
  await expect(says(page)).toHaveText('1 point erased.');
  await holds(page, 2);
});

test('a rectangle selects; what is selected moves, and goes with Delete', async ({ page }) => {
  await addThree(page);
  await page.keyboard.press('v');
  await drag(page, [0.2, 0.2], [0.6, 0.6]);
  await expect(says(page)).toHaveText('2 points selected.');
  await drag(page, [0.4, 0.4], [0.45, 0.35]);
  await expect(says(page)).toHaveText('2 points moved.');
  await page.keyboard.press('Escape');
  await drag(page, [0.52, 0.42], [0.58, 0.48]);
  await expect(says(page)).toHaveText('1 point selected.');
  await page.keyboard.press('Delete');
  await holds(page, 2);
});

test('Delete erases what was selected and no others: what goes in the table or by undo takes the selection along', async ({
  page,
}) => {
  await addThree(page);
  await page.keyboard.press('v');
  await drag(page, [0.2, 0.2], [0.4, 0.4]);
  await expect(says(page)).toHaveText('1 point selected.');
  const asTable = page.getByRole('button', { name: 'Points as a table' });
  await asTable.click();
  await page.getByRole('button', { name: 'Delete point 1', exact: true }).click();
  await holds(page, 2);
  await asTable.click();
  await plane(page).focus();
  await page.keyboard.press('Delete');
  await expect(says(page)).toHaveText('No point near the cursor to erase.');
  await holds(page, 2);

  await drag(page, [0.4, 0.4], [0.6, 0.6]);
  await expect(says(page)).toHaveText('1 point selected.');
  await page.keyboard.press('Control+z');
  await holds(page, 3);
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  await page.keyboard.press('Delete');
  await expect(says(page)).toHaveText('No point near the cursor to erase.');
  await holds(page, 3);
});

test('Shift adds to the selection, Alt draws a loop', async ({ page }) => {
  await addThree(page);
  await page.keyboard.press('v');
  await drag(page, [0.25, 0.25], [0.35, 0.35]);
  await expect(says(page)).toHaveText('1 point selected.');
  await page.keyboard.down('Shift');
  await drag(page, [0.65, 0.65], [0.75, 0.75]);
  await page.keyboard.up('Shift');
  await expect(says(page)).toHaveText('2 points selected.');
  await page.keyboard.press('Escape');
  await page.keyboard.down('Alt');
  const corners: readonly (readonly [number, number])[] = [
    [0.4, 0.4],
    [0.6, 0.4],
    [0.6, 0.6],
    [0.4, 0.6],
  ];
  const start = await spot(page, 0.4, 0.4);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (const corner of corners) {
    const at = await spot(page, ...corner);
    await page.mouse.move(at.x, at.y, { steps: 4 });
  }
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await expect(says(page)).toHaveText('1 point selected.');
});

/** Where the keyboard's cursor stands after being called to the middle. */
async function middle(page: Page): Promise<{ x: number; y: number }> {
  await plane(page).focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await expect(says(page)).toHaveText(/^x .*, y /);
  const [x, y] = ((await says(page).textContent()) ?? '').replaceAll('−', '-').match(/-?\d+\.?\d*(e-?\d+)?/g) ?? [];
  return { x: Number(x), y: Number(y) };
}

/** Data units across a fast step of the keyboard's cursor: smaller when magnified. */
async function stepWidth(page: Page): Promise<number> {
  const { x } = await middle(page);
  const before = await says(page).textContent();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(says(page)).not.toHaveText(before ?? '');
  const text = ((await says(page).textContent()) ?? '').replaceAll('−', '-');
  return Number(/-?\d+\.?\d*/.exec(text)?.[0]) - x;
}

test('the wheel zooms where the pointer is, a drag with the hand pans, F shows everything', async ({ page }) => {
  await addThree(page);
  const before = await middle(page);
  expect(before.x).toBeCloseTo(0, 1);
  const corner = await spot(page, 0.9, 0.1);
  await page.mouse.move(corner.x, corner.y);
  for (let i = 0; i < 5; i++) await page.mouse.wheel(0, -200);
  await expect.poll(async () => (await middle(page)).x).toBeGreaterThan(5);
  await page.keyboard.press('h');
  const zoomed = await middle(page);
  await drag(page, [0.5, 0.5], [0.8, 0.5]);
  await page.keyboard.press('a');
  await expect.poll(async () => (await middle(page)).x).toBeLessThan(zoomed.x);
  await page.keyboard.press('f');
  await expect.poll(async () => Math.abs((await middle(page)).x - before.x)).toBeLessThan(1);
});

test('whatever the tool, the middle button pans, and so does a drag while Space is held', async ({ page }) => {
  await addThree(page);
  const before = await middle(page);
  const [from, to] = [await spot(page, 0.4, 0.5), await spot(page, 0.7, 0.5)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down({ button: 'middle' });
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up({ button: 'middle' });
  const panned = await middle(page);
  expect(panned.x).toBeLessThan(before.x);
  // Without the keyboard's cursor, Space is a hand.
  await page.keyboard.press('Escape');
  await page.keyboard.down('Space');
  await drag(page, [0.7, 0.5], [0.4, 0.5]);
  await page.keyboard.up('Space');
  await expect.poll(async () => Math.abs((await middle(page)).x - before.x)).toBeLessThan(0.5);
  await holds(page, 3);
  // It was not meant as “play” either.
  await expect(page.getByText('Ready to fit.')).toBeVisible();
});

test('Ctrl+A selects everything, arrows nudge it as one step to undo', async ({ page }) => {
  await addThree(page);
  await page.keyboard.press('v');
  await plane(page).focus();
  await page.keyboard.press('Control+a');
  await expect(says(page)).toHaveText('3 points selected.');
  for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowUp']) await page.keyboard.press(key);
  await expect(says(page)).toHaveText('3 points moved.');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  // The nudges were one step; the next took the third point back.
  await holds(page, 2);
});

test('the keyboard can do it all, and says what it does', async ({ page }) => {
  await plane(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(says(page)).toHaveText(/^Point added at x /);
  await holds(page, 1);
  await page.keyboard.press('Shift+ArrowUp');
  await expect(says(page)).toHaveText(/^x /);
  await page.keyboard.press('Enter');
  // Said once it is saved: a key before that would be answered first.
  await expect(says(page)).toHaveText(/^Point added at x /);
  await holds(page, 2);
  await page.keyboard.press(']');
  await expect(says(page)).toHaveText(/^Point 1 of 2: x /);
  await page.keyboard.press('[');
  await expect(says(page)).toHaveText(/^Point 2 of 2: x /);
  await page.keyboard.press('Delete');
  await expect(says(page)).toHaveText(/^Erased x /);
  await holds(page, 1);
});

test('two fingers zoom and add nothing; one finger’s tap adds', async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 412, height: 860 } });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: 'Click your own' }).click();
  const at = await spot(page, 0.5, 0.5);
  const touch = await context.newCDPSession(page);
  const fingers = (apart: number) => [
    { x: at.x - apart, y: at.y, id: 0 },
    { x: at.x + apart, y: at.y, id: 1 },
  ];
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number; id: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  const before = await stepWidth(page);
  await page.keyboard.press('Escape');
  await send('touchStart', fingers(40).slice(0, 1));
  await send('touchStart', fingers(40));
  for (let apart = 40; apart <= 120; apart += 10) await send('touchMove', fingers(apart));
  await send('touchEnd', []);
  expect(before / (await stepWidth(page))).toBeCloseTo(3, 0);
  await page.keyboard.press('Escape');
  await page.touchscreen.tap(at.x + 60, at.y);
  await holds(page, 1);
  await context.close();
});

test('hovering over a point tells what the model thinks of it', async ({ page }) => {
  await addThree(page);
  const at = await spot(page, 0.5, 0.5);
  await page.mouse.move(at.x + 3, at.y + 3);
  const card = page.getByTestId('hover-card');
  await expect(card).toContainText('x');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Fit', exact: true }).first().click();
  await expect(page.getByRole('region', { name: 'Fit' }).getByText(/^Converged/)).toBeVisible();
  // The legend has taken some of the plane's height.
  const now = await spot(page, 0.5, 0.5);
  await page.mouse.move(now.x + 2, now.y - 2);
  await expect(card).toContainText('log-density');
  await expect(card).toContainText(/outlier at 1 %, set under “What is drawn”/i);
});

async function downloaded(page: Page, button: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFile(await download.path());
}

test('pictures hold what is on show', async ({ page }) => {
  await addThree(page);
  await page.getByRole('tab', { name: 'Use' }).click();
  const svg = (await downloaded(page, page.getByRole('button', { name: 'Picture, SVG' }))).toString();
  expect(svg.match(/<use /g)).toHaveLength(3);
  expect(svg).toContain('>x</text>');
  const parsed = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror').length,
    svg,
  );
  expect(parsed).toBe(0);
  const png = await downloaded(page, page.getByRole('button', { name: 'Picture, PNG' }));
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  expect(png.length).toBeGreaterThan(5000);
});
