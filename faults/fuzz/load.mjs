// Loads the product's own TypeScript in Node, TensorFlow.js by its ES modules as the build takes them; what is imported
// later, when it is first needed, is loaded then.

import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createServer } from 'vite';

/** The exports of a file of this folder. */
export async function load(file) {
  // TensorFlow.js asks for it where it finds itself in Node.
  globalThis.require ??= createRequire(import.meta.url);
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    root: resolve(import.meta.dirname, '../..'),
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
    ssr: { noExternal: [/@tensorflow\//] },
  });
  return server.ssrLoadModule(resolve(import.meta.dirname, file));
}
