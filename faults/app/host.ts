// A static host for the built app, with its own headers, which can put a new version up: the same app, with a service worker
// that differs by a comment.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { SECURITY_HEADERS } from '../../src/wire/csp';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface Host {
  /** Ending in a slash. */
  readonly base: string;
  publish(): void;
  close(): void;
}

export async function serve(dist: string): Promise<Host> {
  let version = 0;
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname));
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const body = await readFile(join(dist, file)).catch(() => null);
    if (!body) {
      response.writeHead(404, SECURITY_HEADERS).end();
      return;
    }
    const suffix = file === '/sw.js' && version > 0 ? `\n// ${version}` : '';
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...SECURITY_HEADERS, 'Content-Type': type }).end(suffix ? `${body}${suffix}` : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    publish: () => {
      version += 1;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
