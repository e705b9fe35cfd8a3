// The document of a sandbox, as a text: a page of its own could not come from the service worker, which does not answer
// for frames of an opaque origin, and so not offline.

import { SANDBOX_FRAME_HASH } from '../wire/csp';
import script from './frame-script.js?raw';

/** Joined to the app's own policy, which such a document inherits: both must allow. Workers inherit both. */
export const FRAME_POLICY = [
  "default-src 'none'",
  `script-src '${SANDBOX_FRAME_HASH}' 'wasm-unsafe-eval' blob:`,
  'worker-src blob:',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

export const FRAME_SCRIPT = script;

export const FRAME_DOCUMENT = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}"><title>Sandbox</title></head><body><script>${script}</script></body></html>`;
