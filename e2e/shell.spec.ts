// The shell: navigation, keyboard, themes, small screens, a page that fails.

import { expect, test } from '@playwright/test';
import { ShellPage } from './pages/shell';
import { watch } from './support/watch';

test('opens on Points, and every page has its title, its heading and focus on it', async ({
  page,
  context,
  baseURL,
}) => {
  const quiet = watch(context, new URL(baseURL!).origin);
  const shell = new ShellPage(page);
  await shell.open();
  await expect(shell.link('Points')).toHaveAttribute('aria-current', 'page');
  await expect(page).toHaveTitle('Points · Millrace');
  for (const name of (await shell.pages()).toReversed()) {
    await shell.go(name);
    await expect(page).toHaveTitle(`${name} · Millrace`);
    await expect(shell.heading).toHaveCount(1);
    await expect(shell.heading).toBeFocused();
  }
  // A view is named too; its heading takes the focus where the pressed link went with the old view, and only there.
  for (const [name, label] of [
    ['Reviews', 'Label'],
    ['Runs', 'Compare'],
  ] as const) {
    await shell.go(name);
    await expect(shell.heading).toBeFocused();
    const link = page.getByRole('navigation', { name, exact: true }).getByRole('link', { name: label });
    await link.press('Enter');
    await expect(page).toHaveTitle(`${label} · ${name} · Millrace`);
    await expect(name === 'Reviews' ? link : shell.heading).toBeFocused();
  }
  await shell.untilReady();
  quiet.expectQuiet();
});

test('is used by keyboard alone: skip link, navigation, theme, the compute panel', async ({ page }) => {
  const shell = new ShellPage(page);
  await shell.open('data');
  await shell.untilReady();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('button', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(shell.main).toBeFocused();

  await shell.link('Points').focus();
  await page.keyboard.press('Enter');
  await expect(shell.link('Points')).toHaveAttribute('aria-current', 'page');
  await expect(shell.heading).toBeFocused();

  await shell.compute.focus();
  await page.keyboard.press('Enter');
  const panel = shell.computePanel;
  const fastest = panel.getByRole('radio', { name: 'The fastest by measurement' });
  await expect(fastest).toBeChecked();
  // A choice takes a moment, and leaves the keyboard where it is.
  await fastest.focus();
  await page.keyboard.press('ArrowDown');
  await expect(fastest).not.toBeChecked();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(shell.compute).toBeFocused();
});

test('pages left before they are drawn leave nothing behind', async ({ page }) => {
  const shell = new ShellPage(page);
  await shell.open();
  await shell.untilReady();
  for (const name of (await shell.pages()).toReversed()) await shell.go(name);
  const client = await page.context().newCDPSession(page);
  /** Elements in memory, in the document or kept by something else. */
  const elements = async () => {
    await client.send('HeapProfiler.collectGarbage');
    return (await client.send('Memory.getDOMCounters')).nodes;
  };
  const before = await elements();
  const there = page.url();
  await page.evaluate(async () => {
    const pages = [...document.querySelectorAll<HTMLAnchorElement>('nav a')].map(({ hash }) => hash);
    for (const hash of Array.from({ length: 10 }, () => pages).flat()) {
      location.hash = hash;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  });
  await page.goto(there);
  await expect(shell.heading).toHaveText('Points');
  // One Points page that is kept weighs 600; the pages that React keeps for its next drawing weigh less than four.
  expect((await elements()) - before).toBeLessThan(2400);
});

test('shows where focus is', async ({ page }) => {
  const shell = new ShellPage(page);
  await shell.open('data');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outline);
  expect(outline).toMatch(/solid 2px|2px solid/);
});

test('keeps the theme over a reload, and never paints the other one first', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const shell = new ShellPage(page);
  await shell.open('data');
  expect(await shell.scheme()).toBe('light');
  await shell.chooseTheme('dark');
  expect(await shell.scheme()).toBe('dark');

  // The app's own code held back: what is painted before it runs must be dark already.
  await page.route(/assets\/index-.*\.js$/, (route) => setTimeout(() => void route.continue(), 1000));
  await page.reload({ waitUntil: 'commit' });
  await page.waitForFunction(() => document.body !== null);
  expect(await shell.scheme()).toBe('dark');
  await expect(shell.heading).toBeVisible();
  expect(await shell.scheme()).toBe('dark');

  await shell.chooseTheme('as the system');
  expect(await shell.scheme()).toBe('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => shell.scheme()).toBe('dark');
});

test('fits from 360 pixels on without scrolling sideways', async ({ context, page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const shell = new ShellPage(page);
  await shell.open();
  await shell.untilReady();
  // The rounds after the first are without a network: the header says so, which takes room.
  for (const width of [360, 390, 768, 769, 1024, 1057, 1233]) {
    await page.setViewportSize({ width, height: 740 });
    for (const name of await shell.pages()) {
      await shell.go(name);
      const [content, room] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      expect(content, `${name}, ${width}`).toBeLessThanOrEqual(room!);
      for (const link of await shell.nav.getByRole('link').all()) await expect(link).toBeInViewport();
      await expect(shell.theme).toBeInViewport({ ratio: 1 });
    }
    await context.setOffline(true);
    await expect(page.getByRole('button', { name: /^Offline/ })).toBeVisible();
  }
});

test('leaves nothing to scroll to below a page that fills the window', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const shell = new ShellPage(page);
  await shell.open();
  await shell.untilReady();
  for (const name of ['Points', 'Stream', 'Runs', 'Models'] as const) {
    await shell.go(name);
    const below = () =>
      page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
    await expect.poll(below, { message: name }).toBe(0);
  }
});

test('stands still for people who want less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const shell = new ShellPage(page);
  await shell.open('data');
  const slow = await page.evaluate(
    () =>
      [...document.querySelectorAll('body *')].filter((element) => {
        const style = getComputedStyle(element);
        const seconds = `${style.transitionDuration}, ${style.animationDuration}`.split(', ').map(Number.parseFloat);
        return seconds.some((value) => value > 0.001);
      }).length,
  );
  expect(slow).toBe(0);
});

test('says kindly when there is no such page, and leads back', async ({ page }) => {
  const shell = new ShellPage(page);
  await shell.open('nowhere');
  await expect(shell.heading).toHaveText('There is no page here');
  await expect(page).toHaveTitle('Not found · Millrace');
  await shell.main.getByRole('link', { name: 'This device' }).click();
  await expect(shell.heading).toHaveText('This device');
});

test('survives a page that fails: says what is safe, and tries again', async ({ page }) => {
  const shell = new ShellPage(page);
  await page.route(/assets\/DataPage-.*\.js$/, (route) => route.abort());
  await shell.open();
  await shell.link('This device').click();
  const alert = shell.main.getByRole('alert');
  await expect(alert).toContainText('This page ran into a fault');
  await expect(alert).toContainText('safe on this device');
  await expect(alert.getByRole('button', { name: 'Download a back-up' })).toBeVisible();
  await expect(shell.nav).toBeVisible();

  await page.unroute(/assets\/DataPage-.*\.js$/);
  await alert.getByRole('button', { name: 'Try without reloading' }).click();
  await expect(shell.heading).toHaveText('This device');
});

test('tells how it computes, and lets people choose', async ({ page }) => {
  const shell = new ShellPage(page);
  await shell.open();
  await shell.untilReady();
  await shell.compute.click();
  const panel = shell.computePanel;
  await panel.getByRole('radio', { name: 'JavaScript' }).click();
  await expect(panel.getByRole('heading')).toHaveText('JavaScript');
  await page.reload();
  await expect(shell.compute).toHaveAccessibleName('Computing with: JavaScript. Details');
  await shell.compute.click();
  await panel.getByRole('radio', { name: 'The fastest by measurement' }).click();
  await expect(panel.getByRole('radio', { name: 'The fastest by measurement' })).toBeChecked();
});
