// Where a row of a list goes at the press of its button, the focus goes on.

import type { RefObject } from 'react';

/** To the button of the row after it, or before it; without any, to what stays. Called before the row goes. */
export function focusBeside(list: HTMLElement | null, at: number, rest: RefObject<HTMLElement | null>): void {
  const rows = list?.children;
  const beside = rows?.item(at + 1) ?? (at > 0 ? rows?.item(at - 1) : null);
  (beside?.querySelector('button') ?? rest.current)?.focus();
}
