// The profile that tests share (support/profile.ts): one after the other, they find nothing of each other.

import type { BrowserContext, Page } from '@playwright/test';
import { Api } from './pages/api';
import { PointsPage } from './pages/points';
import { expect, test } from './support/test';

test.describe.configure({ mode: 'serial' });

/** Of the origin, without the app in it. */
const BARE = './theme.js';

let first: BrowserContext;

/** What the pages of the origin keep, and what they may. */
function findings(page: Page) {
  return page.evaluate(async () => {
    const folder: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) folder.push(name);
    const permission = await navigator.permissions.query({ name: 'geolocation' });
    const { held = [], pending = [] } = await navigator.locks.query();
    return {
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookie: document.cookie,
      databases: (await indexedDB.databases()).map(({ name }) => name),
      folder,
      permission: permission.state,
      locks: [...held, ...pending].map(({ name }) => name),
      online: navigator.onLine,
      dark: matchMedia('(prefers-color-scheme: dark)').matches,
      wide: innerWidth,
      marked: 'mark' in window,
    };
  });
}

const NOTHING = {
  local: {},
  session: {},
  cookie: '',
  databases: [],
  folder: [],
  permission: 'prompt',
  locks: [],
  online: true,
  dark: false,
  wide: 1280,
  marked: false,
};

test('one leaves behind all that a test can', async ({ page, context }) => {
  first = context;
  const api = await new Api(page).open();
  await api.ok('POST', '/points', { points: [[1, 1]] });
  await new PointsPage(page).expectCount(1);
  await context.newPage();
  await context.grantPermissions(['geolocation']);
  await context.route('**/theme.js', (route) => route.abort());
  await context.addCookies([{ name: 'mark', value: 'left', url: page.url() }]);
  await page.setViewportSize({ width: 500, height: 500 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.addInitScript(() => Object.assign(window, { mark: true }));
  await page.evaluate(async () => {
    localStorage.setItem('mark', 'left');
    sessionStorage.setItem('mark', 'left');
    const folder = await navigator.storage.getDirectory();
    await folder.getFileHandle('mark', { create: true });
  });
  const left = await findings(page);
  expect(left).toMatchObject({ local: { mark: 'left' }, cookie: 'mark=left', folder: ['mark'], permission: 'granted' });
  expect(left).toMatchObject({ session: { mark: 'left' }, dark: true, wide: 500 });
  expect(left.databases).toContain('millrace');
  expect(left.locks.length).toBeGreaterThan(0);
  await context.setOffline(true);
});

test('the next finds none of it in the same profile, but the app installed', async ({ page, context }) => {
  expect(context).toBe(first);
  expect(context.pages()).toEqual([page]);
  await page.goto(BARE);
  expect(await findings(page)).toEqual(NOTHING);
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const api = await new Api(page).open();
  await new PointsPage(page).expectCount(0);
  expect(await api.ok('GET', '/points')).toMatchObject({ points: [] });
});

test('what cannot be taken back', async ({ context }) => {
  expect(context).toBe(first);
  await context.addInitScript(() => Object.assign(window, { mark: true }));
});

test('costs the profile: the next has another', async ({ page, context }) => {
  expect(context).not.toBe(first);
  await page.goto(BARE);
  expect(await findings(page)).toEqual(NOTHING);
});

test.describe('a new profile', () => {
  test.use({ profile: 'new' });

  test('is one of its own, with nothing installed', async ({ page, context }) => {
    expect(context).not.toBe(first);
    await page.goto(BARE);
    expect(await findings(page)).toEqual(NOTHING);
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
  });
});
