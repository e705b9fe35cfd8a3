// A dataset's texts, page by page: of one part, of one label, with a word in them. Opened on click.

import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import { shortened } from '../../../../ml/text/beginning';
import {
  type DatasetFigures,
  type DatasetRow,
  type DatasetSummary,
  type RowPage,
  type RowsRequest,
  SPLITS,
} from '../../../../wire/datasets';
import { attempt } from '../../../components/attempt';
import { plural } from '../../../components/format';
import { LinkButton } from '../../../components/LinkButton';
import { Pager } from '../../../components/Pager';
import { Section } from '../../../components/Section';
import { labelWord } from '../../verdict/words';
import { SPLIT_WORDS } from '../words';
import classes from './Examples.module.css';
import { sizeOf } from './judge';

const PAGE = 20;
/** Characters of a text that is closed. */
const SHOWN = 180;
/** Milliseconds without a key before a search begins. */
const REST = 250;

type Filter = Omit<RowsRequest, 'offset' | 'limit'>;

export function Examples({ dataset }: { readonly dataset: DatasetSummary }) {
  const [filter, setFilter] = useState<Filter>({});
  const [page, setPage] = useState(0);
  const found = useRows(dataset, filter, page);
  const narrow = (part: Filter) => {
    setFilter({ ...filter, ...part });
    setPage(0);
  };
  return (
    <Section title="Texts">
      <Filters dataset={dataset} filter={filter} onChange={narrow} />
      {found && (
        <>
          <p className={classes.total} role="status" data-testid="total">
            {plural(found.total, 'text')}
            {found.total === 0 && '. Nothing matches: take a filter away.'}
          </p>
          <ul className={classes.list} aria-label="Texts">
            {found.rows.map((row) => (
              <Row key={`${dataset.id} ${row.index}`} row={row} />
            ))}
          </ul>
          {found.total > PAGE && (
            <Pager label="Pages of texts" total={found.total} size={PAGE} page={page} onPage={setPage} />
          )}
        </>
      )}
    </Section>
  );
}

/** One page of rows, asked anew when the dataset or the question changes; null until the first is there. */
function useRows(dataset: DatasetSummary, filter: Filter, page: number): RowPage | null {
  // With the figures they belong to: parted anew, the same dataset has other rows.
  const [found, setFound] = useState<{ readonly of: DatasetFigures; readonly page: RowPage } | null>(null);
  const [asked] = useDebouncedValue(filter, REST);
  const { id, figures } = dataset;
  useEffect(() => {
    let wanted = true;
    attempt('list the texts', () => service.datasets.rows(id, { ...asked, offset: page * PAGE, limit: PAGE })).then(
      (rows) => {
        if (wanted && rows) setFound({ of: figures, page: rows });
      },
    );
    return () => {
      wanted = false;
    };
  }, [id, figures, asked, page]);
  return found?.page ?? null;
}

interface FiltersProps {
  readonly dataset: DatasetSummary;
  readonly filter: Filter;
  readonly onChange: (part: Filter) => void;
}

const LABELS = [
  { value: '', label: 'any label' },
  { value: '1', label: labelWord(1) },
  { value: '0', label: labelWord(0) },
  { value: 'none', label: labelWord(null) },
];

function Filters({ dataset: { figures }, filter, onChange }: FiltersProps) {
  const parts = SPLITS.filter((split) => sizeOf(figures, split) > 0);
  const label = filter.label === undefined ? '' : String(filter.label);
  const labelOf = (value: string): Filter['label'] =>
    value === '' ? undefined : value === 'none' ? 'none' : value === '1' ? 1 : 0;
  return (
    <search className={classes.filters}>
      <TextInput
        size="xs"
        type="search"
        className={classes.search ?? ''}
        aria-label="Search in the texts"
        placeholder="Search in the texts"
        value={filter.search ?? ''}
        onChange={(event) => onChange({ search: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        size="xs"
        aria-label="Part"
        data={[{ value: '', label: 'any part' }, ...parts.map((value) => ({ value, label: SPLIT_WORDS[value] }))]}
        value={filter.split ?? ''}
        onChange={(event) => onChange({ split: SPLITS.find((split) => split === event.currentTarget.value) })}
      />
      <NativeSelect
        size="xs"
        aria-label="Label"
        data={LABELS}
        value={label}
        onChange={(event) => onChange({ label: labelOf(event.currentTarget.value) })}
      />
    </search>
  );
}

function Row({ row: { text, name, ref = '', label, rating, split } }: { readonly row: DatasetRow }) {
  const [open, setOpen] = useState(false);
  const long = text.length > SHOWN;
  const shown = open ? text : shortened(text, SHOWN);
  return (
    <li className={classes.text}>
      <p className={classes.words} data-open={open || undefined}>
        <bdi>{shown === '' ? '– empty –' : shown}</bdi>
      </p>
      {long && (
        <p className={classes.more}>
          <LinkButton expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Less' : 'All of it'}
          </LinkButton>
        </p>
      )}
      <p className={classes.facts}>
        <span className={classes.label} data-label={label ?? 'none'}>
          {labelWord(label)}
        </span>
        {rating !== null && <span>{rating} of 10</span>}
        <span>{SPLIT_WORDS[split]}</span>
        {name !== '' && <bdi className={classes.file}>{name}</bdi>}
        {ref !== '' && <bdi className={classes.file}>{ref}</bdi>}
      </p>
    </li>
  );
}
