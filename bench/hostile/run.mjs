// What hostile input costs: files made to harm (./files.mjs) are handed to the built app; told are how long it takes to refuse
// them, what the heaviest renderer held before and at most meanwhile, and how soon it answers afterwards.

import { callApi, inBrowser, openApp, openPlainBrowser } from '../browser.mjs';
import { megabytes, whileWatched } from '../memory.mjs';
import { table } from '../report.mjs';
import { hostileFiles } from './files.mjs';

const FULL = { bytes: 1.2e9, plain: 110e6 };
const QUICK = { bytes: 270e6, plain: 21e6 };
/** Seconds after which an import counts as one that hangs. */
const PATIENCE = 300;

/** Runs in the page: keeps what is to be sent, so that handing it over is not measured. */
function keepFile({ base64, made }) {
  if (made) {
    const chunk = made.letter.repeat(2 ** 20);
    const parts = Array.from({ length: Math.ceil(made.bytes / 2 ** 20) }, () => chunk);
    globalThis.hostileFile = new Blob([made.head, ...parts]);
    return;
  }
  globalThis.hostileFile = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
}

/** Runs in the page: what the app answers, in its words. */
async function send(path) {
  const headers = { 'Content-Type': 'application/octet-stream' };
  const answer = await fetch(`./api/${path}`, { method: 'POST', headers, body: globalThis.hostileFile });
  return { status: answer.status, json: await answer.json() };
}

async function imported(page) {
  const end = performance.now() + 1000 * PATIENCE;
  for (;;) {
    const { importing } = await callApi(page, 'GET', 'reviews/datasets');
    if (!/reading|finishing/.test(importing.phase)) return importing;
    if (performance.now() > end) throw new Error('The import hangs.');
    await page.waitForTimeout(100);
  }
}

async function strike(browser, url, { title, path, file, later }) {
  const context = await browser.newContext();
  try {
    const page = await openApp(context, url, '#/data');
    await callApi(page, 'GET', 'state');
    const given = Buffer.isBuffer(file) ? { base64: file.toString('base64') } : { made: file };
    await page.evaluate(keepFile, given);
    const { outcome, ms, before, peak } = await whileWatched(browser, async () => {
      const { status, json } = await page.evaluate(send, path);
      const importing = status === 200 && later ? await imported(page) : null;
      return {
        status,
        said: importing?.message ?? json.error ?? importing?.phase ?? 'taken',
        refused: status !== 200 || importing?.phase === 'failed',
      };
    });
    const start = performance.now();
    await callApi(page, 'GET', 'state');
    const after = Math.round(performance.now() - start);
    const memory = { beforeMB: megabytes(before), peakMB: megabytes(peak) };
    const sent = Buffer.isBuffer(file) ? file.length : file.bytes;
    return { title, sentMB: megabytes(sent), ms: Math.round(ms), ...memory, answersAfterMs: after, ...outcome };
  } finally {
    await context.close();
  }
}

/** A browser each, so that nothing of one is counted for the next. `url`: where the built app is served. */
export async function runHostile({ url, quick }) {
  const { bytes, plain } = quick ? QUICK : FULL;
  console.log('\nHostile input');
  const rows = [];
  for (const one of await hostileFiles(bytes, plain)) {
    const row = await inBrowser(await openPlainBrowser(), (browser) => strike(browser, url, one)).catch((error) => ({
      ...{ title: one.title, note: String(error.message).split('\n')[0] },
    }));
    rows.push(row);
    console.log(JSON.stringify(row));
  }
  const body = rows.map(({ title, ms, beforeMB, peakMB, answersAfterMs, said, note }) =>
    note
      ? [title, note, '', '', '', '']
      : [title, ms, beforeMB ?? '–', peakMB ?? '–', answersAfterMs, said.slice(0, 60)],
  );
  console.log(`\n${table([['', 'ms', 'MB before', 'MB at most', 'answers after, ms', 'it said'], ...body])}`);
  return { rows };
}
