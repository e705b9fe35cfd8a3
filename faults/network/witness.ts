// Who sees what: pages and their frames tell of breaches of the policy as they happen, every thread by the browser's console;
// requests are counted by who makes them, those that the service worker answers among them.

import type { BrowserContext } from '@playwright/test';

declare global {
  interface Window {
    breached(what: string): void;
  }
}

export interface Seen {
  /** Of the flow at hand. */
  readonly flows: { readonly name: string; seconds: number; readonly requests: Map<string, number> }[];
  readonly breaches: string[];
  readonly errors: string[];
  /** Requests that were made and not answered. */
  readonly failed: string[];
}

const POLICY = /Content Security Policy|Refused to/i;

/** Where a request goes: an origin, or "blob:" and "data:", which go nowhere. */
export function goalOf(address: string): string {
  const { origin, protocol } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol;
}

export async function witness(context: BrowserContext): Promise<Seen> {
  const seen: Seen = { flows: [], breaches: [], errors: [], failed: [] };
  await context.exposeBinding('breached', (_, what: string) => seen.breaches.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      window.breached(`${violatedDirective}: ${blockedURI} (${sourceFile})`);
    });
  });
  context.on('request', (request) => {
    const { requests } = seen.flows.at(-1) ?? { requests: new Map<string, number>() };
    const maker = request.serviceWorker() ? 'the service worker' : 'pages and workers';
    const key = `${goalOf(request.url())} by ${maker}`;
    requests.set(key, (requests.get(key) ?? 0) + 1);
  });
  context.on('requestfailed', (request) => {
    // What a page no longer waits for when it goes is no failure.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') seen.failed.push(`${request.url()}: ${why}`);
  });
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    (POLICY.test(message.text()) ? seen.breaches : seen.errors).push(message.text());
  });
  context.on('weberror', (error) => seen.errors.push(error.error().message));
  return seen;
}
