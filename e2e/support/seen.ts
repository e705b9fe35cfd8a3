// Words that a page must not show, for however short a time, while it looks up what there is.

import { expect, type Page } from '@playwright/test';

/** From the next load of the page on. */
export async function watchForWords(page: Page, words: readonly string[]): Promise<void> {
  await page.addInitScript((sought) => {
    new MutationObserver(() => {
      const found = sought.find((word) => document.body?.textContent?.includes(word));
      if (found !== undefined) document.documentElement.dataset.seen = found;
    }).observe(document, { childList: true, subtree: true, characterData: true });
  }, words);
}

export async function expectUnseen(page: Page): Promise<void> {
  await expect(page.locator('html')).not.toHaveAttribute('data-seen');
}
