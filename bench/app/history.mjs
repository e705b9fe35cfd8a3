// How quick the Runs page stays with a long history: 500 runs of 10,000 rows of metrics each, taken in as Lightning writes them.
// Told are the door's answers, and on the page how long the list takes to be there, and the charts of one run.

import { callApi, inBrowser, openApp, openPlainBrowser, quantile } from '../browser.mjs';
import { round, table } from '../report.mjs';
import { watched } from './watch.mjs';

const FULL = { runs: 500, rows: 10_000 };
const QUICK = { runs: 50, rows: 10_000 };
const TIMES = 20;

/** Runs in the page: takes one more run in. */
async function takeIn([number, rows]) {
  const lines = Array.from({ length: rows }, (_, step) => {
    const loss = (2.3 * Math.exp(-step / 3000) + 0.1 * Math.sin(step * 1.7 + number)).toFixed(5);
    const judged = step % 100 === 99 ? `${(Number(loss) + 0.05).toFixed(5)},${(1 - Number(loss) / 3).toFixed(5)}` : ',';
    return `${Math.floor(step / 500)},${step},${loss},${judged}`;
  });
  const body = new Blob([`epoch,step,train_loss,val_loss,val_acc\n${lines.join('\n')}\n`]);
  const headers = { 'Content-Type': 'application/octet-stream' };
  const answer = await fetch(`./api/training/runs/import?name=Run%20${number}`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).run_id;
}

/** Milliseconds of each of so many calls. */
async function callTimes(page, path, times = TIMES) {
  return page.evaluate(
    async ([url, n]) => {
      const took = [];
      for (let i = 0; i < n; i++) {
        const start = performance.now();
        await (await fetch(url)).text();
        took.push(performance.now() - start);
      }
      return took;
    },
    [`./api/training/${path}`, times],
  );
}

/** Until something is on show after the page was loaded anew, in milliseconds; and how the page felt for a second after. */
async function showTimes(context, url, hash, find) {
  const took = [];
  let feel = null;
  for (let i = 0; i < 5; i++) {
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(new URL(hash, url).href);
    await find(page).waitFor({ timeout: 60_000 });
    took.push(performance.now() - start);
    feel = await watched(page, () => page.waitForTimeout(1000));
    await page.close();
  }
  return { took, feel };
}

async function measure(context, url, { runs, rows }) {
  const page = await openApp(context, url, '#/runs');
  await callApi(page, 'GET', 'state');
  const took = [];
  let id = '';
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    id = await page.evaluate(takeIn, [i + 1, rows]);
    took.push(performance.now() - start);
    if (i % 25 === 0) process.stdout.write('.');
  }
  const told = [['a run taken in', took]];
  for (const [what, path] of [
    ['the list of runs, by the door', 'metrics/runs'],
    ['the rows of a run, by the door', `metrics/runs/${id}`],
    ['the summary of a run, by the door', `metrics/runs/${id}/summary`],
  ]) {
    told.push([what, await callTimes(page, path)]);
  }
  await page.close();
  const list = await showTimes(context, url, '#/runs', (its) => its.locator('tr[data-run]').first());
  told.push(['the page, opened anew, to its list', list.took, list.feel]);
  const charts = await showTimes(context, url, `#/runs/${id}`, (its) => its.locator('figure svg path').first());
  told.push(['a run, opened anew, to its charts', charts.took, charts.feel]);
  return told.map(([what, times, feel]) => ({
    ...{ what, times: times.length, p50_ms: round(quantile(times, 0.5), 3), p95_ms: round(quantile(times, 0.95), 3) },
    ...(feel ? { longTasks: feel.longTasks } : {}),
  }));
}

/** In a browser of its own. `url`: where the built app is served. */
export async function runHistory({ url, quick }) {
  const size = quick ? QUICK : FULL;
  console.log(`\nThe page of runs with ${size.runs} of them, of ${size.rows.toLocaleString('en')} rows each`);
  const rows = await inBrowser(await openPlainBrowser(), async (browser) =>
    measure(await browser.newContext({ viewport: { width: 1280, height: 800 } }), url, size),
  );
  const body = rows.map(({ what, times, p50_ms, p95_ms, longTasks }) => [
    ...[what, times, p50_ms, p95_ms, longTasks ? `${longTasks.count}, ${longTasks.longestMs} ms` : ''],
  ]);
  console.log(`\n${table([['', 'times', 'p50 ms', 'p95 ms', 'tasks > 50 ms'], ...body])}`);
  return { size, rows };
}
