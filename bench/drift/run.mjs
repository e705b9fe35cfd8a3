// The drift rows of npm run bench: false alarms over streams that have not drifted, and how soon others are noticed.
// Needs the Large Movie Review Dataset (--data); each model's experiment (experiment.ts) runs in a process of its own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from '../report.mjs';
import { runScript } from '../script.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FULL = { streams: 200, shifted: 40 };
const QUICK = { streams: 10, shifted: 5 };

/** `data`: a folder as scripts/base-model/corpus.ts reads it. What it returns goes into bench/results/drift.json. */
export async function runDrift({ data, quick }) {
  console.log('\nDrift: streams of film reviews, and streams of others, by the shipped models');
  const { models } = JSON.parse(readFileSync(join(ROOT, 'public/models/manifest.json'), 'utf8'));
  const size = quick ? QUICK : FULL;
  const parts = await Promise.all(models.map(({ id }) => runModel(id, data, size)));
  const whole = { ...parts[0], results: parts.flatMap(({ results }) => results) };
  print(whole);
  return whole;
}

function runModel(model, data, { streams, shifted }) {
  const args = ['--data', data, '--model', model, '--streams', streams, '--shifted', shifted];
  return runScript('bench/drift/experiment.ts', args);
}

function print({ results }) {
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const alarms = results.map(({ model, falseAlarms: { streams, alarms, share, interval } }) => [
    ...[model, streams, alarms, percent(share)],
    interval.map(percent).join(' to '),
  ]);
  console.log(`\n${table([['false alarms', 'streams', 'with one', 'share', '95 % interval'], ...alarms])}`);
  const rows = results.flatMap(({ model, detection }) =>
    detection.map(({ name, noticed, streams, median, latest }) => [
      ...[`${model}: ${name}`, `${noticed} of ${streams}`],
      ...[median ?? '–', latest ?? '–'],
    ]),
  );
  console.log(`\n${table([['noticed', 'streams', 'median texts', 'latest'], ...rows])}`);
}
