// Says to screen readers how work came to rest: it may end long after it was begun, and without a word elsewhere.

import { useEffect, useRef } from 'react';

/** Holds what is said, and is there from the beginning (app/Shell.tsx): of an element that comes with its words none are told. */
export const SAID = 'said';

/**
 * Says `words` when they change; '' while there is nothing to say, null while that is not known. What stands when a page
 * opens is no news.
 */
export function useSaid(words: string | null): void {
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (words === null) return;
    if (before.current !== null && before.current !== words) say(words);
    before.current = words;
  }, [words]);
  useEffect(() => () => say(''), []);
}

export function say(words: string): void {
  const place = document.getElementById(SAID);
  if (place) place.textContent = words;
}
