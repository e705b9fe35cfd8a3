// What can be done to the reviews that are chosen.

import { Button, Checkbox } from '@mantine/core';
import type { Sentiment } from '../../../../wire/reviews';
import { plural } from '../../../components/format';
import { whenPossible } from '../../../components/possible';
import classes from './All.module.css';
import { labelReviews, removeReviews } from './actions';
import { chooseAll, useAll } from './store';

export function Bulk() {
  const chosen = useAll((state) => state.chosen);
  const reviews = useAll((state) => state.reviews);
  if (reviews.length === 0) return null;
  const none = chosen.size === 0;
  // What is pressed here leaves nothing chosen: the focus stays for the next.
  const label = (sentiment: Sentiment | null) => whenPossible(!none, () => void labelReviews([...chosen], sentiment));
  return (
    <fieldset className={classes.bulk} aria-label="To the chosen reviews">
      <Checkbox
        size="xs"
        label={none ? 'All on this page' : `${plural(chosen.size, 'review')} chosen`}
        checked={chosen.size === reviews.length}
        indeterminate={!none && chosen.size < reviews.length}
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
        {...whenPossible(!none, () => void removeReviews(reviews.filter(({ id }) => chosen.has(id))))}
      >
        Delete
      </Button>
    </fieldset>
  );
}
