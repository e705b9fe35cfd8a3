// A browser profile that is kept from one test to the next. A new one must fetch, compile and keep the whole app for
// offline use first, which costs more than most tests; what people would find in it is cleared as thoroughly as a new one.

import type { Browser, BrowserContext, BrowserContextOptions, CDPSession, Page } from '@playwright/test';

/** All that pages keep but their service worker with its precache. */
const KEPT_BY_PAGES =
  'cookies,file_systems,indexeddb,local_storage,websql,shared_storage,storage_buckets,interest_groups';

/** What tests listen for. (Playwright itself listens to 'close'.) */
const HEARD = [
  'backgroundpage',
  'console',
  'dialog',
  'download',
  'page',
  'request',
  'requestfailed',
  'requestfinished',
  'response',
  'serviceworker',
  'weberror',
] as const;

/** Cannot be taken back: a profile in which one of these was called is thrown away. */
const LASTING = ['addInitScript', 'exposeBinding', 'exposeFunction', 'setExtraHTTPHeaders', 'setGeolocation'] as const;

export class KeptProfile {
  readonly #origins = new Set<string>();
  #spoilt = false;

  private constructor(readonly context: BrowserContext) {
    for (const name of LASTING) this.#spoilBy(name);
    this.#listen();
  }

  static async open(browser: Browser, options: BrowserContextOptions): Promise<KeptProfile> {
    return new KeptProfile(await browser.newContext(options));
  }

  /** Ends all pages and empties the profile. False if it cannot be had as new and is closed. */
  async clear(): Promise<boolean> {
    try {
      if (this.#spoilt || !(await this.#empty())) throw new Error('The profile is not as new.');
      return true;
    } catch {
      await this.context.close();
      return false;
    }
  }

  #spoilBy(name: (typeof LASTING)[number]): void {
    const method: (...given: never[]) => unknown = this.context[name].bind(this.context);
    const spoiling = (...given: never[]) => {
      this.#spoilt = true;
      return method(...given);
    };
    Object.assign(this.context, { [name]: spoiling });
  }

  #listen(): void {
    this.context.on('page', (page) =>
      page.on('framenavigated', (frame) => {
        if (/^https?:/.test(frame.url())) this.#origins.add(new URL(frame.url()).origin);
      }),
    );
  }

  async #empty(): Promise<boolean> {
    const { context } = this;
    for (const event of HEARD) context.removeAllListeners(event);
    this.#listen();
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.setOffline(false);
    await context.clearPermissions();
    const page = await this.#lastPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('ServiceWorker.enable');
    // What it knows of the tabs that were there ends with it; its registration and its cache stay.
    await devtools.send('ServiceWorker.stopAllWorkers');
    await context.clearCookies();
    const empty: boolean[] = [];
    for (const origin of this.#origins) empty.push(await clearOrigin(devtools, origin));
    await page.close();
    return empty.every(Boolean);
  }

  /** A page without anything in it, the only one that is left. */
  async #lastPage(): Promise<Page> {
    const page = await this.context.newPage();
    const others = this.context.pages().filter((other) => other !== page);
    await Promise.all(others.map((other) => other.close()));
    return page;
  }
}

/** Empties what the pages of an origin keep, and looks whether it is empty. */
async function clearOrigin(devtools: CDPSession, origin: string): Promise<boolean> {
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: KEPT_BY_PAGES });
  const { usageBreakdown } = await devtools.send('Storage.getUsageAndQuota', { origin });
  const lasting = ['cache_storage', 'service_workers'];
  return usageBreakdown.every(({ storageType, usage }) => usage === 0 || lasting.includes(storageType));
}
