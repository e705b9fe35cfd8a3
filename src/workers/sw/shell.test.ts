// What the service worker answers with: out of the cache, from the network, or by sending people to the app.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openPack, type Pack } from './pack';
import { serve } from './shell';

const stored = vi.hoisted(() => ({ match: async (): Promise<Response | undefined> => undefined }));
vi.mock('workbox-precaching', () => ({
  matchPrecache: () => stored.match(),
  precache: () => {},
  cleanupOutdatedCaches: () => {},
}));

const scope = new URL('https://host/some/folder/');
const pack: Pack = { file: async (path) => (path === 'index.html' ? new Response('the app') : null) };
const network = vi.fn<() => Promise<Response>>();

beforeEach(() => {
  stored.match = async () => undefined;
  network.mockReset().mockImplementation(async () => new Response('the network'));
  vi.stubGlobal('fetch', network);
});
afterEach(() => vi.unstubAllGlobals());

/** A request to navigate cannot be made by a script. */
const asked = (path: string, mode: RequestMode, from: Pack = pack) =>
  serve({ url: new URL(path, scope).href, mode, method: 'GET' } as Request, scope, from);
const text = async (answer: Promise<Response>) => (await answer).text();

it('is the app at its own address alone, with or without a network', async () => {
  for (const path of ['', 'index.html', '?source=pwa']) expect(await text(asked(path, 'navigate'))).toBe('the app');
  expect(network).not.toHaveBeenCalled();
  expect(await text(asked('handbook/', 'navigate'))).toBe('the network');
  network.mockRejectedValue(new TypeError('offline'));
  const sent = await asked('handbook/', 'navigate');
  expect([sent.status, sent.headers.get('Location')]).toEqual([302, scope.href]);
  await expect(asked('assets/gone.js', 'no-cors')).rejects.toThrow('offline');
});

it('is from the network where what is stored cannot be read', async () => {
  stored.match = async () => Promise.reject(new DOMException('broken', 'UnknownError'));
  expect(await text(asked('', 'navigate'))).toBe('the network');
  expect((await asked('assets/app.js', 'no-cors')).headers.get('Content-Security-Policy')).toContain(
    "default-src 'self'",
  );
  stored.match = async () => undefined;
  const damaged = openPack(async () => new Response('no list of files'));
  expect(await text(asked('', 'navigate', damaged))).toBe('the network');
  network.mockRejectedValue(new TypeError('offline'));
  await expect(asked('', 'navigate', damaged)).rejects.toThrow('offline');
});
