// npm run bench [-- --only SUITE[,SUITE]] [-- --quick] [-- --rounds N] [-- --dist FOLDER] [-- --data FOLDER] [-- --minutes N]: measures the
// built app in headless Chromium beside what people would use instead, and writes what it finds to bench/results, as JSON,
// and all of it together as a table and as a page (./summary/). Contestants take turns within each round, so that a busy
// machine is busy for all of them; medians over the rounds are told.
//
// `--quick` makes few rounds of smaller work; `--dist` measures a build that is there already (of `vite build --mode bench`);
// `--only` names suites (./suites.mjs), or parts of points; `--data` is the folder of the Large Movie Review Dataset,
// without which drift is left out; `--minutes` is how long the suite "hour" watches.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { inBrowser, openBrowser, ROOT, serve } from './browser.mjs';
import { machine, versionOf } from './report.mjs';
import { POINTS_PARTS, SUITES } from './suites.mjs';
import { summarise } from './summary/index.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    dist: { type: 'string' },
    only: { type: 'string' },
    data: { type: 'string' },
    minutes: { type: 'string', default: '60' },
  },
});

const wanted = options.only?.split(',') ?? [];
const parts = wanted.filter((id) => POINTS_PARTS.includes(id));

function isWanted({ id, needsData, onlyWhenNamed }) {
  if (needsData && !options.data) {
    if (wanted.length === 0 || wanted.includes(id))
      console.log(`${id} is left out: say where the dataset lies (--data).`);
    return false;
  }
  if (wanted.length === 0) return !onlyWhenNamed;
  return wanted.includes(id) || (id === 'points' && parts.length > 0);
}

async function prepare() {
  if (options.dist) return options.dist;
  await import('../scripts/build-kernels.mjs');
  await build({ root: fileURLToPath(ROOT), mode: 'bench', logLevel: 'error' });
  return 'dist-bench';
}

async function about(url) {
  return inBrowser(await openBrowser(), async (browser) => {
    const page = await browser.newPage();
    await page.goto(url);
    const [isolated, cores] = await page.evaluate(() => [crossOriginIsolated, navigator.hardwareConcurrency]);
    return { page: { crossOriginIsolated: isolated, logicalCores: cores }, chromium: browser.version() };
  });
}

function write(id, { page, chromium }, { versions, ...results }) {
  const head = {
    command: ['npm run bench --', ...process.argv.slice(2).filter((word) => word !== options.data)].join(' '),
    date: new Date().toISOString(),
    machine: machine(),
    page,
    versions: { chromium, node: process.version, tfjs: versionOf(ROOT, '@tensorflow/tfjs'), ...versions },
  };
  mkdirSync(new URL('bench/results/', ROOT), { recursive: true });
  writeFileSync(new URL(`bench/results/${id}.json`, ROOT), `${JSON.stringify({ ...head, ...results }, null, 2)}\n`);
  console.log(`\nWritten to bench/results/${id}.json`);
}

const outDir = await prepare();
const server = await serve(outDir);
const { quick, data } = options;
const rounds = quick ? 2 : Number(options.rounds);
try {
  const seen = await about(server.url);
  const benchUrl = new URL('bench/index.html', server.url).href;
  for (const suite of SUITES.filter(isWanted)) {
    const setting = { url: server.url, benchUrl, outDir, rounds, quick, data, parts, minutes: Number(options.minutes) };
    const results = await suite.run(setting);
    // Parts of the points alone are told above; their file holds all of them.
    if (suite.id !== 'points' || parts.length === 0) write(suite.id, seen, { rounds, ...results });
  }
} finally {
  await server.close();
}
summarise();
