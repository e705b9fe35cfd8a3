// The Content-Security-Policy and isolation headers, in one place: the build writes the policy into
// index.html (static hosts send no headers), the preview server sends all of it, and the service
// worker adds it to what it serves from its cache.

/** Of src/sandbox/frame-script.js, the one script that stands in a document itself; a test beside it keeps the two in step. */
export const SANDBOX_FRAME_HASH = 'sha256-57ldydJ5qJdMy6HZUJvieTJMrky1cNImcy+rIa7QSRY=';

export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // Compiling WebAssembly needs its own permission; eval stays forbidden. Sandboxes inherit this policy, and the scripts
  // of a user's module are blobs there; to make a blob takes a script that runs already.
  `script-src 'self' 'wasm-unsafe-eval' blob: '${SANDBOX_FRAME_HASH}'`,
  // The component library writes its colour variables into a style element.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // blob: so that workers inherit this policy where their scripts come without headers (./worker.ts).
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
