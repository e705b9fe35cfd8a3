// All reviews kept, page by page: search, filter, order; label, edit and delete, several at once; take them away.

import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { ListRequest, ReviewCounts } from '../../../../wire/reviews';
import { formatCount, plural } from '../../../components/format';
import { Section } from '../../../components/Section';
import { wordsOf } from '../../scoring';
import classes from '../Label.module.css';
import { undoBulk } from './actions';
import { Bulk } from './Bulk';
import { Duplicates } from './Duplicates';
import { Row } from './Row';
import { ask, PAGE, useAll } from './store';
import { TakeAway } from './TakeAway';

export function AllReviews({ counts }: { readonly counts: ReviewCounts }) {
  const [twice, setTwice] = useState(false);
  useRows(counts.rev);
  return (
    <Section
      title="All reviews"
      aside={
        <Button size="compact-sm" variant="subtle" aria-pressed={twice} onClick={() => setTwice(!twice)}>
          {twice ? 'Back to all' : 'Find duplicates'}
        </Button>
      }
    >
      <p className={classes.note} data-testid="label-counts">
        {formatCount(counts.positive)} positive, {formatCount(counts.negative)} negative,{' '}
        {formatCount(counts.unlabelled)} without a label
      </p>
      {twice ? <Duplicates rev={counts.rev} /> : <List />}
      <Undo />
      <TakeAway mirrored={counts.mirrored} resting={counts.resting} />
    </Section>
  );
}

function List() {
  const { reviews, total, page, problem, chosen } = useAll();
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const go = (to: number) => useAll.setState({ page: to, chosen: new Set(), last: null });
  return (
    <>
      <Filters />
      {problem !== null && (
        <p className={classes.problem} role="alert">
          The reviews cannot be listed: {problem}
        </p>
      )}
      <p className={classes.note} role="status">
        {total === 0 ? 'Nothing matches.' : plural(total, 'review')}
      </p>
      <Bulk />
      <ul className={classes.rows} aria-label="All reviews">
        {reviews.map((review) => (
          <Row key={review.id} review={review} chosen={chosen.has(review.id)} />
        ))}
      </ul>
      {pages > 1 && (
        <nav className={classes.pages} aria-label="Pages of reviews">
          <Button size="compact-sm" variant="default" disabled={page === 0} onClick={() => go(page - 1)}>
            Back
          </Button>
          <span className="tabular">
            {formatCount(page + 1)} of {formatCount(pages)}
          </span>
          <Button size="compact-sm" variant="default" disabled={page + 1 >= pages} onClick={() => go(page + 1)}>
            On
          </Button>
        </nav>
      )}
    </>
  );
}

/** Milliseconds without a key before a search begins. */
const REST = 250;

const LABELS = [
  { value: '', label: 'Any label' },
  { value: '1', label: 'Positive' },
  { value: '0', label: 'Negative' },
  { value: 'none', label: 'Without a label' },
];
const ORDERS: readonly { readonly value: NonNullable<ListRequest['order']>; readonly label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'disagreement', label: 'Where model and label disagree' },
  { value: 'longest', label: 'Longest first' },
];

function Filters() {
  const filter = useAll((state) => state.filter);
  const [search, setSearch] = useState(filter.search ?? '');
  const [settled] = useDebouncedValue(search, REST);
  useEffect(() => {
    const wanted = settled === '' ? undefined : settled;
    if (useAll.getState().filter.search !== wanted) ask({ search: wanted });
  }, [settled]);
  const label = (value: string): ListRequest['sentiment'] =>
    value === '' ? undefined : value === 'none' ? 'none' : value === '1' ? 1 : 0;
  return (
    <div className={classes.filters}>
      <TextInput
        size="xs"
        type="search"
        aria-label="Search in the reviews"
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label="Only of this label"
        value={String(filter.sentiment ?? '')}
        data={LABELS}
        onChange={(event) => ask({ sentiment: label(event.currentTarget.value) })}
      />
      <NativeSelect
        size="xs"
        aria-label="Order"
        value={filter.order ?? 'newest'}
        data={[...ORDERS]}
        onChange={(event) => {
          const order = ORDERS.find(({ value }) => value === event.currentTarget.value);
          if (order) ask({ order: order.value });
        }}
      />
    </div>
  );
}

function Undo() {
  const bulk = useAll((state) => state.bulk);
  return (
    <p className={classes.undo} aria-live="polite">
      {bulk && (
        <>
          {bulk.words}{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => void undoBulk()}>
            Take it back
          </Button>
        </>
      )}
    </p>
  );
}

/** Keeps the page of reviews in step with the question and with the reviews themselves. */
function useRows(rev: number): void {
  const { filter, page } = useAll();
  useEffect(() => {
    // Every change of the reviews is a reason to ask again, and `rev` numbers them.
    let wanted = rev >= 0;
    service.reviews.list({ ...filter, offset: page * PAGE, limit: PAGE }).then(
      ({ total, reviews }) => {
        if (!wanted) return;
        useAll.setState({ total, reviews, problem: null });
        // The last page may have gone.
        if (reviews.length === 0 && page > 0) useAll.setState({ page: Math.max(0, Math.ceil(total / PAGE) - 1) });
      },
      (error: unknown) => {
        if (wanted) useAll.setState({ problem: wordsOf(error) });
      },
    );
    return () => {
      wanted = false;
    };
  }, [filter, page, rev]);
}
