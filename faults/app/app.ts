// The app in a real browser with a profile of its own on disk: its tabs, its REST door, its processes, and its store.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from '@playwright/test';
import { CHROMIUM_FLAGS, findBrowser } from '../../scripts/browser.mjs';
import type { Seen } from '../store/in-page';
import { became, until, within } from './until';

export interface Answer {
  /** 0: nobody answered. */
  readonly status: number;
  readonly json: Record<string, unknown>;
}

/** JSON, or a file. */
export type Body = object | { readonly file: Buffer };
export type ProcessKind = 'browser' | 'renderer' | 'GPU' | 'storage.mojom.StorageService';

const NOBODY: Answer = { status: 0, json: {} };

export class App {
  private context: BrowserContext | null = null;
  private tabs: Page[] = [];
  private gone = false;

  /**
   * @param base address of the app
   * @param checker the script of ../store/in-page.ts
   */
  constructor(
    readonly profile: string,
    readonly base: string,
    private readonly checker: string,
  ) {}

  async launch(): Promise<void> {
    // Of a browser that was killed.
    for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) {
      rmSync(join(this.profile, name), { force: true });
    }
    const executablePath = findBrowser();
    this.context = await chromium.launchPersistentContext(this.profile, {
      args: [...CHROMIUM_FLAGS, '--disable-gpu-compositing', '--hide-crash-restore-bubble'],
      ...(executablePath ? { executablePath } : {}),
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    this.tabs = [];
    const { context } = this;
    context.once('close', () => {
      if (this.context === context) this.gone = true;
    });
  }

  /** The browser ended, and neither the driver nor a fault ended it. */
  get lost(): boolean {
    return this.gone;
  }

  get running(): BrowserContext {
    if (!this.context) throw new Error('The browser is not running.');
    return this.context;
  }

  /** The tab that the driver asks. */
  get page(): Page {
    const page = this.tabs.at(-1);
    if (!page) throw new Error('No tab is open.');
    return page;
  }

  get pages(): readonly Page[] {
    return this.tabs;
  }

  /** Opens the app in one more tab, and waits until it answers. */
  async open(route: string, limit?: number): Promise<Page> {
    const page = await this.running.newPage();
    this.tabs.push(page);
    page.setDefaultTimeout(15_000);
    await page.goto(`${this.base}#/${route}`);
    await this.untilUp(limit);
    return page;
  }

  /** A page of the origin that is not the app. */
  async openBare(): Promise<Page> {
    const page = await this.running.newPage();
    await page.goto(`${this.base}robots.txt`);
    return page;
  }

  async untilUp(limit = 40_000): Promise<void> {
    await within(
      limit,
      'the service worker',
      this.page.evaluate(async () => {
        if (navigator.serviceWorker.controller) return;
        await new Promise((resolve) => {
          navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
        });
      }),
    );
    await until('an answer', async () => ((await this.ask('GET', '/state')).status === 200 ? true : undefined), limit);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.untilUp();
  }

  /** Tabs that are dead go, too. */
  async closeTabs(): Promise<void> {
    const { tabs } = this;
    this.tabs = [];
    await Promise.all(tabs.map((page) => within(10_000, 'a tab to close', page.close()).catch(() => {})));
  }

  forget(page: Page): void {
    this.tabs = this.tabs.filter((tab) => tab !== page);
  }

  async close(): Promise<void> {
    const { context } = this;
    this.context = null;
    this.tabs = [];
    if (context) await within(15_000, 'the browser to close', context.close()).catch(() => {});
  }

  // ---------------------------------------------------------------- the REST door

  /** What the app answers; status 0 where the tab, the worker or the browser went away meanwhile, or nobody answers. */
  async ask(method: string, path: string, body?: Body, page = this.page, limit = 20_000): Promise<Answer> {
    const file = body && 'file' in body && Buffer.isBuffer(body.file) ? body.file.toString('base64') : null;
    const text = body && file === null ? JSON.stringify(body) : null;
    const asking = page.evaluate(
      async ([verb, url, json, bytes]) => {
        const content = bytes === null ? json : Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        const type = bytes === null ? 'application/json' : 'application/octet-stream';
        const init = content === null ? {} : { body: content, headers: { 'Content-Type': type } };
        const response = await fetch(`api${url}`, { method: verb, ...init });
        const answer = await response.text();
        return { status: response.status, answer };
      },
      [method, path, text, file] as const,
    );
    try {
      const { status, answer } = await within(limit, `${method} ${path}`, asking);
      return { status, json: Object(JSON.parse(answer)) as Record<string, unknown> };
    } catch {
      return NOBODY;
    }
  }

  /** @throws Error unless all was well */
  async ok(method: string, path: string, body?: Body): Promise<Record<string, unknown>> {
    const { status, json } = await this.ask(method, path, body);
    if (status === 200) return json;
    throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json).slice(0, 300)}`);
  }

  /** A file that the door gives. */
  async file(path: string): Promise<Buffer> {
    const base64 = await within(
      30_000,
      path,
      this.page.evaluate(async (url) => {
        const response = await fetch(`api${url}`);
        if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
        const bytes = new Uint8Array(await response.arrayBuffer());
        let text = '';
        for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
        return btoa(text);
      }, path),
    );
    return Buffer.from(base64, 'base64');
  }

  // ---------------------------------------------------------------- what it is made of

  /** Of any tab, by a part of its script's name. */
  worker(kind: string): Worker | undefined {
    return this.tabs.flatMap((page) => page.workers()).find((worker) => worker.url().includes(`${kind}.worker`));
  }

  workers(): readonly Worker[] {
    return this.tabs.flatMap((page) => page.workers());
  }

  /** The tab that has the engine. */
  leader(): Page | undefined {
    return this.tabs.find((page) => page.workers().some((worker) => worker.url().includes('engine.worker')));
  }

  untilEngine(): Promise<Worker> {
    return until('the engine', async () => this.worker('engine'));
  }

  session(page = this.page): Promise<CDPSession> {
    return this.running.newCDPSession(page);
  }

  async processes(kind: ProcessKind): Promise<number[]> {
    const browser = this.running.browser();
    if (!browser) throw new Error('The browser does not tell its processes.');
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    return processInfo.filter(({ type }) => type === kind).map(({ id }) => id);
  }

  /** The renderer process that has the engine: of all, the one with the most threads of workers. */
  async rendererOfEngine(): Promise<number> {
    const renderers = await this.processes('renderer');
    const [most] = renderers.map((id) => ({ id, n: threadsOf(id) })).sort((a, b) => b.n - a.n);
    if (!most || most.n === 0) throw new Error('No renderer process has workers.');
    return most.id;
  }

  /** Kills the whole browser; what its processes have not written is lost. */
  async kill(): Promise<void> {
    const [browser] = await this.processes('browser');
    const { context } = this;
    const all = await Promise.all((['renderer', 'GPU'] as const).map((kind) => this.processes(kind)));
    if (browser === undefined || !context) throw new Error('The browser has no process.');
    const gone = new Promise<void>((resolve) => context.once('close', () => resolve()));
    this.context = null;
    for (const id of [browser, ...all.flat()]) signal(id);
    this.tabs = [];
    await within(10_000, 'the browser to be gone', gone).catch(() => {});
    await became(async () => !isAlive(browser), 5000);
  }

  // ---------------------------------------------------------------- its store and its looks

  /** Walks the store from a page of the origin; `started`: the app was open since whatever befell it. */
  async look(started: boolean): Promise<Seen> {
    const bare = await this.openBare();
    try {
      await bare.evaluate(this.checker);
      return await within(
        20_000,
        'the checker',
        bare.evaluate((yes) => globalThis.storeChecker.look(yes), started),
      );
    } finally {
      await bare.close();
    }
  }

  /** What is shown in place of the app, or of a page of it, that failed; null where nothing is. */
  async fault(): Promise<string | null> {
    const heading = this.page.getByRole('heading', { name: /ran into a fault/ });
    if ((await heading.count()) === 0) return null;
    return (await this.page.getByRole('alert').first().textContent()) ?? 'a fault';
  }

  /** Errors that the app tells in words, in a notice each. */
  async notices(): Promise<string[]> {
    return within(5000, 'the notices', this.page.getByTestId('error-notice').allTextContents()).catch(() => []);
  }
}

/** Threads of workers, by the names that Chromium gives them. */
function threadsOf(id: number): number {
  try {
    const names = readdirSync(`/proc/${id}/task`).map((task) => readFileSync(`/proc/${id}/task/${task}/comm`, 'utf8'));
    return names.filter((name) => name.startsWith('DedicatedWorker')).length;
  } catch {
    return 0;
  }
}

export function signal(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
