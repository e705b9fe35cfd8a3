// What can be done to the reviews that are chosen.

import { Button, Checkbox } from '@mantine/core';
import { plural } from '../../../components/format';
import classes from '../Label.module.css';
import { labelChosen, removeChosen } from './actions';
import { chooseAll, useAll } from './store';

export function Bulk() {
  const { chosen, reviews } = useAll();
  if (reviews.length === 0) return null;
  const none = chosen.size === 0;
  return (
    <div className={classes.bulk}>
      <Checkbox
        size="xs"
        label={none ? 'All on this page' : `${plural(chosen.size, 'review')} chosen`}
        checked={chosen.size === reviews.length}
        indeterminate={!none && chosen.size < reviews.length}
        onChange={(event) => chooseAll(event.currentTarget.checked)}
      />
      <Button size="compact-sm" variant="default" disabled={none} onClick={() => void labelChosen(0)}>
        Negative
      </Button>
      <Button size="compact-sm" variant="default" disabled={none} onClick={() => void labelChosen(1)}>
        Positive
      </Button>
      <Button size="compact-sm" variant="default" disabled={none} onClick={() => void labelChosen(null)}>
        No label
      </Button>
      <Button size="compact-sm" variant="default" disabled={none} onClick={() => void removeChosen()}>
        Delete
      </Button>
    </div>
  );
}
