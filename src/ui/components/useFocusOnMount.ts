// Where a control replaces another in answer to a click, focus goes with it.

import { type RefObject, useEffect, useRef } from 'react';

/** A ref for what takes focus when it appears; nothing happens where `wanted` is false at that moment. */
export function useFocusOnMount<T extends HTMLElement>(wanted = true): RefObject<T | null> {
  const ref = useRef<T>(null);
  const atMount = useRef(wanted);
  useEffect(() => {
    if (atMount.current) ref.current?.focus();
  }, []);
  return ref;
}
