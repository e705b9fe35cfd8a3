// Watches a page for what must never happen: console errors, uncaught errors, breaches of the
// Content-Security-Policy, requests to anywhere else.

import { type BrowserContext, expect } from '@playwright/test';

export interface Watch {
  /** Fails if anything happened. */
  expectQuiet(): void;
  /** What happened, for tests that provoke it. */
  readonly problems: readonly string[];
}

/** Watches all pages of a context; call it before the first page opens. */
export function watch(context: BrowserContext, origin: string): Watch {
  const problems: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => problems.push(`uncaught: ${error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    const inside = url.origin === origin || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!inside) problems.push(`request to ${request.url()}`);
  });
  return {
    problems,
    expectQuiet: () => expect(problems).toEqual([]),
  };
}
