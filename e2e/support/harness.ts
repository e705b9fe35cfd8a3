// Builds the harness (e2e/harness) and serves it with the app's headers, for tests that run code of the product
// in a worker of a built and minified page.

import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { build, type PreviewServer, preview } from 'vite';
import { SECURITY_HEADERS } from '../../src/wire/csp';
import type { Question, Questions } from '../harness/protocol';

const configFile = resolve(import.meta.dirname, '../harness/vite.config.ts');

declare global {
  interface Window {
    ask(name: string, question: unknown): Promise<unknown>;
  }
}

export interface Harness {
  readonly url: string;
  close(): Promise<void>;
}

export async function startHarness(): Promise<Harness> {
  await build({ configFile });
  const server: PreviewServer = await preview({
    configFile,
    preview: { port: 0, host: '127.0.0.1', headers: SECURITY_HEADERS },
  });
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

export async function ask<Q extends Question>(
  page: Page,
  name: Q,
  question: Parameters<Questions[Q]>[0],
): Promise<Awaited<ReturnType<Questions[Q]>>> {
  const answer = await page.evaluate(([name, question]) => window.ask(name, question), [name, question] as const);
  return answer as Awaited<ReturnType<Questions[Q]>>;
}
