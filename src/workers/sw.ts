// The service worker: the app offline, and the REST door. It takes over from an older version only when
// the page asks for it, so that no run is interrupted.

import { createApi } from './sw/api';
import { findService } from './sw/engine';
import { errorResponse, HttpError } from './sw/errors';
import { keepOffline, serve, withSecurityHeaders } from './sw/shell';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: { url: string; revision: string | null }[] };

const scope = new URL(self.registration.scope);
const pack = keepOffline(self.__WB_MANIFEST, scope);
const prefix = `${scope.pathname}api`;
const api = createApi({ prefix, findService });

self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'SKIP_WAITING') {
    event.waitUntil(self.skipWaiting());
  }
});

// So that /api answers on the very first visit, without a reload.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  if (url.pathname === prefix || url.pathname.startsWith(`${prefix}/`)) {
    event.respondWith(answer(request).then(withSecurityHeaders));
  } else if (request.method === 'GET') {
    event.respondWith(serve(request, scope, pack));
  }
});

async function answer(request: Request): Promise<Response> {
  // A form on another site can make the browser navigate here with a POST: it shall change nothing.
  if (request.mode === 'navigate' && request.method !== 'GET') {
    return errorResponse(new HttpError(403, 'The API answers programs on this site, not forms.'));
  }
  return api.fetch(request);
}
