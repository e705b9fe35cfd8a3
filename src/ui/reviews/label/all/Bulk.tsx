// What can be done to the reviews that are chosen.

import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { MAX_REVIEWS_ADDED } from '../../../../wire/limits';
import type { Sentiment } from '../../../../wire/reviews';
import { BusyButton } from '../../../components/BusyButton';
import { formatCount, plural } from '../../../components/format';
import { whenPossible } from '../../../components/possible';
import classes from './All.module.css';
import { chooseAllThatMatch, labelReviews, removeReviews } from './actions';
import { chooseAll, chosenReviews, PAGE, useAll } from './store';

export function Bulk() {
  const chosen = useAll((state) => state.chosen);
  const reviews = useAll((state) => state.reviews);
  if (reviews.length === 0) return null;
  const none = chosen.size === 0;
  const onPage = reviews.filter(({ id }) => chosen.has(id)).length;
  // What is pressed here leaves nothing chosen: the focus stays for the next.
  const label = (sentiment: Sentiment | null) => whenPossible(!none, () => void labelReviews([...chosen], sentiment));
  return (
    <fieldset className={classes.bulk} aria-label="To the chosen reviews">
      <Checkbox
        size="xs"
        label={none ? 'All on this page' : `${plural(chosen.size, 'review')} chosen`}
        checked={onPage === reviews.length}
        indeterminate={!none && onPage < reviews.length}
        onChange={(event) => chooseAll(event.currentTarget.checked)}
      />
      <Button size="compact-sm" variant="default" {...label(0)}>
        Negative
      </Button>
      <Button size="compact-sm" variant="default" {...label(1)}>
        Positive
      </Button>
      <Button size="compact-sm" variant="default" {...label(null)}>
        No label
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        {...whenPossible(!none, () => void removeReviews(chosenReviews(useAll.getState())))}
      >
        Delete
      </Button>
      <Matching />
    </fieldset>
  );
}

/** Where there are more pages than this one. */
function Matching() {
  const total = useAll((state) => state.total);
  const all = useAll((state) => state.matching !== null);
  const [busy, setBusy] = useState(false);
  if (total === null || total <= PAGE) return null;
  const most = Math.min(total, MAX_REVIEWS_ADDED);
  const choose = async () => {
    setBusy(true);
    await chooseAllThatMatch();
    setBusy(false);
  };
  return (
    <BusyButton size="compact-sm" variant="subtle" busy={busy} possible={!all} onClick={() => void choose()}>
      {most < total
        ? `Choose the first ${formatCount(most)} that match`
        : `Choose all ${formatCount(total)} that match`}
    </BusyButton>
  );
}
