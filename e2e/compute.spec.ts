// The engines and the gradient learner on every backend, in real Chromium: in a worker of a built and
// minified page, under the app's policy, cross-origin isolated and not. WebGPU and WebGL run in
// software here, which is slow but computes like the real thing.

import { resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { build, type PreviewServer, preview } from 'vite';
import { SECURITY_HEADERS } from '../src/wire/csp';
import type { EngineCase, Question, Questions } from './harness/protocol';

const configFile = resolve(import.meta.dirname, 'harness/vite.config.ts');
const ISOLATION = ['Cross-Origin-Opener-Policy', 'Cross-Origin-Embedder-Policy'];

declare global {
  interface Window {
    ask(name: string, question: unknown): Promise<unknown>;
  }
}

const servers: PreviewServer[] = [];
let isolated = '';
let plain = '';

/** Serves the harness with the app's headers, the isolating ones included or not. */
async function serve(isolate: boolean): Promise<string> {
  const kept = Object.entries(SECURITY_HEADERS).filter(([name]) => isolate || !ISOLATION.includes(name));
  const headers = Object.fromEntries(kept);
  const server = await preview({ configFile, preview: { port: 0, host: '127.0.0.1', headers } });
  servers.push(server);
  return server.resolvedUrls!.local[0]!;
}

test.beforeAll(async () => {
  await build({ configFile });
  isolated = await serve(true);
  plain = await serve(false);
});

test.afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

async function ask<Q extends Question>(
  page: Page,
  name: Q,
  question: Parameters<Questions[Q]>[0],
): Promise<Awaited<ReturnType<Questions[Q]>>> {
  const answer = await page.evaluate(([name, question]) => window.ask(name, question), [name, question] as const);
  return answer as Awaited<ReturnType<Questions[Q]>>;
}

test.describe('engines agree with plain JavaScript', () => {
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage();
    const response = await page.goto(isolated);
    expect(response?.headers()['content-security-policy']).toContain("connect-src 'self'");
  });

  test.afterAll(() => page.close());

  const cases: readonly EngineCase[] = [
    { kind: 'wasm', type: 'full', n: 25_000, d: 2, k: 8 },
    { kind: 'webgpu', type: 'full', n: 3000, d: 2, k: 8 },
    { kind: 'webgpu', type: 'diag', n: 1000, d: 3, k: 5 },
    { kind: 'webgpu', type: 'tied', n: 500, d: 5, k: 4 },
    { kind: 'webgpu', type: 'full', n: 500, d: 16, k: 20 },
    { kind: 'webgpu', type: 'spherical', n: 700, d: 1, k: 1 },
    { kind: 'webgpu', type: 'full', n: 700, d: 2, k: 3, offset: 1e9, scale: 1e3 },
    { kind: 'webgpu', type: 'full', n: 700, d: 2, k: 3, offset: -5, scale: 1e-12 },
    { kind: 'webgl', type: 'full', n: 9000, d: 2, k: 8 },
    { kind: 'webgl', type: 'diag', n: 700, d: 3, k: 5 },
    { kind: 'webgl', type: 'full', n: 700, d: 16, k: 4 },
  ];
  for (const question of cases) {
    const { kind, type, n, d, k, scale } = question;
    test(`${kind}: ${n} points × ${d}, ${k} components, ${type}${scale ? `, scale ${scale}` : ''}`, async () => {
      const result = await ask(page, 'engine', question);
      expect(result).toMatchObject({ kind, n });
      expect(result.logLikelihood).toBeLessThan(1e-6);
      expect(result.counts).toBeLessThan(1e-4);
      expect(result.means).toBeLessThan(1e-4);
      expect(result.covariances).toBeLessThan(1e-4);
      expect(result.scores).toBeLessThan(1e-4);
      expect(result.labels).toBeLessThan(1e-3);
      expect(result.responsibilities).toBeLessThanOrEqual(1);
    });
  }
});

test.describe('the gradient learner', () => {
  for (const backend of ['cpu', 'wasm', 'webgl', 'webgpu'] as const) {
    test(`has the right gradient and reaches EM on ${backend}`, async ({ page }) => {
      await page.goto(backend === 'wasm' ? isolated : plain);
      const result = await ask(page, 'gradient', { backend, type: 'full' });
      expect(result.backend).toBe(backend);
      expect(result.error).toBeLessThan(1e-3);
      expect(result.logLikelihood).toBeGreaterThan(result.em - 0.01 * Math.abs(result.em));
      expect(result).toMatchObject({ leaked: 0, leakedPerStep: 0 });
    });
  }
});

test('a GPU that is lost ends calls with EngineLostError, and none hangs', async ({ page }) => {
  await page.goto(plain);
  expect(await ask(page, 'loss', { n: 20_000 })).toEqual({ underWay: 'EngineLostError', later: 'EngineLostError' });
});

for (const isolate of [true, false]) {
  test(`measuring picks WASM on a machine without a GPU, ${isolate ? '' : 'not '}isolated`, async ({ page }) => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(isolate ? isolated : plain);
    const { choice, isolated: seen } = await ask(page, 'measure', null);
    expect(seen).toBe(isolate);
    expect(choice.backend).toBe('wasm');
    expect(choice.reason).toContain('WebGPU here is emulated in software');
    expect(choice.candidates.map(({ backend, status }) => `${backend} ${status}`)).toEqual([
      'webgpu skipped',
      'webgl skipped',
      'wasm measured',
      'cpu skipped',
    ]);
    // Whoever has no GPU worth a trial never loads TensorFlow.js.
    expect(requests.filter((url) => /\/tf/.test(url))).toEqual([]);
  });
}
