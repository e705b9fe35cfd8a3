// What can be done to the reviews that are chosen.

import { Button, Checkbox } from '@mantine/core';
import { plural } from '../../../components/format';
import classes from './All.module.css';
import { labelReviews, removeReviews } from './actions';
import { chooseAll, useAll } from './store';

export function Bulk() {
  const chosen = useAll((state) => state.chosen);
  const reviews = useAll((state) => state.reviews);
  if (reviews.length === 0) return null;
  const none = chosen.size === 0;
  return (
    <fieldset className={classes.bulk} aria-label="To the chosen reviews">
      <Checkbox
        size="xs"
        label={none ? 'All on this page' : `${plural(chosen.size, 'review')} chosen`}
        checked={chosen.size === reviews.length}
        indeterminate={!none && chosen.size < reviews.length}
        onChange={(event) => chooseAll(event.currentTarget.checked)}
      />
      <Button size="compact-sm" variant="default" disabled={none} onClick={() => void labelReviews([...chosen], 0)}>
        Negative
      </Button>
      <Button size="compact-sm" variant="default" disabled={none} onClick={() => void labelReviews([...chosen], 1)}>
        Positive
      </Button>
      <Button size="compact-sm" variant="default" disabled={none} onClick={() => void labelReviews([...chosen], null)}>
        No label
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={none}
        onClick={() => void removeReviews(reviews.filter(({ id }) => chosen.has(id)))}
      >
        Delete
      </Button>
    </fieldset>
  );
}
