// How soon the app is there: in a fresh profile, on a later visit, and offline; and what each page has fetched by then. A
// visit ends with the first score of a review that is put into the field as soon as there is one.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { inBrowser, openPlainBrowser } from '../browser.mjs';
import { round, spread, table } from '../report.mjs';

const VIEWPORT = { width: 1280, height: 800 };
const PAGES = ['points', 'reviews', 'stream', 'runs', 'models', 'data', 'api'];
const KINDS = ['cold', 'warm', 'offline'];
/** Nothing more is fetched for so many milliseconds: the page is there. */
const QUIET = 1500;
/** Bodies that hosts send compressed. */
const TEXTS = /\.(js|css|html|json|svg|wasm|webmanifest|txt|yaml)$|\/$/;

/** Runs in the page before its own scripts: writes a review as soon as it can, and waits for what it scores. */
function typeAtOnce() {
  const seen = { field: null, score: null };
  globalThis.firstScore = seen;
  const look = () => {
    const field = document.querySelector('textarea');
    if (field && seen.field === null) {
      seen.field = performance.now();
      const { set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
      set.call(field, 'A lovely film, and the ending moved me.');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const score = document.querySelector('section[aria-label="Score"][aria-busy="false"] [data-testid="score"]');
    if (seen.field !== null && seen.score === null && score && /\d/.test(score.textContent ?? '')) {
      seen.score = performance.now();
    }
    if (seen.score === null) requestAnimationFrame(look);
  };
  addEventListener('DOMContentLoaded', look);
}

async function visit(context, url) {
  const page = await context.newPage();
  await page.addInitScript(typeAtOnce);
  await page.goto(new URL('#/reviews', url).href);
  await page.waitForFunction(() => globalThis.firstScore.score !== null, null, { timeout: 120_000 });
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
    ...globalThis.firstScore,
  }));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.close();
  return times;
}

/** Cold, warm and offline, one after the other in one profile. */
async function visits(browser, url) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const cold = await visit(context, url);
    const warm = await visit(context, url);
    await context.setOffline(true);
    return { cold, warm, offline: await visit(context, url) };
  } finally {
    await context.close();
  }
}

/** What was asked of the server for one page alone, without what is kept for later. */
async function weigh(browser, url, outDir, id) {
  const context = await browser.newContext({ viewport: VIEWPORT, serviceWorkers: 'block' });
  const asked = new Set();
  let last = performance.now();
  context.on('request', (request) => {
    asked.add(new URL(request.url()).pathname);
    last = performance.now();
  });
  const page = await context.newPage();
  await page.goto(new URL(`#/${id}`, url).href);
  while (performance.now() - last < QUIET) await page.waitForTimeout(100);
  await context.close();
  const files = [...asked].map((path) => fileOf(outDir, path)).filter((file) => file !== null);
  const sum = (size) => files.reduce((total, file) => total + size(file), 0);
  const sent = (file, compress) => (TEXTS.test(file) ? compress(readFileSync(file)).length : statSync(file).size);
  return {
    ...{ page: id, requests: files.length, bytes: sum((file) => statSync(file).size) },
    ...{ gzip: sum((file) => sent(file, gzipSync)), brotli: sum((file) => sent(file, brotliCompressSync)) },
  };
}

function fileOf(outDir, path) {
  const file = join(outDir, path.endsWith('/') ? `${path}index.html` : path);
  return existsSync(file) ? file : null;
}

/** In browsers of its own. `url`: where the built app of `outDir` is served. */
export async function runStarts({ url, outDir, rounds }) {
  console.log('\nFrom the address to the first score of a review');
  const samples = Object.fromEntries(KINDS.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round++) {
    // A browser each: nothing is left in its memory.
    const seen = await inBrowser(await openPlainBrowser(), (browser) => visits(browser, url));
    for (const kind of KINDS) samples[kind].push(seen[kind]);
    process.stdout.write('.');
  }
  const starts = KINDS.map((kind) => ({ kind, ...spreads(samples[kind]) }));
  const milliseconds = ({ median, min }) => `${Math.round(median)} (${Math.round(min)})`;
  const rows = starts.map((one) => [one.kind, ...[one.paint, one.field, one.score].map(milliseconds)]);
  console.log(`\n${table([['median (least) ms', 'first paint', 'the field', 'first score'], ...rows])}`);
  const pages = await inBrowser(await openPlainBrowser(), async (browser) => {
    const weights = [];
    for (const id of PAGES) weights.push(await weigh(browser, url, outDir, id));
    return weights;
  });
  const kilobytes = (bytes) => round(bytes / 1000, 4);
  const weights = pages.map((one) => [one.page, one.requests, ...[one.bytes, one.gzip, one.brotli].map(kilobytes)]);
  console.log(`\n${table([['page', 'requests', 'kB', 'kB gzip', 'kB brotli'], ...weights])}`);
  return { starts, pages };
}

function spreads(samples) {
  const of = (name) => spread(samples.map((sample) => sample[name]).filter((value) => value !== null));
  return { paint: of('paint'), field: of('field'), score: of('score') };
}
