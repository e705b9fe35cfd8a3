// Labelling: one text after the other under single keys; below, all reviews, to find, correct and take away.

import { useEffect } from 'react';
import { subscribe } from '../../../client';
import { useThrottled } from '../../components/useThrottled';
import { useReviews } from '../store';
import { AllReviews } from './all/AllReviews';
import { AtHand } from './hand/AtHand';
import { BringIn } from './in/BringIn';
import { Welcome } from './in/Welcome';
import classes from './Label.module.css';
import { heardCounts } from './progress';
import { forgetQueue, refill, resumeLabels } from './queue';

/** Milliseconds between two looks at an order that moves while scores come in. */
const INTERVAL = 1000;

export function LabelView() {
  const counts = useReviews((all) => all.state?.reviews);
  useEffect(() => {
    if (counts) heardCounts(counts);
  }, [counts]);
  useEffect(
    () =>
      subscribe((event) => {
        if (event.type === 'reset') forgetQueue();
      }),
    [],
  );
  useQueue(counts && `${counts.unlabelled} ${counts.scored}`);
  if (!counts) return null;
  if (counts.total === 0) return <Welcome />;
  return (
    <div className={classes.view}>
      <AtHand total={counts.total} scored={counts.scored} />
      <BringIn />
      <AllReviews />
    </div>
  );
}

/** Asks for the queue anew when reviews or scores came or went. */
function useQueue(news: string | undefined): void {
  const heard = useThrottled(news, INTERVAL);
  useEffect(() => {
    void resumeLabels().then(refill);
  }, []);
  useEffect(() => {
    if (heard !== undefined) refill();
  }, [heard]);
}
