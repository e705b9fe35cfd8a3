// One page of the reviews that match.

import { Button } from '@mantine/core';
import { useDeferredValue, useEffect, useRef } from 'react';
import { service } from '../../../../client';
import { wordsOf } from '../../../components/errors';
import { formatCount } from '../../../components/format';
import { useThrottled } from '../../../components/useThrottled';
import { useReviews } from '../../store';
import classes from './All.module.css';
import { Bulk } from './Bulk';
import { Filters } from './Filters';
import { Row } from './Row';
import { go, PAGE, turnedTo, useAll } from './store';

/** Milliseconds between two looks while reviews or scores keep changing. */
const INTERVAL = 700;

export function List() {
  // Fifty rows at once would hold up a key: they are drawn in between.
  const reviews = useDeferredValue(useAll((state) => state.reviews));
  const problem = useAll((state) => state.problem);
  const chosen = useAll((state) => state.chosen);
  useRows();
  return (
    <>
      <Filters />
      {problem !== null && (
        <p className={classes.problem} role="alert">
          The reviews cannot be listed: {problem}
        </p>
      )}
      <Bulk />
      <ul className={classes.rows} aria-label="All reviews">
        {reviews.map((review) => (
          <Row key={review.id} review={review} chosen={chosen.has(review.id)} />
        ))}
      </ul>
      <Pages />
    </>
  );
}

function Pages() {
  const total = useAll((state) => state.total);
  const page = useAll((state) => state.page);
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const root = useRef<HTMLElement>(null);
  const shown = useRef(page);
  // The next page begins at its top.
  useEffect(() => {
    if (shown.current !== page) root.current?.parentElement?.scrollIntoView({ block: 'start' });
    shown.current = page;
  }, [page]);
  return (
    <nav ref={root} className={classes.pages} aria-label="Pages of reviews">
      <span className="tabular" role="status">
        {total === 0
          ? 'Nothing matches.'
          : `${formatCount(page * PAGE + 1)}–${formatCount(Math.min(total, (page + 1) * PAGE))} of ${formatCount(total)}`}
      </span>
      {pages > 1 && (
        <>
          <Button size="compact-sm" variant="default" disabled={page === 0} onClick={() => go(page - 1)}>
            Previous
          </Button>
          <Button size="compact-sm" variant="default" disabled={page + 1 >= pages} onClick={() => go(page + 1)}>
            Next
          </Button>
        </>
      )}
    </nav>
  );
}

/** Keeps the page in step with the question and with the reviews themselves; nothing is on its way twice. */
function useRows(): void {
  const filter = useAll((state) => state.filter);
  const page = useAll((state) => state.page);
  const changes = useReviews(({ state }) => (state ? `${state.reviews.rev} ${state.reviews.scored}` : null));
  const rev = useThrottled(changes, INTERVAL);
  useEffect(() => {
    if (rev === null) return;
    let over = false;
    service.reviews.list({ ...filter, offset: page * PAGE, limit: PAGE }).then(
      (found) => {
        if (!over) turnedTo(found);
      },
      (error: unknown) => {
        if (!over) useAll.setState({ problem: wordsOf(error) });
      },
    );
    return () => {
      over = true;
    };
  }, [filter, page, rev]);
}
