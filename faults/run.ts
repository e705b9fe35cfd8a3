// npm run faults [-- --only PATTERN] [-- --from N] [-- --cases N] [-- --each N] [-- --seed N] [-- --workers N]
//   [-- --minutes N] [-- --left] [-- --dist FOLDER] [-- --out FOLDER] [-- --list]
//
// Strikes the built app in Chromium with faults while something is done in it, and looks what is left (./case.ts).
// Cases are numbered in one mixed order for a seed (./matrix.ts): `--from` and `--cases` take a part of it, `--only` those whose
// names ("tab-killed/typing/late") match a pattern, `--each` moments for each fault and activity (of 5; 2 unless said).
// Results are added to those of the same seed in faults/results, after every case: what was broken off goes on with `--left`, which
// takes the cases that are not there yet. `--workers` is how many go on at a time (2); `--minutes` begins no case after that time;
// `--dist` takes a build that is there already; `--list` only names the cases.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { serveStatic } from '../e2e/support/static-server';
import { findBrowser } from '../scripts/browser.mjs';
import { toldCommand } from '../scripts/told-command.mjs';
import { SECURITY_HEADERS } from '../src/wire/csp';
import { makeTemplate } from './app/template';
import { type Outcome, runCase, type Stand } from './case';
import { type Case, casesOf } from './matrix';
import { machine, type Report, readOutcomes, writeReport } from './report';

const ROOT = resolve(import.meta.dirname, '..');

function optionsOf(args: string[]) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      ...{ only: text, dist: text, out: text },
      ...{ list: { type: 'boolean', default: false }, left: { type: 'boolean', default: false } },
      ...{ from: { ...text, default: '1' }, cases: { ...text, default: '100000' }, each: { ...text, default: '2' } },
      ...{ seed: { ...text, default: '1' }, workers: { ...text, default: '2' }, minutes: { ...text, default: '600' } },
    },
  });
  const numbers = Object.fromEntries(
    (['from', 'cases', 'each', 'seed', 'workers', 'minutes'] as const).map((name) => [name, Number(values[name])]),
  ) as Record<'from' | 'cases' | 'each' | 'seed' | 'workers' | 'minutes', number>;
  for (const [name, value] of Object.entries(numbers)) {
    if (!(value >= 0)) throw new Error(`--${name} must be a number.`);
  }
  return { ...values, ...numbers };
}

/** The checker of the store as one script. */
async function bundleChecker(): Promise<string> {
  const entry = join(ROOT, 'faults/store/in-page.ts');
  const built = await build({
    ...{ configFile: false, root: ROOT, logLevel: 'error', define: { __APP_VERSION__: '""' } },
    build: { write: false, target: 'es2022', lib: { entry, formats: ['iife'], name: 'checkerOfTheStore' } },
  });
  const [first] = Array.isArray(built) ? built : [];
  const chunk = first?.output.find((one) => one.type === 'chunk');
  if (!chunk) throw new Error('The checker could not be bundled.');
  return chunk.code;
}

/** A host, a template and a folder of its own: as many as there are cases at a time. */
async function openStand(root: string, dist: string, checker: string, i: number): Promise<Stand> {
  const host = await serveStatic({ dist, folder: '', headers: SECURITY_HEADERS });
  const own = join(root, String(i));
  return { root: own, host, checker, template: await makeTemplate(own, host.base, checker) };
}

async function browserVersion(): Promise<string> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] });
  const version = browser.version();
  await browser.close();
  return version;
}

function versionOf(name: string): string {
  return (JSON.parse(readFileSync(join(ROOT, name, 'package.json'), 'utf8')) as { version: string }).version;
}

async function reportOf(options: ReturnType<typeof optionsOf>, args: string[], planned: number): Promise<Report> {
  return {
    command: toldCommand('faults', args),
    ...{ date: new Date().toISOString(), machine: machine() },
    versions: {
      ...{ millrace: versionOf('.'), chromium: await browserVersion() },
      ...{ node: process.version, playwright: versionOf('node_modules/@playwright/test') },
    },
    ...{ seed: options.seed, planned, outcomes: [] },
  };
}

export default async function run(args: string[]): Promise<void> {
  const options = optionsOf(args);
  const all = casesOf(options.seed, options.each);
  const only = new RegExp(options.only ?? '');
  const out = resolve(options.out ?? join(ROOT, 'faults/results'));
  const done = new Set(options.left ? readOutcomes(out, options.seed).map(({ name }) => name) : []);
  const chosen = all
    .filter(({ number, name }) => number >= options.from && only.test(name) && !done.has(name))
    .slice(0, options.cases);
  if (chosen.length === 0) {
    console.log('No case is left.');
    return;
  }
  if (options.list) {
    for (const { number, name } of chosen) console.log(number, name);
    return;
  }
  if (!options.dist) await build({ root: ROOT, logLevel: 'error' });
  const checker = await bundleChecker();
  const head = await reportOf(options, args, all.length);
  const root = mkdtempSync(join(tmpdir(), 'millrace-faults-'));
  // Also where it is broken off.
  process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  const dist = resolve(options.dist ?? join(ROOT, 'dist'));
  const making = Array.from({ length: options.workers }, (_, i) => openStand(root, dist, checker, i));
  try {
    const stands = await Promise.all(making);
    const failed = await runAll(stands, chosen, options.minutes, (outcome) => {
      const others = readOutcomes(out, options.seed).filter(({ name }) => name !== outcome.name);
      const outcomes = [...others, outcome].sort((a, b) => a.number - b.number);
      writeReport(out, { ...head, outcomes });
    });
    if (failed > 0) process.exitCode = 1;
  } finally {
    const made = await Promise.allSettled(making);
    await Promise.all(made.map((one) => (one.status === 'fulfilled' ? one.value.host.stop() : null)));
  }
}

/** Resolves with how many had trouble. */
async function runAll(
  stands: readonly Stand[],
  cases: readonly Case[],
  minutes: number,
  done: (outcome: Outcome) => void,
): Promise<number> {
  const left = [...cases];
  const end = Date.now() + minutes * 60_000;
  let failed = 0;
  let ran = 0;
  const work = async (stand: Stand) => {
    for (let one = left.shift(); one && Date.now() < end; one = left.shift()) {
      const outcome = await runCase(stand, one);
      ran += 1;
      if (outcome.troubles.length > 0) failed += 1;
      done(outcome);
      tell(outcome, ran, cases.length);
    }
  };
  await Promise.all(stands.map(work));
  const cut = left.length > 0 ? ` ${left.length} are left: go on with --left.` : '';
  console.log(`\n${ran} cases run, ${failed} with trouble.${cut}`);
  return failed;
}

function tell({ number, name, did, effect, went, troubles, seconds }: Outcome, ran: number, of: number): void {
  const sign = troubles.length > 0 ? '✘' : effect ? '✓' : '–';
  console.log(`${sign} ${ran}/${of} #${number} ${name} (${seconds} s): ${did}; ${went}`);
  for (const { stage, what } of troubles) console.log(`    ${stage}: ${what}`);
}
