// A page that several tests share. To open the app in a profile of its own, service worker and all, takes longer than
// what most tests of the API ask of it: these leave nothing behind, or begin by clearing what others left.

import { type Browser, test } from '@playwright/test';
import { Api } from '../pages/api';
import { watch } from './watch';

/** Opens the app for the first time in a new profile, and expects that nothing goes wrong on the way. */
export async function openOnce(browser: Browser, route?: string): Promise<Api> {
  const context = await browser.newContext();
  const quiet = watch(context, new URL(test.info().project.use.baseURL ?? '').origin);
  const api = await new Api(await context.newPage()).open(route);
  quiet.expectQuiet();
  return api;
}
