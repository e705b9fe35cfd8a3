// A view of a page that has an address of its own: it names the window, and when another view takes its place, it begins at
// its top and does not lose the keyboard's place. (The page as a whole: app/PageFrame.tsx.)

import { useEffect, useRef } from 'react';

/**
 * Call it where the view is drawn, inside its Suspense boundary, so that it acts when the view is there. `key` differs from
 * view to view; `names` name the window, the page's name last.
 */
export function useView(key: string, ...names: readonly string[]): void {
  const title = [...names, 'Millrace'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);

  const shown = useRef(key);
  useEffect(() => {
    const returned = wasHere();
    if (shown.current === key) return;
    shown.current = key;
    // Back and forward lead to where one was on it: the browser scrolls there.
    if (returned) return;
    window.scrollTo({ top: 0 });
    // What was pressed may still be there, or the view may have taken the focus to where one begins.
    if (document.activeElement !== document.body) return;
    const heading =
      document.querySelector<HTMLElement>('#main [data-view-title]') ?? document.querySelector<HTMLElement>('#main h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }, [key]);
}

/** Whether the present entry of the history was on show before; from now on it was. */
function wasHere(): boolean {
  const state: { readonly visited?: true } | null = window.history.state;
  if (state?.visited) return true;
  window.history.replaceState({ ...state, visited: true }, '');
  return false;
}
