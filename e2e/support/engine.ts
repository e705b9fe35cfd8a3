// The worker that computes for all tabs, and what befalls it: storage that is full, a page that nobody looks at.

import { expect, type Page, type Worker } from '@playwright/test';

/** Undefined in a tab that watches another's. */
export function engineOf(page: Page): Worker | undefined {
  return page.workers().find((worker) => worker.url().includes('engine.worker'));
}

/** Waits until the tab has the engine: it may be taking over another's. */
export async function untilEngine(page: Page): Promise<Worker> {
  await expect.poll(() => engineOf(page) !== undefined, { timeout: 40_000 }).toBe(true);
  return engineOf(page)!;
}

/** Lets the engine's writes fail as they do when the disk is full, or work again. */
export async function fillStorage(page: Page, full: boolean): Promise<void> {
  await (await untilEngine(page)).evaluate((refuse) => {
    const scope = self as typeof self & { put?: IDBObjectStore['put'] };
    scope.put ??= IDBObjectStore.prototype.put;
    const put = scope.put;
    IDBObjectStore.prototype.put = refuse
      ? () => {
          throw new DOMException('The current transaction exceeded its quota limitations.', 'QuotaExceededError');
        }
      : put;
  }, full);
}

/** What the browser tells a page that goes to the background; headless browsers have no background of their own. */
export async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}
