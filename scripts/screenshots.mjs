// Takes the README's screenshots of the built app: `npm run screenshots` after `npm run build`; with names, those alone:
// `npm run screenshots -- runs`.

import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { CHROMIUM_FLAGS, findBrowser } from './browser.mjs';
import { ROOT } from './install.mjs';

const OUT = join(ROOT, 'docs/screenshots');
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const wanted = process.argv.slice(2);

const server = await preview({ root: ROOT, logLevel: 'error', preview: { port: 0 } });
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: findBrowser(), args: CHROMIUM_FLAGS });

async function shoot(name, { viewport, colorScheme }, act) {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(address);
  await act(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(OUT, `${name}.png`) });
  await context.close();
}

async function fitPenguins(page) {
  await page.getByRole('button', { name: /penguins/i }).click();
  await page
    .getByRole('region', { name: 'Fit' })
    .getByText(/Converged after/)
    .waitFor();
}

await shoot('points-light', { viewport: DESKTOP, colorScheme: 'light' }, fitPenguins);
await shoot('points-dark', { viewport: DESKTOP, colorScheme: 'dark' }, fitPenguins);
await shoot('points-phone', { viewport: PHONE, colorScheme: 'light' }, fitPenguins);
await shoot('api', { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
  await page.goto(`${address}#/api/train`);
  await page.getByText('/api/train').first().waitFor();
});

await shoot('reviews', { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
  await page.goto(`${address}#/reviews`);
  await page.getByRole('button', { name: 'Torn' }).click();
  await page.getByRole('switch', { name: /mark the words/i }).check({ force: true });
  await page.getByTestId('explanation').waitFor();
});

await shoot('label', { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
  await page.goto(`${address}#/reviews/label`);
  await page.getByRole('button', { name: 'Try 12 sample reviews' }).click();
  await page.getByText('The model says').waitFor();
  await page.keyboard.press('p');
});

await shoot('stream', { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
  await page.goto(`${address}#/stream`);
  await page.getByRole('listitem').getByRole('button', { name: 'Changing rules' }).click();
  await page.getByRole('img', { name: /^Accuracy, batches 1 to [67]\d\d:/ }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
});

await shoot('runs', { viewport: DESKTOP, colorScheme: 'light' }, async (page) => {
  await page.goto(`${address}#/runs`);
  const start = page.getByRole('button', { name: 'Start', exact: true });
  const status = page.getByTestId('run-status');
  for (const name of ['SEA with drift', 'Penguins', 'Reviews, n-gram', 'Drawn digits, CNN']) {
    await page.locator('[data-testid=run-status][data-phase=idle]').waitFor();
    await page.getByRole('combobox', { name: 'Configuration' }).selectOption({ label: name });
    await page.getByRole('textbox', { name: 'Name' }).and(page.getByPlaceholder(name)).waitFor();
    await start.click();
    await page.getByTestId('live').getByRole('link', { name }).waitFor();
  }
  await status.getByText('epoch 6 of 10').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('[data-testid=run-status][data-phase=paused]').waitFor();
});

await shoot('models', { viewport: { ...DESKTOP, height: 1050 }, colorScheme: 'light' }, async (page) => {
  await page.goto(`${address}#/models`);
  await page.getByRole('button', { name: 'Start from the template' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText('Trained in').waitFor();
  await page.getByTestId('chart-loss').getByRole('img').waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
});

await browser.close();
await server.close();
