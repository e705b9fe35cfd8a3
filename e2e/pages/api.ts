// The REST door as programs on the page use it, and the API page as people do.

import { expect, type Locator, type Page } from '@playwright/test';
import { ShellPage } from './shell';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Record<string, unknown>;
}

export class Api {
  constructor(
    readonly page: Page,
    readonly base = './',
  ) {}

  /** Opens the app and waits until the service worker answers this page: on a first visit, too. */
  async open(route = 'points'): Promise<this> {
    await new ShellPage(this.page, this.base).open(route);
    return this.ready();
  }

  /** The service worker answers the page that is open. */
  async ready(): Promise<this> {
    await this.page.evaluate(async () => {
      if (navigator.serviceWorker.controller) return;
      await new Promise((resolve) => {
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
      });
    });
    return this;
  }

  /** Asks from the page. A text is sent as it is, everything else as JSON. */
  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return this.page.evaluate(
      async ([verb, url, content]) => {
        const headers = { 'Content-Type': 'application/json' };
        const init = { method: verb, ...(content !== undefined && { headers, body: content }) };
        const response = await fetch(`api${url}`, init);
        const json: Record<string, unknown> = await response.json();
        return { status: response.status, headers: Object.fromEntries(response.headers), json };
      },
      [method, path, text] as const,
    );
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.ask('POST', path, body);
  }

  /** The answer's body; fails unless all was well. */
  async ok(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const { status, json } = await this.ask(method, path, body);
    expect(status, `${method} ${path}: ${JSON.stringify(json)}`).toBe(200);
    return json;
  }

  /** How far the page's fit is; while no engine answers, nothing is known. */
  async fit(): Promise<{ phase: string; iteration: number }> {
    const { status, json } = await this.get('/state');
    if (status !== 200) return { phase: 'unknown', iteration: -1 };
    return { iteration: 0, ...(json.fit as { phase: string }) };
  }
}

export class ApiPage {
  readonly body: Locator;
  readonly sendButton: Locator;
  readonly answer: Locator;
  readonly title: Locator;

  constructor(readonly page: Page) {
    this.body = page.getByLabel('Body, as JSON');
    this.sendButton = page.getByRole('button', { name: 'Send' });
    this.answer = page.getByRole('region', { name: 'Answer' });
    this.title = page.getByRole('heading', { level: 2 }).and(page.locator('#route-name'));
  }

  route(name: string): Locator {
    return this.page.getByRole('navigation', { name: 'Routes' }).getByRole('link', { name, exact: true });
  }
}
