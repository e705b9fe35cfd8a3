// The browser of the recording: every request of all of it goes into a log of its own (netLog), whoever makes it.

import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from '../../scripts/browser.mjs';

const executablePath = findBrowser();
const log = process.env.MILLRACE_NETLOG ?? '';

export default defineConfig({
  testDir: '.',
  testMatch: 'flows.ts',
  workers: 1,
  timeout: 1_200_000,
  expect: { timeout: 120_000 },
  reporter: [['list']],
  outputDir: '../../test-results/network',
  use: {
    baseURL: process.env.MILLRACE_ADDRESS ?? '',
    actionTimeout: 120_000,
    launchOptions: {
      args: [...CHROMIUM_FLAGS, '--disable-gpu-compositing', `--log-net-log=${log}`, '--net-log-capture-mode=Default'],
      ...(executablePath ? { executablePath } : {}),
    },
  },
});
