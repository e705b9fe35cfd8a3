// The build: React page, module workers, the service worker with its precache list.

import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { mantineStyles } from './scripts/mantine-styles.mjs';
import { offlinePack } from './scripts/offline-pack.mjs';
import { twins } from './scripts/twins.mjs';
import { CONTENT_SECURITY_POLICY, SECURITY_HEADERS } from './src/wire/csp.ts';

const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as { version: string };

/** Writes the policy into the built page. Not in development: the dev server injects inline scripts. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/**
 * What index.html waits for: the style sheet stands behind the first frame that is drawn there, and holds up the code and not
 * that frame; what most pages share is fetched beside the start of the app instead of after it.
 */
function firstFrame(): Plugin {
  const sheet = /\s*<link rel="stylesheet"[^>]*>/g;
  return {
    name: 'first-frame',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, path }) {
        if (path !== '/index.html') return html;
        const sheets = html.match(sheet) ?? [];
        const common = Object.values(bundle ?? {}).find(({ type, name }) => type === 'chunk' && name === COMMON);
        if (sheets.length === 0 || !common)
          throw new Error('The build has no style sheet, or no chunk that pages share.');
        const preload = `    <link rel="modulepreload" crossorigin href="./${common.fileName}">\n  </head>`;
        return html
          .replace(sheet, '')
          .replace(/ *<\/head>/, preload)
          .replace(/\s*<\/body>/, `${sheets.join('')}\n  </body>`);
      },
    },
  };
}

/**
 * zod tries whether it may compile checks by `new Function`; it may not here, and the policy tells of each attempt, in every
 * thread. Its own setting against it has to be there before its first schema, which imports in chunks do not promise.
 */
function zodWithoutEval(): Plugin {
  const [unset, set] = ['__zod_globalConfig = {}', '__zod_globalConfig = { jitless: true }'];
  return {
    name: 'zod-without-eval',
    apply: 'build',
    transform(code, id) {
      if (!/\/zod\/v4\/core\/core\.js$/.test(id)) return null;
      if (!code.includes(unset)) throw new Error('zod keeps its settings elsewhere now: it would breach the policy.');
      return { code: code.replace(unset, set), map: null };
    },
  };
}

/** The REST door is the service worker's; a client that is not one of its pages learns so. */
function explainApi(): Plugin {
  const message = 'The API is answered inside the browser, by the service worker of an open Millrace page.';
  return {
    name: 'explain-api',
    configurePreviewServer(server) {
      server.middlewares.use('/api', (_request, response) => {
        response.writeHead(503, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ error: message, details: [] }));
      });
    },
  };
}

const offline = offlinePack();

/** The chunk of what most pages share. */
const COMMON = 'common';

/**
 * Each file costs its request, its place in the offline store and a compilation of its own, however small it is: what is
 * there from the start is one file, and what much else shares is another. Of two pages the start would be that of both.
 */
const STARTS_AS_ONE = { name: 'start', tags: ['$initial' as const], priority: 1 };
const SHARED_AS_ONE = { name: COMMON, minShareCount: 5 };
const bundled = () => ({
  output: { codeSplitting: { groups: [STARTS_AS_ONE, SHARED_AS_ONE] } },
  // Whose plugin took how long is no news to who only wants the app.
  checks: { pluginTimings: false },
});

const sharedPlugins = () => [contentSecurityPolicy(), twins(), zodWithoutEval()];

function appPlugins() {
  return [
    ...sharedPlugins(),
    react(),
    firstFrame(),
    explainApi(),
    mantineStyles(),
    offline.plugin,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/workers',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: null,
      manifest: {
        id: './',
        name: 'Millrace',
        short_name: 'Millrace',
        description: 'A machine-learning workbench that trains in the browser.',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#ffffff',
        icons: [
          { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
      injectManifest: {
        buildPlugins: { vite: [zodWithoutEval()] },
        globPatterns: [
          '**/*.{js,css,html,wasm,woff2,svg,png,json,webmanifest}',
          'models/**/*.{safetensors,bin,txt}',
          'configs/**/*.yaml',
          'licences.txt',
        ],
        manifestTransforms: [offline.transform],
        // Offline means all of it: TensorFlow.js with its WASM binaries is the largest part.
        maximumFileSizeToCacheInBytes: 16 * 1024 * 1024,
      },
      devOptions: { enabled: false },
    }),
  ];
}

/** The page that `npm run bench` drives lies beside the app that was built: that one is measured as it is shipped. */
const BENCH_PAGE = {
  outDir: 'dist-bench',
  emptyOutDir: false,
  copyPublicDir: false,
  manifest: false,
  rolldownOptions: { input: 'bench/index.html' },
};

export default defineConfig(({ mode }) => ({
  // Relative, so that the app runs from any folder of a static host.
  base: './',
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: mode === 'bench' ? sharedPlugins() : appPlugins(),
  worker: {
    format: 'es',
    plugins: () => [twins(), zodWithoutEval()],
    rolldownOptions: bundled(),
  },
  build: {
    target: 'es2022',
    manifest: true,
    // Data URLs would be refused by connect-src 'self'.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500,
    // One style sheet: fifty small ones take longer to be kept for offline use than they save.
    cssCodeSplit: false,
    rolldownOptions: bundled(),
    ...(mode === 'bench' ? BENCH_PAGE : {}),
  },
  server: { headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } },
  preview: { headers: SECURITY_HEADERS, host: '127.0.0.1', port: 4173 },
}));
