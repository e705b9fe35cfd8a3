// All reviews kept, page by page: search, filter, order; label, edit and delete, several at once; take them away.

import { Button } from '@mantine/core';
import { type MouseEvent, memo, useRef, useState } from 'react';
import { formatCount } from '../../../components/format';
import { Section } from '../../../components/Section';
import { useReviews } from '../../store';
import { ELSEWHERE } from '../keys';
import { undo } from '../queue';
import { type Step, useLabel } from '../store';
import classes from './All.module.css';
import { Duplicates } from './Duplicates';
import { List } from './List';
import { TakeAway } from './TakeAway';

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

/** What was done in the list last, while it is the next that would be undone. Said aloud by the queue, as all that is done. */
function Undo() {
  const last = useLabel((state) => state.history.at(-1));
  const rest = useRef<HTMLParagraphElement>(null);
  const takeBack = ({ detail }: MouseEvent) => {
    undo();
    // Pressed by key, the focus stays here where the button goes; after a pointer, the letters mean the review at hand again.
    if (detail === 0 && !isOfList(useLabel.getState().history.at(-1))) rest.current?.focus({ preventScroll: true });
  };
  return (
    <p ref={rest} tabIndex={-1} className={classes.undo}>
      {isOfList(last) && (
        <>
          {last.words}{' '}
          <Button size="compact-sm" variant="light" onClick={takeBack}>
            Take it back
          </Button>
        </>
      )}
    </p>
  );
}

function isOfList(step: Step | undefined): step is Exclude<Step, { kind: 'one' }> {
  return step !== undefined && step.kind !== 'one';
}
