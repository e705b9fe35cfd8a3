// One page of the reviews that match.

import { type RefObject, useDeferredValue, useEffect, useLayoutEffect, useRef } from 'react';
import { service } from '../../../../client';
import { wordsOf } from '../../../components/errors';
import { plural } from '../../../components/format';
import { Pager } from '../../../components/Pager';
import { useThrottled } from '../../../components/useThrottled';
import { useReviews } from '../../store';
import classes from './All.module.css';
import { Bulk } from './Bulk';
import { Filters } from './Filters';
import { Row } from './Row';
import { go, isEditing, PAGE, turnedTo, useAll } from './store';

/** Milliseconds between two looks while reviews or scores keep changing. */
const INTERVAL = 700;

export function List() {
  // Fifty rows at once would hold up a key: they are drawn in between.
  const reviews = useDeferredValue(useAll((state) => state.reviews));
  const problem = useAll((state) => state.problem);
  const chosen = useAll((state) => state.chosen);
  const list = useFocusKept();
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
      <ul ref={list} tabIndex={-1} className={classes.rows} aria-label="All reviews">
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
  const problem = useAll((state) => state.problem);
  // Nothing is said of what is not known.
  if (total === null || (problem !== null && total === 0)) return null;
  return (
    <>
      <p className={total === 0 ? classes.note : 'visually-hidden'} role="status">
        {total === 0 ? 'Nothing matches.' : plural(total, 'review')}
      </p>
      {total > 0 && <Pager label="Pages of reviews" total={total} size={PAGE} page={page} onPage={go} />}
    </>
  );
}

/**
 * A ref for what holds the rows: by its label one may leave the question, and take the focus with it. By key, the next is near
 * then; after a pointer, the letters mean the review at hand again.
 */
function useFocusKept(): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const had = useRef(false);
  useEffect(() => {
    const note = () => {
      const { activeElement } = document;
      had.current = (list.current?.contains(activeElement) && activeElement?.matches(':focus-visible')) ?? false;
    };
    const forget = () => {
      had.current = false;
    };
    document.addEventListener('focusin', note);
    document.addEventListener('pointerdown', forget);
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', forget);
    };
  }, []);
  // At every render: any of them may have taken the row away.
  useLayoutEffect(() => {
    if (had.current && document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  });
  return list;
}

/** Keeps the page in step with the question and with the reviews themselves; nothing is on its way twice. */
function useRows(): void {
  const filter = useAll((state) => state.filter);
  const page = useAll((state) => state.page);
  const changes = useReviews(({ state }) => (state ? `${state.reviews.rev} ${state.reviews.scored}` : null));
  const rev = useThrottled(changes, INTERVAL);
  const editing = useAll(isEditing);
  useEffect(() => {
    if (rev === null || editing) return;
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
  }, [filter, page, rev, editing]);
}
