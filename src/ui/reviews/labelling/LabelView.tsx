// Labelling: one text after the other under single keys; below, all reviews, to find, correct and take away.

import { useEffect } from 'react';
import { subscribe } from '../../../client';
import { useReviews } from '../store';
import { AtHand } from './AtHand';
import { AllReviews } from './all/AllReviews';
import { BringIn } from './BringIn';
import { actionFor } from './keymap';
import classes from './Label.module.css';
import { decide, forgetQueue, refillFor, undo } from './queue';
import { useLabel } from './store';

/** Milliseconds without news before the queue is asked for anew. */
const REST = 300;

export function LabelView() {
  const reviews = useReviews((all) => all.state?.reviews);
  const unlabelled = reviews?.unlabelled;
  const scored = reviews?.scored;
  useKeys();
  useEffect(
    () =>
      subscribe((event) => {
        if (event.type === 'reset') forgetQueue();
      }),
    [],
  );
  // Reviews came or went, or scores came that order them.
  const news = `${unlabelled}, ${scored}`;
  useEffect(() => {
    const timer = setTimeout(() => refillFor(news), REST);
    return () => clearTimeout(timer);
  }, [news]);
  if (!reviews) return null;
  return (
    <div className={classes.view}>
      {reviews.total > 0 && <AtHand total={reviews.total} unlabelled={reviews.unlabelled} scored={reviews.scored} />}
      <BringIn open={reviews.unlabelled === 0} first={reviews.total === 0} />
      {reviews.total > 0 && <AllReviews counts={reviews} />}
    </div>
  );
}

/** What letters are written into. A box to tick takes none. */
const WRITING =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"], [role="menu"]';

/** Single keys, while nothing is being written. */
function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || target?.closest(WRITING)) return;
      // Arrows move within a row of choices.
      if (target?.matches('input') && event.key.startsWith('Arrow')) return;
      const action = actionFor(event, useLabel.getState().keys);
      if (!action) return;
      event.preventDefault();
      if (action === 'undo') undo();
      else decide(action === 'skip' ? 'skip' : action === 'positive' ? 1 : 0);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
