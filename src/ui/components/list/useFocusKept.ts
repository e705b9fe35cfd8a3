// A row that had the focus may go, as one that is deleted does: then the table has it, and not the page's beginning.

import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

export function useFocusKept(): {
  /** For onFocus of what the rows lie in. */
  took(event: FocusEvent): void;
  /** What has the focus then. */
  readonly rest: RefObject<HTMLDivElement | null>;
} {
  const rest = useRef<HTMLDivElement>(null);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const { activeElement, body } = document;
    const lost = last.current !== null && !last.current.isConnected && activeElement === body;
    if (!lost) return;
    last.current = null;
    rest.current?.focus();
  });
  return {
    took({ target }) {
      last.current = target;
    },
    rest,
  };
}
