// Drift monitoring in the built app: noticed by itself in the background, there after a reload without a network, live
// scoring never waiting.

import { expect, type Page, test } from '@playwright/test';
import { productReviews } from '../src/service/retrain/products.fixture';
import { Api } from './pages/api';
import { watch } from './support/watch';

const PRODUCTS = productReviews(200, 5).map(({ text }) => ({ text }));

interface Drift {
  readonly drifted: boolean;
  readonly n_current: number;
  readonly at: string;
  readonly tests: readonly { readonly name: string; readonly verdict: string }[];
}

const drift = async (api: Api) => (await api.ok('GET', '/reviews/drift')) as unknown as Drift;

/** What was shown to people, from now on. */
async function hearNotices(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new BroadcastChannel('millrace:events').onmessage = ({ data }) => {
      if (data.event.type === 'notice') heard.push(data.event.notice.title);
    };
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

test('drift is noticed in the background, and known after a reload without a network', async ({
  page,
  context,
  baseURL,
}) => {
  test.slow();
  const quiet = watch(context, new URL(baseURL!).origin);
  const api = await new Api(page).open();
  expect(await drift(api)).toMatchObject({ drifted: false, n_current: 0 });
  const notices = await hearNotices(page);
  await api.ok('POST', '/reviews', { reviews: PRODUCTS });
  // Nobody asks.
  await expect
    .poll(async () => (await notices()).filter((title) => title.includes('200 reviews')), { timeout: 90_000 })
    .toHaveLength(1);
  const before = await drift(api);
  expect(before).toMatchObject({ drifted: true, n_current: 200 });
  quiet.expectQuiet();

  await context.setOffline(true);
  await page.reload();
  await api.ready();
  await api.ok('POST', '/reviews', { reviews: productReviews(3, 6).map(({ text }) => ({ text })) });
  await expect.poll(async () => (await drift(api)).n_current, { timeout: 60_000 }).toBe(203);
  await context.setOffline(false);
});
