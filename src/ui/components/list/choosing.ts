// Choosing rows of a list: one, all that are shown, and by keyboard from row to row. Pure but for the focus.

import type { KeyboardEvent } from 'react';

/** With that row chosen where it was not, and the other way round. */
export function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** All that are shown are chosen, or none of them where they were; those on other pages stay as they are. */
export function allToggled(chosen: ReadonlySet<string>, shown: readonly string[]): ReadonlySet<string> {
  if (shown.every((id) => chosen.has(id))) return new Set([...chosen].filter((id) => !shown.includes(id)));
  return new Set([...chosen, ...shown]);
}

/** What marks the box by which a row is chosen. */
export const PICKS = 'data-picks';

/** ↑ and ↓ go from the box of a row to that of its neighbour, Home and End to the first and the last. */
export function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget, key } = event;
  if (!(target instanceof HTMLElement)) return;
  const boxes = [...currentTarget.querySelectorAll<HTMLElement>(`[${PICKS}]`)];
  const at = boxes.indexOf(target);
  const next = at < 0 ? undefined : boxes[placeAfter(key, at, boxes.length)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function placeAfter(key: string, at: number, count: number): number {
  switch (key) {
    case 'ArrowUp':
      return at - 1;
    case 'ArrowDown':
      return at + 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
