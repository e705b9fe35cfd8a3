// The app from the cache: every file of the build, most of them out of one (./pack.ts), and index.html for the page itself;
// other pages within its folder come from the network. What is served carries the security headers, so that the app is cross-origin isolated (threads, exact timers) on
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
  const path = url.pathname.slice(scope.pathname.length);
  // Pages live in the hash: the app has one address. What is stored may be damaged, and then the network has it all the same.
  const cached = await fromCache(url, path === '' ? 'index.html' : path, pack).catch(() => null);
  const response = cached ?? (await fetch(request).catch((error: unknown) => elsewhere(request, path, scope, error)));
  return response.type === 'opaque' || response.type === 'opaqueredirect' ? response : withSecurityHeaders(response);
}

async function fromCache(url: URL, path: string, pack: Pack): Promise<Response | null> {
  return (await matchPrecache(url.origin + url.pathname)) ?? (await pack.file(path));
}

/** Without a network, whoever goes to what is not of the app finds the app, where its own files are found from. */
function elsewhere({ mode }: Request, path: string, scope: URL, error: unknown): Response {
  if (mode !== 'navigate' || path === '' || path === 'index.html') throw error;
  return Response.redirect(scope.href);
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
