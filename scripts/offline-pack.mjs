// What is kept for offline use, in few pieces: the build's texts (scripts, styles, pages, configurations) go into one file,
// which is fetched, stored and compressed as one. Hundreds of small ones cost the browser seconds of work at the first visit,
// and each script that is put into the store as one is compiled there whole, used or not. src/workers/sw/pack.ts reads it.
//
// Its form, in UTF-8: a line of JSON, Index of src/workers/sw/pack.ts; then the files, one after another.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';

const TYPES = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.yaml': 'text/yaml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};
/** Models have files of their own: most versions of the app leave them as they are. */
const APART = /^models\//;

/** For vite-plugin-pwa: `plugin` goes before it, `transform` is one of its `manifestTransforms`. */
export function offlinePack() {
  let folder = '';
  return {
    plugin: {
      name: 'offline-pack',
      configResolved({ root, build }) {
        folder = resolve(root, build.outDir);
      },
    },
    transform: async (entries) => ({ manifest: pack(folder, entries), warnings: [] }),
  };
}

/**
 * Writes the pack into the folder of the build, named by its content; what stays apart, and the pack.
 *
 * @param {string} folder
 * @param {readonly import('./offline-pack.d.mts').Entry[]} entries
 * @returns {import('./offline-pack.d.mts').Entry[]}
 */
function pack(folder, entries) {
  const fits = ({ url }) => !APART.test(url) && extname(url) in TYPES;
  const packed = entries.filter(fits).map(({ url }) => ({ url, body: readFileSync(join(folder, url)) }));
  let end = 0;
  const files = packed.map(({ url, body }) => {
    const start = end;
    end += body.length;
    return [url, { type: TYPES[extname(url)], start, end }];
  });
  const index = Buffer.from(`${JSON.stringify({ files: Object.fromEntries(files) })}\n`);
  const content = Buffer.concat([index, ...packed.map(({ body }) => body)]);
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const url = `assets/offline-${digest}.txt`;
  writeFileSync(join(folder, url), content);
  return [...entries.filter((entry) => !fits(entry)), { url, revision: null, size: content.length }];
}
