// A row that had the focus may go, as one that is deleted does: then the table has it, or its heir there, and not the page's
// beginning.

import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react';

/** @param heirOf what in the table takes the focus over from what is gone; the table itself where it is null, or left out */
export function useFocusKept(heirOf?: (gone: Element, table: HTMLElement) => HTMLElement | null): {
  /** For onFocus of what the rows lie in. */
  took(event: FocusEvent): void;
  /** What has the focus then. */
  readonly rest: RefObject<HTMLDivElement | null>;
} {
  const rest = useRef<HTMLDivElement>(null);
  const last = useRef<Element | null>(null);
  // In the same step as the row goes: a key that is pressed meanwhile would act on nothing.
  useLayoutEffect(() => {
    const { activeElement, body } = document;
    const gone = last.current;
    const lost = gone !== null && !gone.isConnected && activeElement === body;
    if (!lost) return;
    last.current = null;
    const heir = rest.current && heirOf?.(gone, rest.current);
    (heir ?? rest.current)?.focus();
  });
  return {
    took({ target }) {
      last.current = target;
    },
    rest,
  };
}
