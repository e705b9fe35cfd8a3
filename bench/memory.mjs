// What processes of a browser hold, as the system tells it (/proc; elsewhere nothing is told, and null is).

import { readFileSync, writeFileSync } from 'node:fs';

/** Ids of the browser's processes of a kind ("renderer", "GPU"); of all of them where none is named. */
export async function processesOf(browser, kind) {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => kind === undefined || type === kind).map(({ id }) => id);
  } finally {
    await session.detach();
  }
}

/** Bytes that a process holds in memory now; null where it is gone or the system does not tell. */
export const residentOf = (id) => statusOf(id, 'VmRSS');

/** Bytes that it held at most since `forgetPeak`, or since it began. */
export const peakOf = (id) => statusOf(id, 'VmHWM');

function statusOf(id, name) {
  try {
    const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${id}/status`, 'utf8'));
    return 1024 * Number(kilobytes);
  } catch {
    return null;
  }
}

/** From here on the peak is counted anew (proc(5): writing 5 to clear_refs). False where that cannot be. */
export function forgetPeak(id) {
  try {
    writeFileSync(`/proc/${id}/clear_refs`, '5');
    return true;
  } catch {
    return false;
  }
}

/**
 * Does some work, and tells how long it took and what the heaviest renderer held before it and at most meanwhile, in bytes.
 * Renderers that begin meanwhile count from nothing.
 */
export async function whileWatched(browser, work) {
  const before = new Map((await processesOf(browser, 'renderer')).map((id) => [id, residentOf(id)]));
  for (const id of before.keys()) forgetPeak(id);
  const start = performance.now();
  const outcome = await work();
  const ms = performance.now() - start;
  const peaks = (await processesOf(browser, 'renderer')).map((id) => ({
    before: before.get(id) ?? 0,
    peak: peakOf(id),
  }));
  const grew = peaks.filter(({ peak }) => peak !== null).sort((a, b) => b.peak - b.before - (a.peak - a.before));
  const [most = { before: null, peak: null }] = grew;
  return { outcome, ms, before: most.before, peak: most.peak };
}

export function megabytes(bytes) {
  return bytes === null ? null : Number((bytes / 2 ** 20).toPrecision(4));
}
