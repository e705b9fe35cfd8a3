// Where a control goes away, or is disabled, by what it was pressed for, focus stays in its section.

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * A ref for what stays, with `tabIndex={-1}`: it takes the focus when the focused part of it is gone or disabled after a render of
 * the component that calls this.
 */
export function useFocusStays<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  const had = useRef(false);
  useEffect(() => {
    const note = () => {
      had.current = ref.current?.contains(document.activeElement) ?? false;
    };
    // A pointer that is pressed on nothing takes the focus away for good, and no `focusin` tells.
    const leave = (event: PointerEvent) => {
      if (!(event.target instanceof Node && ref.current?.contains(event.target))) had.current = false;
    };
    document.addEventListener('focusin', note);
    document.addEventListener('pointerdown', leave);
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', leave);
    };
  }, []);
  // At every render: which one takes the control away is not known beforehand.
  useLayoutEffect(() => {
    const now = document.activeElement;
    const lost = now === document.body || (now instanceof HTMLButtonElement && now.disabled);
    if (had.current && lost) ref.current?.focus({ preventScroll: true });
  });
  return ref;
}
