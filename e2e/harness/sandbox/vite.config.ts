// Builds the page that e2e/sandbox.spec.ts drives: the host of sandboxes as the app has it, under the app's policy.

import { defineConfig } from 'vite';
import { CONTENT_SECURITY_POLICY } from '../../../src/wire/csp';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [
    {
      name: 'content-security-policy',
      transformIndexHtml: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
          injectTo: 'head-prepend',
        },
      ],
    },
  ],
  worker: { format: 'es' },
  build: { target: 'es2022', emptyOutDir: true, assetsInlineLimit: 0 },
});
