// A static host as plain as they come: files of a built app under some folder, with no headers but those asked for. It notes what
// it is asked, can put a new version up, and can be stopped, which is what being offline looks like to a page.

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
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface StaticHost {
  readonly origin: string;
  /** Address of the app, ending in a slash. */
  readonly base: string;
  /** What was asked for, in order: "GET /some/folder/sw.js". */
  readonly asked: readonly string[];
  /** Puts a new version up: the same app, with a service worker that differs by a comment. */
  publish(): void;
  stop(): Promise<void>;
}

export interface StaticOptions {
  /** Where the built app lies. */
  readonly dist?: string;
  /** The folder that it is served under: '' for the root, or as '/some/folder'. */
  readonly folder?: string;
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves the built app: that of the project under /some/folder/, unless said otherwise. */
export async function serveStatic(options: StaticOptions = {}): Promise<StaticHost> {
  const { dist = DIST, folder = '/some/folder', headers = {} } = options;
  const asked: string[] = [];
  let version = 0;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    asked.push(`${request.method} ${pathname}`);
    const file = fileOf(pathname, folder);
    const body = file === null ? null : await readFile(join(dist, file)).catch(() => null);
    if (file === null || body === null) {
      response.writeHead(404, headers).end();
      return;
    }
    const changed = file === '/sw.js' && version > 0 ? `${body}\n// ${version}` : body;
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'Content-Type': type }).end(changed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publish = () => {
    version += 1;
  };
  return { origin, base: `${origin}${folder}/`, asked, publish, stop: () => stop(server) };
}

/** Path within the built app, from its root; null for what lies outside of the folder, or is no path. */
function fileOf(pathname: string, folder: string): string | null {
  if (!pathname.startsWith(`${folder}/`)) return null;
  try {
    const inside = normalize(decodeURIComponent(pathname.slice(folder.length)));
    return inside.endsWith('/') ? `${inside}index.html` : inside;
  } catch {
    return null;
  }
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
