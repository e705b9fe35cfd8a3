// What opens in place and takes the focus gives it back when it goes.

import { type RefObject, useLayoutEffect, useRef } from 'react';

/** A ref for what opens. Its parts may take focus as they appear (`useFocusOnMount`). */
export function useFocusBack<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  // Before the effects in which parts take the focus.
  useLayoutEffect(() => {
    const opened = ref.current;
    const opener = document.activeElement;
    return () => {
      if (opened?.contains(document.activeElement) && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return ref;
}
