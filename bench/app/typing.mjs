// From the key to the number: how long the score takes to follow a review of 200 words as it is typed, and which tasks of
// the main thread last over 50 ms, while nothing else runs and while the same models are at work elsewhere. In the built
// app in headless Chromium; the fingers are Playwright's.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callApi, inBrowser, openApp, openPlainBrowser, quantile } from '../browser.mjs';
import { round, table } from '../report.mjs';

/** Keys pressed in each state, so many milliseconds apart: as fast as people type. */
const KEYS = 120;
const PAUSE = 120;
const REVIEWS = 12_000;

/** Runs in the page: texts of some 200 words, as those of IMDb are, half of them praise. */
function makeReviews([from, count]) {
  const common = 'the a film plot actor was is scene music ending and then of it with never often'.split(' ');
  const sides = [
    ['awful', 'boring', 'worst', 'dull', 'waste'],
    ['great', 'lovely', 'superb', 'moving', 'best'],
  ];
  let state = from + 1;
  const next = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % n;
  };
  return Array.from({ length: count }, (_, i) => {
    const words = Array.from({ length: 200 }, () => (next(8) === 0 ? sides[i % 2][next(5)] : common[next(17)]));
    return { text: `${from + i} ${words.join(' ')}`, sentiment: i % 2 };
  });
}

const WRITTEN =
  `${'The film was not as good as people say, but the music was lovely and the ending moved me. '.repeat(10)}`.trim();

/** At the beginning, where every model reads: words that it knows, so that every key or two moves the score. */
const TYPED = 'bad good dull fine slow rich poor warm cold nice ugly wise '.repeat(3);

/** Runs in the page: hears keys, the score that has caught up with the text (no longer busy), and long tasks. */
function startWatch() {
  const took = [];
  const tasks = [];
  let pressed = 0;
  document.querySelector('textarea').addEventListener('input', ({ timeStamp }) => {
    pressed = timeStamp;
  });
  const panel = document.querySelector('section[aria-label="Score"]');
  const score = new MutationObserver(() => {
    if (panel.getAttribute('aria-busy') === 'false') took.push(performance.now() - pressed);
  });
  score.observe(panel, { attributeFilter: ['aria-busy'] });
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  globalThis.endWatch = () => {
    score.disconnect();
    observer.disconnect();
    return { took, tasks };
  };
}

async function typeAndWatch(page) {
  const field = page.getByRole('textbox', { name: 'Review', exact: true });
  await field.fill(WRITTEN);
  await page.waitForTimeout(1500);
  await field.press('ControlOrMeta+Home');
  await page.evaluate(startWatch);
  for (let i = 0; i < KEYS; i++) {
    await page.keyboard.press(TYPED[i] === ' ' ? 'Space' : TYPED[i]);
    await page.waitForTimeout(PAUSE);
  }
  return page.evaluate(() => globalThis.endWatch());
}

/** What else goes on: started, and said whether it still goes on. */
const STATES = [
  { title: 'nothing else', start: async () => {}, going: async () => true },
  {
    title: `scores of ${REVIEWS.toLocaleString('en')} reviews worked out`,
    start: async (page) => {
      for (let from = 0; from < REVIEWS; from += 2000) {
        await callApi(page, 'POST', 'reviews', { reviews: await page.evaluate(makeReviews, [from, 2000]) });
      }
    },
    going: async () => true,
  },
  {
    title: 'a batch over them',
    start: (page) =>
      callApi(page, 'POST', 'reviews/batch', { dataset: 'reviews', num_files: REVIEWS / 2, wait: false }),
    going: async (page) => /preparing|running/.test((await callApi(page, 'GET', 'reviews/batch')).status.phase),
  },
  {
    title: 'a training',
    start: async (page, model) =>
      callApi(page, 'POST', 'reviews/train', {
        ...{ model, name: 'Busy', options: { epochs: 1000 } },
        reviews: await page.evaluate(makeReviews, [100_000, 400]),
      }),
    going: async (page) => (await callApi(page, 'GET', 'reviews/state')).training?.phase === 'running',
  },
];

async function measure(page, model) {
  await callApi(page, 'PUT', 'reviews/model', { model });
  const rows = [];
  for (const { title, start, going } of STATES) {
    await start(page, model);
    await page.waitForTimeout(1000);
    const { took, tasks } = await typeAndWatch(page);
    const row = {
      ...{ model, while: title, keys: took.length, still_going: await going(page) },
      p50_ms: round(quantile(took, 0.5), 3),
      p95_ms: round(quantile(took, 0.95), 3),
      max_ms: Math.round(Math.max(...took)),
      long_tasks: { count: tasks.length, longest_ms: Math.round(Math.max(0, ...tasks)) },
    };
    rows.push(row);
    console.log(JSON.stringify(row));
  }
  return rows;
}

/** In every state with every shipped model, in a browser of its own. `url`: where the built app of `outDir` is served. */
export async function runTyping({ url, outDir }) {
  console.log('\nFrom the key to the score, a review of 200 words');
  const { models } = JSON.parse(readFileSync(join(outDir, 'models/manifest.json'), 'utf8'));
  const rows = await inBrowser(await openPlainBrowser(), (browser) =>
    measureAll(
      browser,
      url,
      models.map(({ id }) => id),
    ),
  );
  const heading = ['model', 'while', 'keys', 'p50 ms', 'p95 ms', 'long tasks'];
  const lines = rows.map((row) => [row.model, row.while, row.keys, row.p50_ms, row.p95_ms, row.long_tasks.count]);
  console.log(`\n${table([heading, ...lines])}`);
  return { words: 200, rows };
}

async function measureAll(browser, url, models) {
  const rows = [];
  for (const model of models) {
    // A profile each, so that one's training is not the other's.
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await openApp(context, url, '#/reviews');
    rows.push(...(await measure(page, model)));
    await context.close();
  }
  return rows;
}
