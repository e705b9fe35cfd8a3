// Browser tests against the built app, in the Chromium that scripts/browser.mjs found or installed.
// WebGPU and WebGL run in software, so that they are tested on machines without a GPU.

import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from './scripts/browser.mjs';

export const PORT = 4199;
const executablePath = findBrowser();

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  // Most of a test is waiting: two at a time take little more than half as long, on two cores too.
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    trace: 'retain-on-failure',
    launchOptions: { args: [...CHROMIUM_FLAGS], ...(executablePath ? { executablePath } : {}) },
  },
  webServer: {
    command: `npx vite preview --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
  },
});
