// What a training learns from: the labels kept here, a dataset, or a table that is dropped, chosen or pasted.

import { Button, Select, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { readLabelled } from '../../../client/import';
import type { DatasetSummary } from '../../../wire/datasets';
import type { LabelledOptions, LabelledResult } from '../../../wire/labelled';
import type { ReviewCounts } from '../../../wire/reviews';
import { attempt } from '../../components/attempt';
import { FileDrop } from '../../components/FileDrop';
import { formatCount, plural } from '../../components/format';
import { Note } from '../../components/Section';
import { useDatasets } from '../datasets/store';
import { followDatasets } from '../datasets/sync';
import { labelWord } from '../verdict/words';
import { teachingOf } from './options';
import classes from './Train.module.css';

interface Props {
  readonly file: LabelledResult | null;
  readonly onFile: (file: LabelledResult | null) => void;
  readonly dataset: DatasetSummary | null;
  readonly onDataset: (dataset: DatasetSummary | null) => void;
  readonly counts: ReviewCounts;
}

const FOUND_OUT: LabelledOptions = { text: null, label: null };
/** Stands for no dataset. */
const LABELS = '';
/** Faulty rows listed. */
const LISTED = 3;

export function TrainData({ file, onFile, dataset, onDataset, counts }: Props) {
  const [source, setSource] = useState<Blob | null>(null);
  const read = async (blob: Blob, options: LabelledOptions) => {
    const result = await attempt('read the table', () => readLabelled(blob, options, new AbortController().signal));
    if (!result) return;
    setSource(blob);
    onFile(result);
  };
  if (file) {
    return <Table file={file} onPick={(options) => source && void read(source, options)} onDrop={() => onFile(null)} />;
  }
  return (
    <>
      <DatasetChoice dataset={dataset} onDataset={onDataset} />
      {dataset ? (
        <DatasetNote dataset={dataset} />
      ) : (
        <Own counts={counts} read={(blob) => void read(blob, FOUND_OUT)} />
      )}
    </>
  );
}

interface OwnProps {
  readonly counts: ReviewCounts;
  readonly read: (table: Blob) => void;
}

function Own({ counts, read }: OwnProps) {
  const [pasted, setPasted] = useState('');
  return (
    <>
      <Note>
        Your labels: {formatCount(counts.positive)} positive, {formatCount(counts.negative)} negative. Or a table with a
        column of texts and one of labels (0 and 1, neg and pos):
      </Note>
      <FileDrop accept=".csv,.tsv,.txt,text/csv" label="Choose a table" onFile={read}>
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
        onChange={(event) => setPasted(event.currentTarget.value)}
      />
      {pasted.trim() !== '' && (
        <Button size="xs" variant="default" onClick={() => read(new Blob([pasted]))}>
          Read what is pasted
        </Button>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly dataset: DatasetSummary | null;
  readonly onDataset: (dataset: DatasetSummary | null) => void;
}

/** Only where there are datasets to choose from. */
function DatasetChoice({ dataset, onDataset }: ChoiceProps) {
  useEffect(followDatasets, []);
  const datasets = useDatasets((all) => all.state?.datasets);
  // It was removed on the Datasets view, or in another tab.
  const gone = dataset !== null && datasets !== undefined && !datasets.some(({ id }) => id === dataset.id);
  useEffect(() => {
    if (gone) onDataset(null);
  }, [gone, onDataset]);
  if (!datasets || datasets.length === 0) return null;
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
      onChange={(value) => onDataset(datasets.find(({ id }) => id === value) ?? null)}
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

interface TableProps {
  readonly file: LabelledResult;
  readonly onPick: (options: LabelledOptions) => void;
  readonly onDrop: () => void;
}

function Table({ file, onPick, onDrop }: TableProps) {
  const { columns, text, label, reviews, positive, negative, skipped, problems } = file;
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
          onChange={(value) => onPick({ text: Number(value), label })}
        />
        <Select
          size="xs"
          label="Labels"
          allowDeselect={false}
          value={String(label)}
          data={names}
          onChange={(value) => onPick({ text, label: Number(value) })}
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
      <Button size="compact-xs" variant="default" onClick={onDrop}>
        Use my labels instead
      </Button>
    </div>
  );
}
