// npm run bench [-- --rounds N] [-- --quick] [-- --dist FOLDER] [-- --only SUITE] [-- --data FOLDER]: measures EM in the built app, in
// headless Chromium, beside its peers, how the page feels while a fit runs (./interaction.mjs), the text models
// (./text/run.mjs), and learning from streams (./stream/run.mjs). Contestants take turns within each round, so that a busy machine is busy for all of them; medians
// over the rounds are reported. `--quick` makes few rounds; `--dist` measures a build that is there already; `--only`
// is one of plane, wide, growth, interaction, text, drift, stream; drift (./drift/run.mjs) needs the folder of the Large
// Movie Review Dataset as `--data` and no browser.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { CHROMIUM_FLAGS, findBrowser } from '../scripts/browser.mjs';
import { runDrift } from './drift/run.mjs';
import { runInteraction } from './interaction.mjs';
import { makeProblem } from './problem.mjs';
import { machine, round, summary, table, versionOf } from './report.mjs';
import { findSklearn, openSklearn } from './sklearn.mjs';
import { runStream } from './stream/run.mjs';
import { runText } from './text/run.mjs';

const ROOT = new URL('..', import.meta.url);
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    quick: { type: 'boolean', default: false },
    dist: { type: 'string' },
    only: { type: 'string' },
    data: { type: 'string' },
  },
});
const ROUNDS = options.quick ? 2 : Number(options.rounds);
/** Whole iterations that are timed in a turn. */
const TURN = 5;

/** n of the two tfjs rows is smaller, to be bearable; their times are scaled to the full n and marked. */
const SUITES = [
  {
    id: 'plane',
    title: '1,000,000 points x 8 components, 2-D, full covariance: milliseconds per iteration',
    size: { n: 1_000_000, d: 2, k: 8, seed: 1 },
    contestants: [
      { name: 'Millrace, 1 thread', kind: 'wasm', threads: 1 },
      { name: 'Millrace, all threads', kind: 'wasm', threads: 0 },
      { name: 'plain typed-array JS, 1 thread', kind: 'cpu', threads: 1, turn: 3 },
      { name: 'stock tfjs ops, WASM (float32)', kind: 'tfjs-wasm', threads: 1, n: 250_000, turn: 2 },
      { name: 'stock tfjs ops, CPU (float32)', kind: 'tfjs-cpu', threads: 1, n: 50_000, turn: 1 },
      { name: 'scikit-learn, 1 thread', kind: 'sklearn', threads: 1 },
      { name: 'scikit-learn, 2 threads', kind: 'sklearn', threads: 2 },
    ],
  },
  {
    id: 'wide',
    title: '100,000 points x 16 components, 16-D, full covariance: milliseconds per iteration',
    size: { n: 100_000, d: 16, k: 16, seed: 2 },
    contestants: [
      { name: 'Millrace, 1 thread', kind: 'wasm', threads: 1 },
      { name: 'Millrace, all threads', kind: 'wasm', threads: 0 },
      { name: 'plain typed-array JS, 1 thread', kind: 'cpu', threads: 1, turn: 1 },
      { name: 'stock tfjs ops, WASM (float32)', kind: 'tfjs-wasm', threads: 1, n: 50_000, turn: 2 },
      { name: 'scikit-learn, 1 thread', kind: 'sklearn', threads: 1 },
      { name: 'scikit-learn, 2 threads', kind: 'sklearn', threads: 2 },
    ],
  },
];
const GROWTH = [
  ...[125_000, 250_000, 500_000, 1_000_000].map((n) => ({ n, d: 2, k: 8, seed: 3 })),
  ...[2, 4, 16].map((k) => ({ n: 1_000_000, d: 2, k, seed: 3 })),
];

/** A contestant made ready: `turn()` measures it once, in milliseconds per iteration at the suite's n. */
async function openContestant(page, python, size, contestant) {
  const own = { ...size, n: contestant.n ?? size.n };
  if (contestant.kind === 'sklearn') return openSklearnContestant(python, own, contestant);
  const { name, kind } = contestant;
  const cores = await page.evaluate(() => globalThis.bench.about().cores);
  const threads = contestant.threads || Math.min(8, cores);
  await page.evaluate((args) => globalThis.bench.open(...args), [name, kind, own, threads]);
  const run = (iterations) => page.evaluate((args) => globalThis.bench.run(...args), [name, iterations]);
  // The first iterations compile; the second of them is the one whose log-likelihood is compared.
  const { logLikelihood } = await run(2);
  return {
    logLikelihood: logLikelihood / own.n,
    threads,
    async turn() {
      const { ms } = await run(contestant.turn ?? TURN);
      return ms.map((value) => (value * size.n) / own.n);
    },
    close: () => page.evaluate((value) => globalThis.bench.close(value), name),
  };
}

function openSklearnContestant(python, size, { threads }) {
  const sklearn = openSklearn(python, makeProblem(size));
  const first = sklearn.measure(threads, 2);
  return {
    logLikelihood: first.logLikelihoods[1],
    threads,
    versions: first.versions,
    turn: async () => sklearn.measure(threads, TURN + 1).ms,
    close: sklearn.close,
  };
}

async function runSuite(page, python, { id, title, size, contestants }) {
  console.log(`\n${title}`);
  const present = contestants.filter(({ kind }) => python || kind !== 'sklearn');
  if (!python) console.log('scikit-learn is not installed here: its rows are left out.');
  const open = [];
  for (const contestant of present) {
    open.push({ ...contestant, ...(await openContestant(page, python, size, contestant)), samples: [] });
  }
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const contestant of open) contestant.samples.push(...(await contestant.turn()));
    process.stdout.write('.');
  }
  for (const contestant of open) await contestant.close();
  const rows = open.map((contestant) => ({
    name: contestant.name,
    threads: contestant.threads,
    ms: summary(contestant.samples),
    ...(contestant.n ? { measuredOn: contestant.n } : {}),
    meanLogLikelihood: contestant.logLikelihood,
  }));
  print(rows, size);
  const versions = open.find((contestant) => contestant.versions)?.versions ?? {};
  return { id, title, size, rows, agreement: agreementOf(rows), ratios: ratiosOf(rows), versions };
}

function print(rows, { n }) {
  const ours = rows[0].ms.median;
  const body = rows.map(({ name, threads, ms, measuredOn, meanLogLikelihood }) => [
    `${name}${measuredOn ? ` (scaled from ${measuredOn} to ${n} points)` : ''}`,
    threads,
    ms.median.toFixed(1),
    ms.min.toFixed(1),
    (ms.median / ours).toFixed(2),
    meanLogLikelihood.toFixed(12),
  ]);
  const heading = ['', 'threads', 'median ms', 'min ms', 'times ours', 'mean log-likelihood, iteration 2'];
  console.log(`\n${table([heading, ...body])}`);
}

/** Relative difference of log-likelihoods from ours, where the same points were used; fails when too large. */
function agreementOf(rows) {
  const ours = rows[0].meanLogLikelihood;
  const agreement = {};
  for (const { name, measuredOn, meanLogLikelihood } of rows) {
    if (measuredOn) continue;
    const difference = Math.abs(meanLogLikelihood / ours - 1);
    if (!(difference < 1e-10)) throw new Error(`${name} has another log-likelihood: ${meanLogLikelihood}, not ${ours}`);
    agreement[name] = round(difference, 2);
  }
  return agreement;
}

/** How many times as long scikit-learn takes, by medians and by the quickest of all iterations. */
function ratiosOf(rows) {
  const ours = rows.filter(({ name }) => name.startsWith('Millrace'));
  const ratios = {};
  for (const peer of rows.filter(({ name }) => name.startsWith('scikit-learn'))) {
    for (const row of ours) {
      const ratio = { median: round(peer.ms.median / row.ms.median, 3), min: round(peer.ms.min / row.ms.min, 3) };
      ratios[`${peer.name} / ${row.name}`] = ratio;
      console.log(`${peer.name} / ${row.name}: ${ratio.median} times (minima: ${ratio.min})`);
    }
  }
  return ratios;
}

async function runGrowth(page) {
  console.log('\nGrowth: Millrace, 1 thread, 2-D, full covariance');
  const rows = [];
  for (const size of GROWTH) {
    const opened = await openContestant(page, undefined, size, { name: 'growth', kind: 'wasm', threads: 1 });
    const samples = [];
    for (let turn = 0; turn < Math.max(3, ROUNDS); turn++) samples.push(...(await opened.turn()));
    await opened.close();
    const ms = summary(samples);
    rows.push({ ...size, ms, nsPerPointAndComponent: round((ms.median * 1e6) / (size.n * size.k), 3) });
  }
  const body = rows.map((row) => [row.n, row.k, row.ms.median.toFixed(2), row.nsPerPointAndComponent.toFixed(2)]);
  console.log(table([['points', 'components', 'median ms', 'ns per point and component'], ...body]));
  return rows;
}

async function main() {
  if (options.only !== 'drift') await measureInBrowser();
  if (options.only && options.only !== 'drift') return;
  if (options.data) writeDrift(await runDrift({ data: options.data, quick: options.quick }));
  else console.log('Drift is left out: say where the dataset lies (--data <aclImdb folder>).');
}

async function measureInBrowser() {
  if (!options.dist) {
    await import('../scripts/build-kernels.mjs');
    await build({ root: fileURLToPath(ROOT), mode: 'bench', logLevel: 'error' });
  }
  const outDir = options.dist ?? 'dist-bench';
  const server = await preview({
    root: fileURLToPath(ROOT),
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1' },
  });
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(new URL('bench/index.html', server.resolvedUrls.local[0]).href);
    await page.waitForFunction(() => 'bench' in globalThis);
    const about = await page.evaluate(() => globalThis.bench.about());
    const python = findSklearn();
    const suites = [];
    for (const suite of SUITES.filter(({ id }) => !options.only || options.only === id)) {
      suites.push(await runSuite(page, python, suite));
    }
    const growth = options.only && options.only !== 'growth' ? [] : await runGrowth(page);
    const app = server.resolvedUrls.local[0];
    const interaction = options.only && options.only !== 'interaction' ? null : await runInteraction(app);
    if (interaction) writeInteraction({ about, interaction, browser: browser.version() });
    if (!options.only || options.only === 'text') {
      const url = new URL('bench/index.html', app).href;
      const text = await runText({ browser, url, rounds: ROUNDS, quick: options.quick });
      writeText({ about, text, browser: browser.version() });
    }
    if (!options.only || options.only === 'stream') {
      const url = new URL('bench/index.html', app).href;
      const stream = await runStream({ browser, url, rounds: ROUNDS, quick: options.quick });
      writeStream({ about, stream, browser: browser.version() });
    }
    if (!options.only) write({ about, suites, growth, browser: browser.version() });
  } finally {
    await browser.close();
    await server.close();
  }
}

function write({ about, suites, growth, browser }) {
  const versions = { chromium: browser, node: process.version, tfjs: versionOf(ROOT, '@tensorflow/tfjs') };
  for (const suite of suites) Object.assign(versions, suite.versions);
  const results = {
    command: 'npm run bench',
    date: new Date().toISOString(),
    machine: machine(),
    page: { crossOriginIsolated: about.isolated, logicalCores: about.cores },
    versions,
    rounds: ROUNDS,
    suites: suites.map(({ versions: _, ...suite }) => suite),
    growth,
  };
  writeResults('points', results);
}

function writeInteraction({ about, interaction, browser }) {
  writeResults('interaction', {
    command: 'npm run bench',
    date: new Date().toISOString(),
    machine: machine(),
    page: { crossOriginIsolated: about.isolated, logicalCores: about.cores },
    versions: { chromium: browser, node: process.version },
    ...interaction,
  });
}

function writeText({ about, text, browser }) {
  writeResults('text', {
    command: `npm run bench${options.quick ? ' -- --quick' : ''}`,
    date: new Date().toISOString(),
    machine: machine(),
    page: { crossOriginIsolated: about.isolated, logicalCores: about.cores },
    versions: {
      ...{ chromium: browser, node: process.version, tfjs: versionOf(ROOT, '@tensorflow/tfjs') },
      'onnxruntime-web': versionOf(ROOT, 'onnxruntime-web'),
    },
    rounds: ROUNDS,
    ...text,
  });
}

function writeDrift(drift) {
  writeResults('drift', {
    command: `npm run bench -- --only drift --data <aclImdb folder>${options.quick ? ' --quick' : ''}`,
    date: new Date().toISOString(),
    machine: machine(),
    versions: { node: process.version },
    ...drift,
  });
}

function writeStream({ about, stream, browser }) {
  writeResults('stream', {
    command: `npm run bench -- --only stream${options.quick ? ' --quick' : ''}`,
    date: new Date().toISOString(),
    machine: machine(),
    page: { crossOriginIsolated: about.isolated, logicalCores: about.cores },
    versions: { chromium: browser, node: process.version, tfjs: versionOf(ROOT, '@tensorflow/tfjs') },
    ...stream,
  });
}

function writeResults(name, results) {
  mkdirSync(new URL('bench/results/', ROOT), { recursive: true });
  writeFileSync(new URL(`bench/results/${name}.json`, ROOT), `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nWritten to bench/results/${name}.json`);
}

await main();
