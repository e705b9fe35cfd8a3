// How a page feels meanwhile: the times between its frames (requestAnimationFrame) and the tasks of its main thread over 50 ms,
// as the browser's own observer counts them.

import { quantile } from '../browser.mjs';
import { round } from '../report.mjs';

/** Runs in the page: starts to count. */
function startWatch() {
  const frames = [];
  const tasks = [];
  let last = performance.now();
  let going = true;
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
  });
  observer.observe({ type: 'longtask' });
  const from = last;
  requestAnimationFrame(function next(now) {
    frames.push(now - last);
    last = now;
    if (going) requestAnimationFrame(next);
  });
  globalThis.endWatch = async () => {
    going = false;
    // The observer tells of a task only after it has ended.
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    return { frames: frames.slice(1), tasks: tasks.filter(({ startTime }) => startTime >= from) };
  };
}

/** Frames and long tasks of the page while `work` is done. */
export async function watched(page, work) {
  await page.evaluate(startWatch);
  await work();
  return feelOf(await page.evaluate(() => globalThis.endWatch()));
}

function feelOf({ frames, tasks }) {
  if (frames.length < 2) throw new Error('No frames were drawn.');
  const seconds = frames.reduce((sum, ms) => sum + ms, 0) / 1000;
  const longest = Math.max(0, ...tasks.map(({ duration }) => duration));
  return {
    frames: frames.length,
    framesPerSecond: round(frames.length / seconds, 3),
    frameMs: {
      p50: round(quantile(frames, 0.5), 3),
      p95: round(quantile(frames, 0.95), 3),
      max: round(Math.max(...frames), 3),
    },
    longTasks: { count: tasks.length, longestMs: Math.round(longest) },
  };
}
