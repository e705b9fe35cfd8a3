// Storage that is full, and tabs that nobody looks at: nothing is lost, and what runs goes on.

import { expect, test } from '@playwright/test';
import { Api } from './pages/api';
import { PointsPage } from './pages/points';
import { fillStorage, hide } from './support/engine';

test('full storage: said once, nothing lost, saved when there is room again', async ({ page }) => {
  const api = await new Api(page).open();
  await api.ok('POST', '/points', { points: [[1, 1]] });
  await fillStorage(page, true);
  for (let i = 0; i < 3; i++) await api.ok('POST', '/points', { points: [[2, i]] });
  const notice = page.getByText('The browser’s storage is full');
  await expect(notice).toHaveCount(1);
  await new PointsPage(page).expectCount(4);

  await fillStorage(page, false);
  await hide(page);
  await expect(page.getByText('Saved again')).toBeVisible();
  await page.reload();
  await new PointsPage(page).expectCount(4);
  await expect(notice).toHaveCount(0);
});

test('a fit goes on in a tab that gets no frames and few turns', async ({ page }) => {
  await page.addInitScript(() => {
    const asleep = () => document.documentElement.hasAttribute('data-asleep');
    const { setTimeout: later, setInterval: often, requestAnimationFrame: frame } = window;
    Object.assign(window, {
      requestAnimationFrame: (callback: FrameRequestCallback) => (asleep() ? 0 : frame(callback)),
      setTimeout: (work: () => void, wait = 0) => later(work, asleep() ? Math.max(1000, wait) : wait),
      setInterval: (work: () => void, wait = 0) => often(work, asleep() ? Math.max(1000, wait) : wait),
    });
  });
  const api = await new Api(page).open();
  const points = Array.from({ length: 2000 }, (_, i) => [Math.sin(i * 1.7) * 2 + (i % 3), Math.cos(i * 0.9)]);
  await api.ok('PUT', '/points', { points });
  await api.ok('PATCH', '/fit/options', { n_components: 4, tol: 0, epochs: 3000 });
  await page.evaluate(() => document.documentElement.setAttribute('data-asleep', ''));
  await hide(page);
  await api.ok('POST', '/fit/play');
  await expect.poll(async () => (await api.fit()).phase).toBe('finished');
  expect((await api.fit()).iteration).toBe(3000);
});
