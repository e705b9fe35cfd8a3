// What the measurements in a browser share: the built app behind a server, a browser for each, the REST door, quantiles.

import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/browser.mjs';

export const ROOT = new URL('..', import.meta.url);

/** Without the GPU in software that the tests use: putting a page together on it takes longer than any frame may. */
const PLAIN_FLAGS = [...CHROMIUM_FLAGS.filter((flag) => !/swiftshader|webgpu/.test(flag)), '--disable-gpu'];

/** Serves a folder that was built; `url` is where, `close` ends it. */
export async function serve(outDir) {
  const server = await preview({
    root: fileURLToPath(ROOT),
    logLevel: 'warn',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  return { url: server.resolvedUrls.local[0], close: () => server.close() };
}

/** With WebGPU and WebGL in software: for what computes on them. */
export function openBrowser(flags = []) {
  return launch([...CHROMIUM_FLAGS, ...flags]);
}

/** As people have it, less the screen: for how the page feels. */
export function openPlainBrowser(flags = []) {
  return launch([...PLAIN_FLAGS, ...flags]);
}

function launch(args) {
  const executablePath = findBrowser();
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
}

/** Whatever `work` comes to; the browser is closed in any case. */
export async function inBrowser(browser, work) {
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** Opens a page of the app and waits for the service worker, through which the REST door is asked. */
export async function openApp(context, url, hash) {
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(new URL(hash, url).href);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 120_000 });
  return page;
}

/** Asks the REST door from within the page. Rejects for any answer but a good one. */
export async function callApi(page, method, path, body) {
  const answer = await page.evaluate(
    async ([verb, url, json]) => {
      const response = await fetch(url, {
        method: verb,
        ...(json ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(json) } : {}),
      });
      return { status: response.status, body: await response.json() };
    },
    [method, `./api/${path}`, body],
  );
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The value that a share of them does not exceed. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
