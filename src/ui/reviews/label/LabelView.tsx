// Labelling: one text after the other under single keys; below, all reviews, to find, correct and take away.

import { useEffect } from 'react';
import { subscribe } from '../../../client';
import type { ReviewCounts } from '../../../wire/reviews';
import { useThrottled } from '../../components/useThrottled';
import { type ReviewsUi, useReviews } from '../store';
import { AllReviews } from './all/AllReviews';
import { AtHand } from './hand/AtHand';
import { BringIn } from './in/BringIn';
import { Welcome } from './in/Welcome';
import classes from './Label.module.css';
import { heardCounts } from './progress';
import { forgetQueue, refill, resumeLabels } from './queue';

/** Milliseconds between two looks at an order that moves while scores come in. */
const INTERVAL = 1000;

// As long as the page lives, on show or not: what is deleted or restored on another page must not be at hand here, where its
// label would go to whichever review has its number now.
subscribe((event) => {
  if (event.type === 'reset') forgetQueue();
});

export function LabelView() {
  // Counts come ten times a second while scores do: what they do not change is not drawn anew.
  const empty = useReviews(({ state }) => state && state.reviews.total === 0);
  useCounts();
  useQueue(useReviews(({ state }) => state && newsOf(state.reviews)));
  if (empty === null) return null;
  if (empty) return <Welcome />;
  return (
    <div className={classes.view}>
      <AtHand />
      <BringIn />
      <AllReviews />
    </div>
  );
}

/** What the queue depends on: labels given or changed, and scores. */
function newsOf({ unlabelled, positive, scored }: ReviewCounts): string {
  return `${unlabelled} ${positive} ${scored}`;
}

function useCounts(): void {
  useEffect(() => {
    const tell = ({ state }: ReviewsUi) => state && heardCounts(state.reviews);
    tell(useReviews.getState());
    return useReviews.subscribe(tell);
  }, []);
}

/** Asks for the queue anew when reviews or scores came or went. */
function useQueue(news: string | null): void {
  const heard = useThrottled(news, INTERVAL);
  useEffect(() => {
    void resumeLabels().then(refill);
  }, []);
  useEffect(() => {
    if (heard !== null) refill();
  }, [heard]);
}
