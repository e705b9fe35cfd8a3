// The app from the cache: every file of the build, and index.html for the page itself. What is served
// carries the security headers, so that the app is cross-origin isolated (threads, exact timers) on
// hosts that send none, from the second load on.

import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';
import { SECURITY_HEADERS } from '../../wire/csp';

type Manifest = Parameters<typeof precache>[0];

/** Stores the build's files when this version is installed; older versions' are removed when it takes over. */
export function keepOffline(manifest: Manifest): void {
  precache(manifest);
  cleanupOutdatedCaches();
}

/** From the cache if there, else from the network; the caller makes sure that it is a GET within scope. */
export async function serve(request: Request, scope: URL): Promise<Response> {
  const url = new URL(request.url);
  const cached = await fromCache(request, url, scope);
  const response = cached ?? (await fetch(request));
  return response.type === 'opaque' || response.type === 'opaqueredirect' ? response : withSecurityHeaders(response);
}

async function fromCache(request: Request, url: URL, scope: URL): Promise<Response | undefined> {
  const file = await matchPrecache(url.origin + url.pathname);
  // Pages live in the hash: whatever is navigated to within the scope is the app.
  if (file || request.mode !== 'navigate') return file;
  return matchPrecache(new URL('index.html', scope).href);
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
