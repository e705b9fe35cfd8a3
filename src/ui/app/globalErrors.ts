// Errors that nothing caught: shown, once each, never swallowed.

import { showError } from '../components/notify';

/** A notice of the browser that some layout was put off by a frame; it is no fault. */
const HARMLESS = /^ResizeObserver loop/;

export function watchErrors(): void {
  window.addEventListener('error', (event) => {
    if (HARMLESS.test(event.message)) return;
    showError(event.error ?? event.message);
  });
  window.addEventListener('unhandledrejection', (event) => showError(event.reason));
}
