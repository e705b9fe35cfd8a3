// The mixture rows of npm run bench: EM in the built app beside its peers. Contestants take turns within each round, so that a
// busy machine is busy for all of them; medians over the rounds are told.

import { round, spread, table } from '../report.mjs';
import { GRAPHICS, GRID, GROWTH, PROBLEMS } from './plan.mjs';
import { makeProblem } from './problem.mjs';
import { findSklearn, openSklearn } from './sklearn.mjs';

/** Whole iterations that are timed in a turn. */
const TURN = 5;

/** Rounds of the grid: there are many problems in it. */
const GRID_ROUNDS = 3;

/** `url`: the bench page; what it returns goes into bench/results/points.json. */
export async function runPoints(given) {
  return onPage(given, async (setting) => {
    const { suites, failures } = await runAll(setting, [...PROBLEMS, GRAPHICS]);
    return { versions: versionsOf(suites), suites: suites.map(told), growth: await runGrowth(setting), failures };
  });
}

/** As many points, components and dimensions as there may be; goes into bench/results/grid.json. */
export async function runGrid(given) {
  const rounds = Math.min(GRID_ROUNDS, given.rounds);
  return onPage({ ...given, rounds }, async (setting) => {
    const { suites, failures } = await runAll(setting, GRID);
    return { versions: versionsOf(suites), turns: rounds, suites: suites.map(told), failures };
  });
}

async function onPage({ browser, url, rounds }, work) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in globalThis);
  const outcome = await work({ page, python: findSklearn(), rounds });
  await page.close();
  return outcome;
}

/** A problem that fails, or whose contestants disagree, is told as a failure, and the others go on. */
async function runAll(setting, problems) {
  const suites = [];
  const failures = [];
  for (const problem of problems) {
    try {
      suites.push(await runSuite(setting, problem));
    } catch (error) {
      const [why] = String(error.message).split('\n');
      failures.push({ title: problem.title, why });
      console.error(`\n${problem.title} failed: ${why}`);
    }
  }
  return { suites, failures };
}

const versionsOf = (suites) => Object.assign({}, ...suites.map(({ versions }) => versions));
const told = ({ versions: _, ...suite }) => suite;

/** A contestant made ready: `turn()` measures it once, in milliseconds per iteration at the suite's n. */
async function openContestant(page, python, size, contestant) {
  const own = { ...size, n: contestant.n ?? size.n };
  const opened =
    contestant.kind === 'sklearn'
      ? openSklearnContestant(python, own, contestant)
      : await openOnPage(page, own, contestant);
  return { ...opened, turn: async () => (await opened.turn()).map((ms) => (ms * size.n) / own.n) };
}

async function openOnPage(page, own, contestant) {
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
    turn: async () => (await run(contestant.turn ?? TURN)).ms,
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
    turn: () => sklearn.measure(threads, TURN + 1).ms,
    close: sklearn.close,
  };
}

async function runSuite({ page, python, rounds }, { id, title, size, contestants }) {
  console.log(`\n${title}`);
  const present = contestants.filter(({ kind }) => python || kind !== 'sklearn');
  if (!python) console.log('scikit-learn is not installed here: its rows are left out.');
  const open = [];
  try {
    for (const contestant of present) {
      open.push({ ...contestant, ...(await openContestant(page, python, size, contestant)), samples: [] });
    }
    for (let turn = 0; turn < rounds; turn++) {
      for (const contestant of open) contestant.samples.push(...(await contestant.turn()));
      process.stdout.write('.');
    }
  } finally {
    for (const contestant of open) await contestant.close();
  }
  const rows = open.map((contestant) => ({
    name: contestant.name,
    threads: contestant.threads,
    ms: spread(contestant.samples),
    ...(contestant.n ? { measuredOn: contestant.n } : {}),
    ...(contestant.within ? { within: contestant.within } : {}),
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
  for (const { name, measuredOn, within = 1e-10, meanLogLikelihood } of rows) {
    if (measuredOn) continue;
    const difference = Math.abs(meanLogLikelihood / ours - 1);
    if (!(difference < within))
      throw new Error(`${name} has another log-likelihood: ${meanLogLikelihood}, not ${ours}`);
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

async function runGrowth({ page, rounds }) {
  console.log('\nGrowth: Millrace, 1 thread, 2-D, full covariance');
  const rows = [];
  for (const size of GROWTH) {
    const opened = await openContestant(page, undefined, size, { name: 'growth', kind: 'wasm', threads: 1 });
    const samples = [];
    for (let turn = 0; turn < Math.max(3, rounds); turn++) samples.push(...(await opened.turn()));
    await opened.close();
    const ms = spread(samples);
    rows.push({ ...size, ms, nsPerPointAndComponent: round((ms.median * 1e6) / (size.n * size.k), 3) });
  }
  const body = rows.map((row) => [row.n, row.k, row.ms.median.toFixed(2), row.nsPerPointAndComponent.toFixed(2)]);
  console.log(table([['points', 'components', 'median ms', 'ns per point and component'], ...body]));
  return rows;
}
