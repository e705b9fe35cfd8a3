// node --experimental-wasm-relaxed-simd bench/nn-matmul-run.mjs [--node] [--turns N] [--threads N]: GFLOP/s of the
// text models' kernels and the share of the measured ceiling, in headless Chromium, or in Node (one thread).

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/browser.mjs';
import { table } from './report.mjs';

const { values: options } = parseArgs({
  options: {
    node: { type: 'boolean', default: false },
    turns: { type: 'string', default: '8' },
    threads: { type: 'string', default: '1' },
    port: { type: 'string', default: '4571' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const turns = Number(options.turns);

function print({ description, ceiling, products, layer }) {
  console.log(`\n${description}: ceiling of one thread ${ceiling.toFixed(1)} GFLOP/s`);
  const rows = products.map(({ model, rows, pass, gflops, share }) => [
    model,
    rows,
    pass,
    gflops.toFixed(1),
    `${(100 * share).toFixed(0)} %`,
  ]);
  console.log(table([['model', 'tokens', 'pass', 'GFLOP/s', 'of the ceiling'], ...rows]));
  const total = layer.reduce((sum, { ms }) => sum + ms, 0);
  const parts = layer.map(({ operation, ms }) => [operation, ms.toFixed(3), `${((100 * ms) / total).toFixed(1)} %`]);
  console.log(`\n${table([['L4 H256, 8 × 128 tokens', 'ms', 'share'], ...parts])}`);
}

async function inNode(server) {
  const { measureNn } = await server.ssrLoadModule('/bench/nn-matmul.ts');
  const { nodeNnEnv } = await server.ssrLoadModule('/src/ml/compute/nn/wasm/node-env.ts');
  // The process's own computing time: other work on the machine does not count.
  const now = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  for (const relaxed of [true, false]) print(await measureNn(nodeNnEnv(), { relaxed, turns, threads: 1 }, now));
}

async function inChromium(server) {
  await server.listen();
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${options.port}/bench/nn-matmul.html`);
    await page.waitForFunction(() => 'nnBench' in globalThis);
    for (const relaxed of [true, false]) {
      const given = { relaxed, turns, threads: Number(options.threads) };
      print(await page.evaluate((each) => globalThis.nnBench(each), given));
    }
  } finally {
    await browser.close();
  }
}

await import('../scripts/build-kernels.mjs');
const server = await createServer({
  root,
  logLevel: 'error',
  cacheDir: 'node_modules/.vite-bench',
  optimizeDeps: { noDiscovery: true },
  server: { port: Number(options.port), host: '127.0.0.1', hmr: false, watch: null },
});
try {
  await (options.node ? inNode(server) : inChromium(server));
} finally {
  await server.close();
}
