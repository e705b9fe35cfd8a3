// How quick the reviews' page stays with 100,000 reviews kept: in the built app in headless Chromium, through the
// REST door, so with the way over the service worker. Scores are worked out in the background all the while.

import { inBrowser, openApp, openPlainBrowser, quantile } from '../browser.mjs';
import { round, table } from '../report.mjs';

/** Most that one request takes. */
const PART = 10_000;

/** Runs in the page: adds `count` reviews of some 1,300 characters, as those of IMDb are; a third have a label. */
async function seed([from, count]) {
  const words = 'the a film plot actor was is not good bad great awful boring lovely music ending scene again'.split(
    ' ',
  );
  let state = from + 1;
  const next = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % n;
  };
  const reviews = Array.from({ length: count }, (_, i) => ({
    text: `${from + i} ${Array.from({ length: 120 + next(240) }, () => words[next(words.length)]).join(' ')}`,
    sentiment: [0, 1, null, null, null, null][next(6)],
  }));
  const answer = await fetch('./api/reviews', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ reviews }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Runs in the page: milliseconds of each of `times` requests, and what the last one answered. */
async function ask([method, path, body, times]) {
  const took = [];
  let last;
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    const answer = await fetch(`./api/${path}`, {
      method,
      ...(body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    last = await answer.text();
    took.push(performance.now() - start);
    if (!answer.ok) throw new Error(`${method} ${path}: ${last}`);
    // As between keystrokes; the background worker goes on.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { took, last: last.slice(0, 200) };
}

async function measure(context, url, count) {
  const page = await openApp(context, url, '#/reviews');
  await page.evaluate(ask, ['GET', 'reviews?limit=1', null, 1]);
  for (let from = 0; from < count; from += PART) {
    await page.evaluate(seed, [from, Math.min(PART, count - from)]);
    process.stdout.write('.');
  }
  const rows = [];
  const time = async (name, method, path, body = null, times = 30) => {
    const { took } = await page.evaluate(ask, [method, path, body, times]);
    rows.push([name, took.length, round(quantile(took, 0.5), 3), round(quantile(took, 0.95), 3)]);
    process.stdout.write('.');
  };
  const many = (n) => Array.from({ length: n }, (_, i) => String(i + 1));
  const review = `${'not a good film but the music was lovely '.repeat(22)}`;
  await time('score 200 words', 'POST', 'reviews/score', { text: review }, 100);
  await time('next 20 of the queue', 'GET', 'reviews/queue?limit=20');
  await time('first page of the list, 50', 'GET', 'reviews?limit=50');
  await time('page 1,000 of the list, 50', 'GET', `reviews?limit=50&offset=${count / 2}`);
  await time('most disagreed with, 50', 'GET', 'reviews?order=disagreement&limit=50');
  await time('one label', 'PATCH', 'reviews/77', { sentiment: 1 });
  await time('1,000 labels', 'POST', 'reviews/label', { ids: many(1000), sentiment: 0 }, 5);
  await time('search, every text', 'GET', 'reviews?search=1234%20&limit=50', null, 1);
  await time('search, found before', 'GET', 'reviews?search=1234%20&limit=50&offset=1');
  await time('duplicates', 'GET', 'reviews/duplicates', null, 3);
  await time('all as an archive', 'GET', 'reviews/export', null, 1);
  await page.close();
  const start = performance.now();
  const again = await openApp(context, url, '#/reviews');
  await again.evaluate(ask, ['GET', 'reviews/state', null, 1]);
  rows.push(['a reload, to the state', 1, Math.round(performance.now() - start), '']);
  await again.evaluate(ask, ['GET', 'reviews/queue?limit=20', null, 1]);
  rows.push(['a reload, to the queue', 1, Math.round(performance.now() - start), '']);
  return rows;
}

/** In a browser of its own. `url`: where the built app is served. */
export async function runLabelling({ url, quick }) {
  const count = quick ? 20_000 : 100_000;
  console.log(`\nThe page of reviews with ${count.toLocaleString('en')} of them`);
  const rows = await inBrowser(await openPlainBrowser(), async (browser) =>
    measure(await browser.newContext(), url, count),
  );
  const heading = [`${count.toLocaleString('en')} reviews`, 'times', 'p50 ms', 'p95 ms'];
  console.log(`\n${table([heading, ...rows])}`);
  const named = rows.map(([what, times, p50_ms, p95_ms]) => ({ what, times, p50_ms, p95_ms: p95_ms || null }));
  return { reviews: count, rows: named };
}
