// What the app weighs after an hour: mixtures fitted, a stream learnt from, reviews written and scored, over and over, by
// one page that is never reloaded. Each minute: the heaps of the page and of its workers after a collection, what is in the
// document, and what the process holds in all.

import { callApi, inBrowser, openApp, openPlainBrowser } from '../browser.mjs';
import { megabytes, processesOf, residentOf } from '../memory.mjs';
import { round, table } from '../report.mjs';

const VIEWPORT = { width: 1280, height: 800 };
const POINTS = Array.from({ length: 20_000 }, (_, i) => [Math.sin(i) * (1 + (i % 7)), Math.cos(i * 1.7) * (i % 5)]);
const BATCH = 32;

/** Sessions of the page and of each of its workers, to ask what they hold. */
async function openSessions(page) {
  const client = await page.context().newCDPSession(page);
  const workers = new Map();
  client.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => workers.set(sessionId, targetInfo));
  client.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  await client.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return { client, workers };
}

/** Bytes of a worker's heap after a collection; a worker that has ended meanwhile has none. */
async function heapOfWorker(client, sessionId) {
  let id = 0;
  const ask = (method) =>
    new Promise((resolve) => {
      const own = ++id;
      const settle = (value) => {
        clearTimeout(timer);
        client.off('Target.receivedMessageFromTarget', hear);
        resolve(value);
      };
      const hear = ({ sessionId: from, message }) => {
        const answer = JSON.parse(message);
        if (from === sessionId && answer.id === own) settle(answer.result ?? null);
      };
      const timer = setTimeout(() => settle(null), 10_000);
      client.on('Target.receivedMessageFromTarget', hear);
      const message = JSON.stringify({ id: own, method, params: {} });
      client.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => settle(null));
    });
  await ask('HeapProfiler.collectGarbage');
  return (await ask('Runtime.getHeapUsage'))?.usedSize ?? 0;
}

/** Bytes that the heaviest process of the browser's pages holds. */
async function residentBytes(browser) {
  return Math.max(...(await processesOf(browser, 'renderer')).map((id) => residentOf(id) ?? 0));
}

async function weigh(browser, page, { client, workers }, minute) {
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters');
  const heaps = [];
  for (const id of [...workers.keys()]) heaps.push(await heapOfWorker(client, id));
  const workerHeap = heaps.reduce((sum, bytes) => sum + bytes, 0);
  return {
    ...{ minute, pageMB: megabytes(usedSize), workersMB: megabytes(workerHeap), workers: heaps.length },
    ...{ residentMB: megabytes(await residentBytes(browser)), nodes, listeners: jsEventListeners },
    visible: await page.evaluate(() => document.visibilityState),
  };
}

/** One round of use, some seconds long, over the pages and the door. */
async function use(page, turn) {
  const go = (hash) => page.evaluate((to) => location.assign(to), hash);
  await go('#/points');
  await callApi(page, 'POST', 'train', { points: POINTS, n_components: 2 + (turn % 6), epochs: 20 });
  await go('#/stream');
  for (let i = 0; i < 20; i++) {
    const X = Array.from({ length: BATCH }, (_, j) => [Math.sin(i + j), Math.cos(i * j), (j % 3) - 1]);
    await callApi(page, 'POST', 'fine-tune', { X, y: X.map(([a]) => (a > 0 ? 1 : 0)) });
  }
  await go('#/reviews');
  const field = page.getByRole('textbox', { name: 'Review', exact: true });
  await field.fill(`The film of turn ${turn} was not bad at all. `.repeat(1 + (turn % 20)));
  await page.waitForTimeout(500);
  await callApi(page, 'POST', 'reviews', { text: `Turn ${turn} was a good one.`, sentiment: turn % 2 });
}

/** In a browser of its own. `url`: where the built app is served. */
export async function runHour({ url, minutes }) {
  console.log(`\n${minutes} minutes of use`);
  return inBrowser(await openPlainBrowser(), async (browser) => {
    const page = await openApp(await browser.newContext({ viewport: VIEWPORT }), url, '#/points');
    const sessions = await openSessions(page);
    const rows = [];
    const start = performance.now();
    let turns = 0;
    for (let minute = 0; minute <= minutes; minute++) {
      while (performance.now() - start < 60_000 * minute) await use(page, turns++);
      rows.push(await weigh(browser, page, sessions, minute));
      console.log(JSON.stringify(rows.at(-1)));
    }
    const growth = growthOf(rows);
    const body = Object.entries(growth).map(([name, { first, last }]) => [name, first, last]);
    console.log(`\n${table([['', 'first third', 'last third'], ...body])}`);
    return { minutes, turns, growth, rows };
  });
}

/** Means over the first and the last third; the first minute is left out: it loads what the others use. */
function growthOf(rows) {
  const later = rows.slice(1);
  const third = Math.max(1, Math.floor(later.length / 3));
  const mean = (part, name) => round(part.reduce((sum, row) => sum + row[name], 0) / part.length, 4);
  const names = ['pageMB', 'workersMB', 'residentMB', 'nodes', 'listeners', 'workers'];
  return Object.fromEntries(
    names.map((name) => [name, { first: mean(later.slice(0, third), name), last: mean(later.slice(-third), name) }]),
  );
}
