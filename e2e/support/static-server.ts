// A static host as plain as they come: files from dist/ under some folder, no extra headers. It can be
// stopped, which is what being offline looks like to a page.

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const DIST = join(import.meta.dirname, '../../dist');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface StaticHost {
  readonly origin: string;
  /** Address of the app, ending in a slash. */
  readonly base: string;
  /** Puts a new version up: the same app, with a service worker that differs by a comment. */
  publish(): void;
  stop(): Promise<void>;
}

/** Serves the built app under /some/folder/. */
export async function serveStatic(): Promise<StaticHost> {
  const folder = '/some/folder';
  let version = 0;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    const inside = path.startsWith(`${folder}/`) ? normalize(path.slice(folder.length)) : null;
    const file = inside?.endsWith('/') ? `${inside}index.html` : inside;
    const body = file ? await readFile(join(DIST, file)).catch(() => null) : null;
    if (!file || !body) {
      response.writeHead(404).end();
      return;
    }
    const suffix = file === '/sw.js' ? `\n// ${version}` : '';
    response
      .writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
      .end(suffix ? `${body}${suffix}` : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publish = () => {
    version += 1;
  };
  return { origin, base: `${origin}${folder}/`, publish, stop: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
