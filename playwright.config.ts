// Browser tests against the built app, in the Chromium that scripts/browser.mjs found or installed.
// WebGPU and WebGL run in software, so that they are tested on machines without a GPU.

import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findTestBrowser } from './scripts/browser.mjs';

export const PORT = 4199;
const executablePath = findTestBrowser();

/**
 * What asks the page alone and nothing of the service worker. Every test starts in a fresh profile; without the worker's
 * precache of the whole app, which is tested elsewhere, that costs half as much.
 */
const PAGE_ALONE =
  /(a11y|compute|configs|data|datasets|images|label|models|nn|plane|points|points-data|points-live|points-use|reviews|reviews-models|runs|sandbox|shell|stream)\.spec\.ts$/;

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  // Two at a time take little more than half as long as one, on two cores too; three as long as two (749 and 732 s of all tests), and
  // leave a test that waits for something less of its time.
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    // A trace of every test takes a sixth of the time: `npx playwright test --trace on` for the one that failed.
    trace: 'off',
    screenshot: 'only-on-failure',
    // Pages are drawn by the processor: drawing them by an emulated GPU takes a fifth of the time, for nothing.
    launchOptions: {
      args: [...CHROMIUM_FLAGS, '--disable-gpu-compositing'],
      ...(executablePath ? { executablePath } : {}),
    },
  },
  projects: [
    { name: 'app', testIgnore: PAGE_ALONE },
    { name: 'page', testMatch: PAGE_ALONE, use: { serviceWorkers: 'block' } },
  ],
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
  },
});
