// What a training learns from: the labels kept here, a dataset, or a table that is dropped, chosen or pasted.

import { Button, Select, Textarea } from '@mantine/core';
import { readLabelled } from '../../../client/import';
import type { DatasetSummary } from '../../../wire/datasets';
import type { LabelledOptions } from '../../../wire/labelled';
import type { ReviewCounts } from '../../../wire/reviews';
import { attempt } from '../../components/attempt';
import { FileDrop } from '../../components/FileDrop';
import { formatCount, plural } from '../../components/format';
import { Note } from '../../components/Section';
import { changeLesson, useReviews } from '../store';
import { labelWord } from '../verdict/words';
import { type LabelledTable, teachingOf } from './options';
import classes from './Train.module.css';

interface Props {
  /** The one chosen. */
  readonly dataset: DatasetSummary | null;
  readonly datasets: readonly DatasetSummary[];
  readonly counts: ReviewCounts;
}

const FOUND_OUT: LabelledOptions = { text: null, label: null };
/** Stands for no dataset. */
const LABELS = '';
/** Faulty rows listed. */
const LISTED = 3;

export function TrainData({ dataset, datasets, counts }: Props) {
  const table = useReviews(({ lesson }) => lesson.table);
  if (table) return <Table table={table} />;
  return (
    <>
      {datasets.length > 0 && <DatasetChoice dataset={dataset} datasets={datasets} />}
      {dataset ? <DatasetNote dataset={dataset} /> : <Own counts={counts} />}
    </>
  );
}

async function read(source: Blob, options: LabelledOptions): Promise<void> {
  const result = await attempt('read the table', () => readLabelled(source, options, new AbortController().signal));
  if (result) changeLesson({ table: { source, result }, dataset: null });
}

function Own({ counts }: { readonly counts: ReviewCounts }) {
  const pasted = useReviews(({ lesson }) => lesson.pasted);
  return (
    <>
      <Note>
        Your labels: {formatCount(counts.positive)} positive, {formatCount(counts.negative)} negative. Or a table with a
        column of texts and one of labels (0 and 1, neg and pos):
      </Note>
      <FileDrop accept=".csv,.tsv,.txt,text/csv" label="Choose a table" onFile={(file) => void read(file, FOUND_OUT)}>
        or drop it here
      </FileDrop>
      <Textarea
        size="xs"
        label="Or paste it"
        placeholder={'text,label\nLovely from start to end,1\nA bore,0'}
        minRows={3}
        maxRows={6}
        autosize
        value={pasted}
        onChange={(event) => changeLesson({ pasted: event.currentTarget.value })}
      />
      {pasted.trim() !== '' && (
        <Button size="xs" variant="default" onClick={() => void read(new Blob([pasted]), FOUND_OUT)}>
          Read what is pasted
        </Button>
      )}
    </>
  );
}

function DatasetChoice({ dataset, datasets }: Pick<Props, 'dataset' | 'datasets'>) {
  return (
    <Select
      size="xs"
      aria-label="What to learn from"
      allowDeselect={false}
      value={dataset?.id ?? LABELS}
      data={[
        { value: LABELS, label: 'My labels, or a table' },
        ...datasets.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(value) => changeLesson({ dataset: value === LABELS ? null : value })}
    />
  );
}

function DatasetNote({ dataset }: { readonly dataset: DatasetSummary }) {
  const { part, positive, negative, validation } = teachingOf(dataset);
  return (
    <Note>
      {part === 'train' ? 'Its training part' : 'All of it: it is not parted'}: {formatCount(positive)} positive,{' '}
      {formatCount(negative)} negative.
      {validation > 0 && ` Its validation part, ${plural(validation, 'text')}, is held out for judging.`}
    </Note>
  );
}

function Table({ table: { source, result } }: { readonly table: LabelledTable }) {
  const { columns, text, label, reviews, positive, negative, skipped, problems } = result;
  const names = columns.map((name, i) => ({ value: String(i), label: name }));
  return (
    <div className={classes.table} data-testid="training-table">
      <Note>
        {plural(reviews.length, 'text')}: {formatCount(positive)} positive, {formatCount(negative)} negative.
      </Note>
      <div className={classes.columns}>
        <Select
          size="xs"
          label="Texts"
          allowDeselect={false}
          value={String(text)}
          data={names}
          onChange={(value) => void read(source, { text: Number(value), label })}
        />
        <Select
          size="xs"
          label="Labels"
          allowDeselect={false}
          value={String(label)}
          data={names}
          onChange={(value) => void read(source, { text, label: Number(value) })}
        />
      </div>
      {reviews[0] && (
        <Note>
          First: “{reviews[0].text.slice(0, 80)}” – {labelWord(reviews[0].sentiment)}
        </Note>
      )}
      {skipped > 0 && (
        <Note>
          {plural(skipped, 'row')} left out:{' '}
          {problems
            .slice(0, LISTED)
            .map(({ row, message }) => `row ${row}: ${message}`)
            .join('; ')}
          {skipped > LISTED && ' …'}
        </Note>
      )}
      <Button size="compact-xs" variant="default" onClick={() => changeLesson({ table: null })}>
        Use my labels instead
      </Button>
    </div>
  );
}
