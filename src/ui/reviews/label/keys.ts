// Listens for the view's keys. They mean the review at hand: they rest while something is written, while the focus is
// among other reviews, and while the review at hand is out of sight.

import { type RefObject, useEffect } from 'react';
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
      if (event.defaultPrevented) return;
      const action = actionFor(event, useLabel.getState().keys, focusOf(event.target, hand.current));
      if (!action) return;
      event.preventDefault();
      run(action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [hand]);
}

export function run(action: Action): void {
  if (action === 'undo') undo();
  else if (action === 'skip') decide('skip');
  else decide(action === 'positive' ? 1 : 0);
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
