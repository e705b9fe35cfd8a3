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

/**
 * Stops a tab's page and its engine for a time, as sleep does: neither takes turns, and neither takes the processor from what
 * goes on. Resolves when both are awake again; the engine may have been ended before, by itself or by its page.
 */
export async function freeze(page: Page, milliseconds: number): Promise<void> {
  const engine = engineOf(page)!;
  await Promise.all([freezeWorker(engine, milliseconds), freezePage(page, milliseconds)]);
}

/** Only workers may wait like this. */
export async function freezeWorker(worker: Worker, milliseconds: number): Promise<void> {
  const stop = (duration: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, duration);
  await worker.evaluate(stop, milliseconds).catch(() => {});
}

/** Behind a question that nobody answers a page's thread stands still. */
async function freezePage(page: Page, milliseconds: number): Promise<void> {
  page.once('dialog', (dialog) => setTimeout(() => void dialog.accept(), milliseconds));
  await page.evaluate(() => window.alert('Asleep'));
}
