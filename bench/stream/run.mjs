// The stream rows of npm run bench: batches a second beside stock TensorFlow.js, and memory over a long run
// (throughput.mjs, in the browser); how soon the drift detectors find the generators' drift, and their false alarms
// (detectors.ts, in a process of its own).

import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from '../../scripts/browser.mjs';
import { table } from '../report.mjs';
import { runScript } from '../script.mjs';
import { runMemory } from './memory.mjs';
import { runThroughput } from './throughput.mjs';

/** So that the page can collect garbage and say exactly how large its heap is. */
const MEMORY_FLAGS = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

/** `url`: the bench page; what it returns goes into bench/results/stream.json. */
export async function runStream({ browser, url, rounds, quick }) {
  console.log('\nStreams: batches a second');
  const throughput = await runThroughput({ open: () => openPage(browser, url), rounds, quick });
  const memory = await measureMemory(url, quick ? 10_000 : 100_000);
  return { throughput, memory, detectors: await runDetectors(quick) };
}

async function openPage(browser, url) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(url);
  await page.waitForFunction(() => 'streamBench' in globalThis);
  return page;
}

async function measureMemory(url, batches) {
  const executablePath = findBrowser();
  const args = [...CHROMIUM_FLAGS, ...MEMORY_FLAGS];
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
  try {
    return await runMemory({ browser, open: () => openPage(browser, url), batches });
  } finally {
    await browser.close();
  }
}

async function runDetectors(quick) {
  console.log('\nStreams: drift detectors on the errors of a plain learner, over generators whose drift is known');
  const detectors = await runScript('bench/stream/detectors.ts', ['--streams', quick ? 3 : 30]);
  print(detectors);
  return detectors;
}

function print({ results, documented, published }) {
  const heading = [
    '',
    'changes found',
    'median delay',
    'mean',
    'most',
    'repeats',
    'false alarms / 10,000',
    'mean error',
  ];
  const rows = results.map(
    ({ generator, kind, detector, changes, found, delay, repeats, falseAlarmsPer10000, error }) => [
      ...[`${generator}, ${kind}: ${detector}`, changes > 0 ? `${found} of ${changes}` : '–'],
      ...[delay?.median ?? '–', delay ? delay.mean.toFixed(0) : '–', delay?.most ?? '–', repeats],
      ...[falseAlarmsPer10000.toFixed(2), error.toFixed(3)],
    ],
  );
  console.log(`\n${table([heading, ...rows])}`);
  const places = documented.map(({ by, detector, printed, ours }) => [
    `${detector}, the example of ${by}`,
    printed.join(', '),
    ours.join(', '),
  ]);
  console.log(`\n${table([['documented places', 'published', 'ours'], ...places])}`);
  printPublished(published);
}

function printPublished({ falseAlarms, delay }) {
  const rates = falseAlarms[0].ours.map(({ rate }) => `at errors of ${rate}`);
  const rows = falseAlarms.map(({ detector, setting, published, ours }) => [
    ...[`${detector}, ${setting}`, published === null ? 'none given' : `≤ ${published}`],
    ...ours.map(({ perStep }) => perStep.toPrecision(2)),
  ]);
  console.log(`\n${table([['False alarms a step', 'published', ...rates], ...rows])}`);
  for (const source of new Set(falseAlarms.map((row) => row.source))) console.log(`  ${source}`);
  console.log(`Delay: published ${delay.published}, ours ${delay.ours} (${delay.source})`);
}
