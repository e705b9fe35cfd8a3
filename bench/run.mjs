// npm run bench [-- --only SUITE[,SUITE]] [-- --plan] [-- --resume] [-- --quick] [-- --rounds N] [-- --dist FOLDER] [-- --data FOLDER]
//   [-- --minutes N] [-- --out FOLDER]: measures the built app in headless Chromium beside what people would use instead, and writes what it finds to
// bench/results (or --out), as JSON, and all of it together as a table and as a page (./summary/). Contestants take turns within each round, so
// that a busy machine is busy for all of them; medians over the rounds are told.
//
// `--only` names suites (./suites.mjs); `--plan` only says what would be measured, and about how long that takes; `--resume` leaves
// out what was measured in the same way within a day: a suite's results are written when it ends, so that a run that was broken
// off can be gone on with. `--quick` makes few rounds of smaller work; `--dist` is where the build is, or is put if
// there is none; `--data` is the folder of the Large Movie Review Dataset, without which drift is left out; `--minutes` is
// how long the suite "hour" watches.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { toldCommand } from '../scripts/told-command.mjs';
import { inBrowser, openBrowser, ROOT, serve } from './browser.mjs';
import { minutesInAll, planOf } from './plan.mjs';
import { machine, table, versionOf } from './report.mjs';
import { SUITES } from './suites.mjs';
import { summarise } from './summary/index.mjs';

const QUICK_ROUNDS = 2;

function readOptions() {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const { values } = parseArgs({
    options: {
      ...{ rounds: { ...text, default: '7' }, minutes: { ...text, default: '60' }, dist: text, only: text, data: text },
      out: { ...text, default: fileURLToPath(new URL('bench/results', ROOT)) },
      ...{ quick: flag, plan: flag, resume: flag },
    },
  });
  const only = values.only?.split(',') ?? [];
  const unknown = only.filter((id) => !SUITES.some((suite) => suite.id === id));
  if (unknown.length > 0) {
    throw new Error(`There is no suite ${unknown.join(', ')}: ${SUITES.map(({ id }) => id).join(', ')}.`);
  }
  return {
    ...{ ...values, only, rounds: values.quick ? QUICK_ROUNDS : Number(values.rounds) },
    ...{ minutes: Number(values.minutes), data: values.data && resolve(values.data), out: resolve(values.out) },
  };
}

const fileOf = (out, id) => join(out, `${id}.json`);

/** A suite's result of before, or null. */
function knownIn(out) {
  return (id) => (existsSync(fileOf(out, id)) ? JSON.parse(readFileSync(fileOf(out, id), 'utf8')) : null);
}

function tell(plan) {
  const rows = plan.map(({ id, minutes, why }) => [id, why === null ? minutes.toFixed(1) : '–', why ?? '']);
  console.log(`\n${table([['suite', 'about minutes', 'left out'], ...rows])}`);
  console.log(`\nIn all about ${Math.ceil(minutesInAll(plan))} minutes, and one or two for the build.`);
}

/** The app as it is shipped, and beside it the page that is driven. */
async function prepare({ dist }) {
  const outDir = dist ? resolve(dist) : fileURLToPath(new URL('dist-bench', ROOT));
  if (dist && existsSync(join(outDir, 'bench/index.html'))) return outDir;
  await import('../scripts/build-kernels.mjs');
  for (const mode of ['production', 'bench']) {
    await build({ root: fileURLToPath(ROOT), mode, logLevel: 'error', build: { outDir } });
  }
  return outDir;
}

async function about(url) {
  return inBrowser(await openBrowser(), async (browser) => {
    const page = await browser.newPage();
    await page.goto(url);
    const [isolated, cores] = await page.evaluate(() => [crossOriginIsolated, navigator.hardwareConcurrency]);
    return { page: { crossOriginIsolated: isolated, logicalCores: cores }, chromium: browser.version() };
  });
}

function write(id, { page, chromium }, { rounds, quick, out }, seconds, { versions, ...results }) {
  const head = {
    ...{
      command: toldCommand('bench', process.argv.slice(2)),
      date: new Date().toISOString(),
      seconds: Math.round(seconds),
      quick,
      rounds,
    },
    ...{ machine: machine(), page },
    versions: {
      ...{ millrace: JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')).version, chromium },
      ...{ node: process.version, tfjs: versionOf(ROOT, '@tensorflow/tfjs'), ...versions },
    },
  };
  mkdirSync(out, { recursive: true });
  writeFileSync(fileOf(out, id), `${JSON.stringify({ ...head, ...results }, null, 2)}\n`);
  console.log(`\nWritten to ${relative('.', fileOf(out, id))} after ${Math.round(seconds)} s`);
}

/** Resolves with the suites that failed: one that does is told, and the others go on. */
async function runAll(suites, options) {
  const outDir = await prepare(options);
  const server = await serve(outDir);
  const failed = [];
  try {
    const seen = await about(server.url);
    const setting = { ...options, url: server.url, benchUrl: new URL('bench/index.html', server.url).href, outDir };
    for (const { id, run } of suites) {
      const start = performance.now();
      try {
        const results = await run(setting);
        write(id, seen, options, (performance.now() - start) / 1000, results);
        if (results.failures?.length > 0) failed.push(id);
      } catch (error) {
        console.error(`\n${id} failed: ${error instanceof Error ? error.stack : error}`);
        failed.push(id);
      }
    }
  } finally {
    await server.close();
  }
  return failed;
}

const options = readOptions();
const plan = planOf(SUITES, options, knownIn(options.out), Date.now());
tell(plan);
if (!options.plan) {
  const wanted = plan.filter(({ why }) => why === null).map(({ id }) => id);
  const failed = await runAll(
    SUITES.filter(({ id }) => wanted.includes(id)),
    options,
  );
  summarise(options.out);
  if (failed.length > 0) {
    console.error(`Failed: ${failed.join(', ')}`);
    process.exitCode = 1;
  }
}
