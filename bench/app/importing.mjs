// What importing many texts costs: 100,000 of them as CSV, plain and gzipped; how long until the dataset is there, how much the
// heaviest renderer holds at most, and how the page feels meanwhile. With --data they are film reviews, over and over; without it,
// words made up, as many as such reviews have.

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { runnerImport } from 'vite';
import { callApi, inBrowser, openApp, openPlainBrowser } from '../browser.mjs';
import { megabytes, whileWatched } from '../memory.mjs';
import { round, table } from '../report.mjs';
import { watched } from './watch.mjs';

const WORDS = 232;
const CORPUS = fileURLToPath(new URL('../../scripts/base-model/corpus.ts', import.meta.url));

/** Texts to be taken in turns. */
async function textsOf(data) {
  if (!data) return Array.from({ length: 2000 }, (_, i) => madeText(i));
  const { module } = await runnerImport(CORPUS, { configFile: false, logLevel: 'error' });
  return module.readCorpus(data).validation.map(({ text }) => text);
}

function madeText(seed) {
  let state = seed + 1;
  const next = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % n;
  };
  // A hundred words make half of any text.
  const word = () => `w${next(2) === 0 ? next(100) : next(20_000)}`;
  return Array.from({ length: WORDS / 2 + next(WORDS) }, word).join(' ');
}

function csvOf(texts, n) {
  const row = (i) => `"${i} ${texts[i % texts.length].replaceAll('"', '""')}",${i % 2}`;
  return Buffer.from(`text,label\n${Array.from({ length: n }, (_, i) => row(i)).join('\n')}\n`);
}

const PART = 8 * 2 ** 20;

/** Hands a file to the page, in parts that its driver can carry. */
async function hand(page, file) {
  await page.evaluate(() => {
    globalThis.parts = [];
  });
  for (let at = 0; at < file.length; at += PART) {
    await page.evaluate(
      (base64) => {
        globalThis.parts.push(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
      },
      file.subarray(at, at + PART).toString('base64'),
    );
  }
}

/** Runs in the page. */
async function begin(name) {
  const headers = { 'Content-Type': 'application/octet-stream' };
  const body = new Blob(globalThis.parts);
  globalThis.parts = [];
  const answer = await fetch(`./api/reviews/datasets/import?name=${name}`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

async function take(page, name) {
  await page.evaluate(begin, name);
  for (;;) {
    const { importing, datasets } = await callApi(page, 'GET', 'reviews/datasets');
    if (importing.phase === 'failed') throw new Error(importing.message);
    if (importing.phase === 'finished') return datasets[0].n;
    await page.waitForTimeout(200);
  }
}

async function measure(browser, url, name, file) {
  const page = await openApp(await browser.newContext(), url, '#/reviews/datasets');
  await callApi(page, 'GET', 'reviews/datasets');
  await hand(page, file);
  let feel = null;
  const { outcome, ms, before, peak } = await whileWatched(browser, async () => {
    let n = 0;
    feel = await watched(page, async () => {
      n = await take(page, name);
    });
    return n;
  });
  const seconds = ms / 1000;
  const figures = { seconds: round(seconds, 3), textsPerSecond: Math.round(outcome / seconds) };
  return {
    name,
    n: outcome,
    fileMB: megabytes(file.length),
    ...figures,
    beforeMB: megabytes(before),
    peakMB: megabytes(peak),
    ...feel,
  };
}

/** A browser each. `url`: where the built app is served. */
export async function runImporting({ url, quick, data }) {
  const n = quick ? 10_000 : 100_000;
  console.log(`\nImporting ${n.toLocaleString('en')} texts`);
  const csv = csvOf(await textsOf(data), n);
  const rows = [];
  for (const [name, file] of [
    ['texts.csv', csv],
    ['texts.csv.gz', gzipSync(csv, { level: 4 })],
  ]) {
    rows.push(await inBrowser(await openPlainBrowser(), (browser) => measure(browser, url, name, file)));
    console.log(JSON.stringify(rows.at(-1)));
  }
  const body = rows.map((row) => [
    ...[`${row.name}, ${row.fileMB} MB`, row.seconds, row.textsPerSecond, row.beforeMB ?? '–', row.peakMB ?? '–'],
    ...[row.framesPerSecond, row.longTasks.count],
  ]);
  const heading = ['', 'seconds', 'texts/s', 'MB before', 'MB at most', 'frames/s', 'tasks > 50 ms'];
  console.log(`\n${table([heading, ...body])}`);
  return { texts: data ? 'film reviews, over and over' : 'words made up', rows };
}
