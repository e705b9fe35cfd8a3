// How the page feels under a fit: points, pan, zoom and live ellipses in the built app while EM keeps running. Told
// are frames and long tasks (./watch.mjs). The hand is Playwright's; there is no screen and no GPU: the processor that fits draws, too.

import { callApi, inBrowser, openApp, openPlainBrowser } from '../browser.mjs';
import { table } from '../report.mjs';
import { watched } from './watch.mjs';

/** Seconds that each activity is watched, after a second of the same to warm up. */
const SECONDS = 6;
/** Full covariance, and no end: convergence is switched off. */
const OPTIONS = { method: 'em', n_components: 8, covariance_type: 'full', tol: 0, epochs: 100_000 };
/** A little below the limit of a million points, so that there is room to spray. */
const SIZES = [100_000, 980_000];
const VIEWPORT = { width: 1280, height: 800 };

/** What the hand does over the plane, once about every frame; `t` in seconds, `box` of the plane. */
const ACTIVITIES = [
  { id: 'ellipses', title: 'watching live ellipses' },
  { id: 'spray', title: 'spraying points', tool: 'Spray points', drags: true },
  { id: 'pan', title: 'panning', tool: 'Move the view', drags: true },
  { id: 'zoom', title: 'zooming by the wheel', tool: 'Move the view', wheels: true },
];

const iterationOf = async (page) => (await callApi(page, 'GET', 'state')).fit.iteration ?? 0;

async function openPage(browser, origin, n) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await openApp(context, origin, '#/points');
  await page.getByRole('tab', { name: 'Data' }).click();
  const count = page.getByLabel('Points, when generated');
  await count.fill(String(n));
  await count.press('Enter');
  await page.getByRole('tabpanel', { name: 'Data' }).getByRole('button', { name: 'Blobs' }).click();
  await page
    .getByTestId('points-summary')
    .filter({ hasText: n.toLocaleString('en') })
    .waitFor({ timeout: 60_000 });
  // The curve is on show with the rest.
  await page.getByRole('tab', { name: 'Fit' }).click();
  await callApi(page, 'PATCH', 'fit/options', OPTIONS);
  await callApi(page, 'POST', 'fit/play');
  while ((await iterationOf(page)) < 3) await page.waitForTimeout(100);
  return page;
}

/** Moves the hand for so many seconds, about once a frame. */
async function handle(page, { drags, wheels }, box, seconds) {
  const end = performance.now() + 1000 * seconds;
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  if (drags) {
    await page.mouse.move(cx, cy);
    await page.mouse.down();
  }
  for (let step = 0; performance.now() < end; step++) {
    const angle = step / 12;
    if (wheels) await page.mouse.wheel(0, step % 60 < 30 ? -60 : 60);
    else if (drags) {
      const [x, y] = [cx + 0.25 * box.width * Math.sin(angle), cy + 0.25 * box.height * Math.sin(0.7 * angle)];
      await page.mouse.move(x, y);
    }
    await page.waitForTimeout(12);
  }
  if (drags) await page.mouse.up();
}

async function watch(page, activity) {
  if (activity.tool) await page.getByRole('button', { name: activity.tool, exact: true }).click();
  const box = await page.getByTestId('plane').boundingBox();
  if (!box) throw new Error('The plane is not on show.');
  await handle(page, activity, box, 1);
  const before = await iterationOf(page);
  const feel = await watched(page, () => handle(page, activity, box, SECONDS));
  const iterations = (await iterationOf(page)) - before;
  if (!(iterations > 0)) throw new Error(`The fit stood still while ${activity.title}.`);
  return { activity: activity.id, ...feel, iterations };
}

/** Every activity at every size, in a browser of its own. `url`: where the built app is served. */
export async function runInteraction({ url }) {
  return inBrowser(await openPlainBrowser(), (browser) => measure(browser, url));
}

async function measure(browser, origin) {
  console.log(`\nUnder a running fit (EM, K = ${OPTIONS.n_components}, full covariance), each for ${SECONDS} seconds:`);
  const rows = [];
  for (const n of SIZES) {
    const page = await openPage(browser, origin, n);
    for (const activity of ACTIVITIES) {
      rows.push({ n, ...(await watch(page, activity)) });
      process.stdout.write('.');
    }
    await page.context().close();
  }
  const title = (id) => ACTIVITIES.find((activity) => activity.id === id).title;
  const body = rows.map(({ n, activity, framesPerSecond, frameMs, longTasks, iterations }) => [
    `${n.toLocaleString('en')} points, ${title(activity)}`,
    framesPerSecond.toFixed(1),
    frameMs.p50.toFixed(1),
    frameMs.p95.toFixed(1),
    frameMs.max.toFixed(0),
    longTasks.count,
    longTasks.longestMs,
    iterations,
  ]);
  const heading = ['', 'frames/s', 'p50 ms', 'p95 ms', 'max ms', 'tasks > 50 ms', 'longest ms', 'iterations'];
  console.log(`\n${table([heading, ...body])}`);
  return { seconds: SECONDS, options: OPTIONS, viewport: VIEWPORT, rows };
}
