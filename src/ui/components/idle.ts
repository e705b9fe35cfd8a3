// The moments in which the page has nothing to do: for what is needed soon, but not now.

/** Resolves once the page is idle, or after `timeout` milliseconds at the latest. Safari cannot tell: there it is a short while. */
export function whenIdle(timeout: number): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout });
    else setTimeout(resolve, Math.min(timeout, 500));
  });
}
