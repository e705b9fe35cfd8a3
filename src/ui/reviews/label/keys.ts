// Listens for the view's keys. They mean the review at hand, or the one in the list that has the focus; they rest while
// something is written, and while the review at hand is out of sight.

import { type RefObject, useEffect } from 'react';
import type { Sentiment } from '../../../wire/reviews';
import { isSwitchedOff } from '../../components/letterKeys';
import { labelReviews } from './all/actions';
import { type Action, actionFor, type Focus } from './keymap';
import { decide, undo } from './queue';
import { useLabel } from './store';

/** On what holds other reviews than the one at hand. */
export const ELSEWHERE = { 'data-other-reviews': '' };

const WRITING =
  'textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"], [role="menu"], ' +
  'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"], [type="file"])';
const ARROWS = 'input[type="radio"], input[type="range"], [role="slider"], [role="tab"], [data-scrolls]';

export function useLabelKeys(hand: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isSwitchedOff(event)) return;
      const { keys } = useLabel.getState();
      const action = actionFor(event, keys, focusOf(event.target, hand.current));
      const row = action ? null : rowOf(event.target);
      const label = sentimentOf(row === null ? null : actionFor(event, keys, 'arrows'));
      if (action) run(action);
      else if (row !== null && label !== null) void labelReviews([row], label);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [hand]);
}

export function run(action: Action): void {
  if (action === 'undo') undo();
  else decide(sentimentOf(action) ?? 'skip');
}

function sentimentOf(action: Action | null): Sentiment | null {
  return action === 'positive' ? 1 : action === 'negative' ? 0 : null;
}

/** Number of the review in the list that has the focus; null where none has, and while its text is being changed. */
function rowOf(target: EventTarget | null): string | null {
  if (!(target instanceof Element) || target.closest(WRITING)) return null;
  return target.closest('[data-review]')?.getAttribute('data-review') ?? null;
}

function focusOf(target: EventTarget | null, hand: HTMLElement | null): Focus {
  const element = target instanceof Element ? target : null;
  if (element?.closest(WRITING)) return 'writing';
  if (element?.closest('[data-other-reviews]') || !hand || !isInSight(hand)) return 'elsewhere';
  return element?.closest(ARROWS) ? 'arrows' : 'free';
}

function isInSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
