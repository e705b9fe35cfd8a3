// The app from the cache: every file of the build, most of them out of one (./pack.ts), and index.html for the page itself. What is served
// carries the security headers, so that the app is cross-origin isolated (threads, exact timers) on
// hosts that send none, from the second load on.

import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';
import { SECURITY_HEADERS } from '../../wire/csp';
import { openPack, type Pack } from './pack';

type Manifest = Parameters<typeof precache>[0];

const PACK = /^assets\/offline-[0-9a-f]+\.txt$/;

/** Stores the build's files when this version is installed; older versions' are removed when it takes over. */
export function keepOffline(manifest: Manifest, scope: URL): Pack {
  precache(manifest);
  cleanupOutdatedCaches();
  const url = manifest.map((entry) => (typeof entry === 'string' ? entry : entry.url)).find((it) => PACK.test(it));
  return openPack(async () => (url === undefined ? undefined : matchPrecache(new URL(url, scope).href)));
}

/** From the cache if there, else from the network; the caller makes sure that it is a GET within scope. */
export async function serve(request: Request, scope: URL, pack: Pack): Promise<Response> {
  const url = new URL(request.url);
  const cached = await fromCache(request, url, scope, pack);
  const response = cached ?? (await fetch(request));
  return response.type === 'opaque' || response.type === 'opaqueredirect' ? response : withSecurityHeaders(response);
}

async function fromCache(request: Request, url: URL, scope: URL, pack: Pack): Promise<Response | null> {
  const path = url.pathname.slice(scope.pathname.length);
  const file = (await matchPrecache(url.origin + url.pathname)) ?? (await pack.file(path));
  // Pages live in the hash: whatever is navigated to within the scope is the app.
  if (file || request.mode !== 'navigate') return file;
  return pack.file('index.html');
}

export function withSecurityHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  // The body was decoded when it was stored: these would describe it wrongly.
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  const { status, statusText } = response;
  // A response that was redirected must not answer a navigation; a new one has no such history.
  return new Response(response.body, { status, statusText, headers });
}
