// Around the page at hand, inside its Suspense boundary, so that it mounts when the page is there:
// names the window, and after a navigation moves focus to the page's heading.

import { type ReactNode, useEffect, useLayoutEffect } from 'react';

interface PageFrameProps {
  readonly title: string;
  /** False for the page that was opened first: focus stays where the browser put it. */
  readonly moveFocus: boolean;
  readonly children: ReactNode;
}

export function PageFrame({ title, moveFocus, children }: PageFrameProps) {
  // Before the page's own effects: a view of it may have a name of its own (components/useView.ts).
  useLayoutEffect(() => {
    document.title = `${title} · Millrace`;
  }, [title]);

  useEffect(() => {
    if (!moveFocus) return;
    const main = document.getElementById('main');
    const heading = main?.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    (heading ?? main)?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [moveFocus]);

  return children;
}
