// Which reviews are listed, and in which order.

import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { ListRequest } from '../../../../wire/reviews';
import classes from './All.module.css';
import { ask, useAll } from './store';

/** Milliseconds without a key before a search begins. */
const REST = 200;

type Label = NonNullable<ListRequest['sentiment']>;
type Order = NonNullable<ListRequest['order']>;

const LABELS: readonly { readonly value: string; readonly label: string; readonly sentiment: Label | undefined }[] = [
  { value: '', label: 'Any label', sentiment: undefined },
  { value: '1', label: 'Positive', sentiment: 1 },
  { value: '0', label: 'Negative', sentiment: 0 },
  { value: 'none', label: 'Without a label', sentiment: 'none' },
];
const ORDERS: readonly { readonly value: Order; readonly label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'disagreement', label: 'Where model and label disagree' },
  { value: 'longest', label: 'Longest first' },
];

export function Filters() {
  const sentiment = useAll((state) => state.filter.sentiment);
  const order = useAll((state) => state.filter.order);
  return (
    <search className={classes.filters}>
      <Search />
      <NativeSelect
        size="xs"
        aria-label="Only of this label"
        value={LABELS.find((one) => one.sentiment === sentiment)?.value ?? ''}
        data={LABELS.map(({ value, label }) => ({ value, label }))}
        onChange={(event) => {
          const chosen = LABELS.find(({ value }) => value === event.currentTarget.value);
          ask({ sentiment: chosen?.sentiment });
        }}
      />
      <NativeSelect
        size="xs"
        aria-label="Order"
        value={order ?? 'newest'}
        data={[...ORDERS]}
        onChange={(event) => {
          const chosen = ORDERS.find(({ value }) => value === event.currentTarget.value);
          if (chosen) ask({ order: chosen.value });
        }}
      />
    </search>
  );
}

function Search() {
  const [search, setSearch] = useState(() => useAll.getState().filter.search ?? '');
  const [settled] = useDebouncedValue(search, REST);
  useEffect(() => {
    const wanted = settled === '' ? undefined : settled;
    if (useAll.getState().filter.search !== wanted) ask({ search: wanted });
  }, [settled]);
  return (
    <TextInput
      size="xs"
      type="search"
      className={classes.search ?? ''}
      aria-label="Search in the reviews"
      placeholder="Search"
      value={search}
      onChange={(event) => setSearch(event.currentTarget.value)}
    />
  );
}
