// Without a network, and on hosts that send no headers.

import { expect, test } from '@playwright/test';
import { ConfigsPage } from './pages/configs';
import { DataPage } from './pages/data';
import { ShellPage } from './pages/shell';
import { serveStatic } from './support/static-server';
import { watch } from './support/watch';

test('works on a plain static host, from a folder, and offline after the first visit', async ({ page, context }) => {
  test.slow();
  const host = await serveStatic();
  try {
    const quiet = watch(context, host.origin);
    const shell = new ShellPage(page, host.base);
    const data = new DataPage(page);
    await shell.open('data');
    await expect(data.offlineState).toHaveAttribute('data-state', 'ready');
    await shell.untilReady();
    const installing = host.asked.length;
    await shell.go('Points');
    await shell.loadPenguins();
    quiet.expectQuiet();
    // All of it is here by now: at most a newer version is looked for.
    expect(host.asked.slice(installing).filter((what) => !what.endsWith('/sw.js'))).toEqual([]);

    await host.stop();
    await page.reload();
    await expect(shell.link('Points')).toHaveAttribute('aria-current', 'page');
    await shell.untilReady();
    for (const name of await shell.pages()) {
      await shell.go(name);
      await expect(shell.heading).toBeVisible();
    }
    const configs = new ConfigsPage(page, host.base);
    await configs.open('mixture');
    await expect(configs.verdict).toHaveText('In order');
    await shell.go('This device');
    await data.expectCount('Points', 342);
    const font = await page.evaluate(() => document.fonts.check("16px 'Inter Variable'"));
    expect(font).toBe(true);
  } finally {
    await host.stop();
  }
});

test('shows when there is no network, quietly', async ({ page, context }) => {
  const shell = new ShellPage(page);
  await shell.open('data');
  const word = page.getByRole('button', { name: /^Offline\./ });
  await expect(word).toBeHidden();
  await context.setOffline(true);
  await expect(word).toBeVisible();
  await context.setOffline(false);
  await expect(word).toBeHidden();
});

test('can be installed: a manifest with its icons, all there', async ({ page, request }) => {
  await page.goto('./');
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await (await request.get(new URL(href!, page.url()).href)).json();
  expect(manifest).toMatchObject({ name: 'Millrace', display: 'standalone', start_url: './' });
  const sizes: string[] = [];
  for (const icon of manifest.icons as { src: string; sizes: string; type: string; purpose?: string }[]) {
    const answer = await request.get(new URL(icon.src, page.url()).href);
    expect(answer.status(), icon.src).toBe(200);
    expect(answer.headers()['content-type'], icon.src).toContain(icon.type);
    sizes.push(`${icon.sizes} ${icon.purpose ?? 'any'}`);
  }
  expect(sizes).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']));
});
