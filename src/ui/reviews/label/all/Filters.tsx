// Which reviews are listed, and in which order.

import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { ReviewSource } from '../../../../wire/labelling';
import type { ListRequest } from '../../../../wire/reviews';
import { attempt } from '../../../components/attempt';
import { formatCount } from '../../../components/format';
import { useThrottled } from '../../../components/useThrottled';
import { useReviews } from '../../store';
import classes from './All.module.css';
import { ask, useAll } from './store';

/** Milliseconds without a key before a search begins. */
const REST = 200;
/** Milliseconds between two looks at where reviews come from. */
const INTERVAL = 2000;

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
      <Source />
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

/** By its place in the list: a source may have any name, and none. */
function Source() {
  const chosen = useAll((state) => state.filter.source);
  const sources = useSources(chosen);
  if (sources.length < 2 && chosen === undefined) return null;
  const at = sources.findIndex(({ source }) => source === chosen);
  return (
    <NativeSelect
      size="xs"
      aria-label="Only from"
      value={at < 0 ? '' : String(at)}
      data={[
        { value: '', label: 'From anywhere' },
        ...sources.map(({ source, reviews }, i) => ({
          value: String(i),
          label: `${source.slice(0, 60) || 'not said'} (${formatCount(reviews)})`,
        })),
      ]}
      onChange={({ currentTarget: { value } }) =>
        ask({ source: value === '' ? undefined : sources[Number(value)]?.source })
      }
    />
  );
}

/** Asked anew as reviews come and go; the chosen one stays, though all of its reviews may be gone. */
function useSources(chosen: string | undefined): readonly ReviewSource[] {
  const total = useThrottled(
    useReviews(({ state }) => state?.reviews.total),
    INTERVAL,
  );
  const [sources, setSources] = useState<readonly ReviewSource[]>([]);
  useEffect(() => {
    if (total === undefined) return;
    let over = false;
    void attempt('list where the reviews come from', () => service.reviews.sources()).then((found) => {
      if (!over && found) setSources(found);
    });
    return () => {
      over = true;
    };
  }, [total]);
  if (chosen === undefined || sources.some(({ source }) => source === chosen)) return sources;
  return [...sources, { source: chosen, reviews: 0 }];
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
