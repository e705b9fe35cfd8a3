// All reviews kept, page by page: search, filter, order; label, edit and delete, several at once; take them away.

import { Button } from '@mantine/core';
import { memo, useState } from 'react';
import { formatCount } from '../../../components/format';
import { Section } from '../../../components/Section';
import { useReviews } from '../../store';
import { ELSEWHERE } from '../keys';
import classes from './All.module.css';
import { Duplicates } from './Duplicates';
import { List } from './List';
import { TakeAway } from './TakeAway';
import { Undo } from './Undo';

export const AllReviews = memo(function AllReviews() {
  const [twice, setTwice] = useState(false);
  return (
    <div {...ELSEWHERE}>
      <Section
        title="All reviews"
        aside={
          <Button size="compact-sm" variant="subtle" aria-pressed={twice} onClick={() => setTwice(!twice)}>
            {twice ? 'Back to all' : 'Find duplicates'}
          </Button>
        }
      >
        <Counts />
        {twice ? <Duplicates /> : <List />}
        <Undo />
        <TakeAway />
      </Section>
    </div>
  );
});

function Counts() {
  const counts = useReviews(({ state }) => state?.reviews);
  if (!counts) return null;
  return (
    <p className={classes.note} data-testid="label-counts">
      {formatCount(counts.positive)} positive, {formatCount(counts.negative)} negative, {formatCount(counts.unlabelled)}{' '}
      without a label
    </p>
  );
}
