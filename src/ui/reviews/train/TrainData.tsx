// What a training learns from: the labels kept here, or a table that is dropped, chosen or pasted.

import { Button, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { readLabelled } from '../../../client/import';
import type { LabelledOptions, LabelledResult } from '../../../wire/labelled';
import type { ReviewCounts } from '../../../wire/reviews';
import { FileDrop } from '../../components/FileDrop';
import { formatCount, plural } from '../../components/format';
import { Note } from '../../components/Section';
import { attempt } from '../actions';
import classes from './Train.module.css';

interface Props {
  readonly file: LabelledResult | null;
  readonly onFile: (file: LabelledResult | null) => void;
  readonly counts: ReviewCounts;
}

const FOUND_OUT: LabelledOptions = { text: null, label: null };
/** Faulty rows listed. */
const LISTED = 3;

export function TrainData({ file, onFile, counts }: Props) {
  const [source, setSource] = useState<Blob | null>(null);
  const [pasted, setPasted] = useState('');
  const read = async (blob: Blob, options: LabelledOptions) => {
    const result = await attempt('read the table', () => readLabelled(blob, options, new AbortController().signal));
    if (!result) return;
    setSource(blob);
    onFile(result);
  };
  if (file) {
    return (
      <Table
        file={file}
        onPick={(options) => source && void read(source, options)}
        onDrop={() => {
          setPasted('');
          onFile(null);
        }}
      />
    );
  }
  return (
    <>
      <Note>
        Your labels: {formatCount(counts.positive)} positive, {formatCount(counts.negative)} negative. Or a table with a
        column of texts and one of labels (0 and 1, neg and pos):
      </Note>
      <FileDrop
        accept=".csv,.tsv,.txt,text/csv"
        label="Choose a table"
        onFile={(chosen) => void read(chosen, FOUND_OUT)}
      >
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
        <Button size="xs" variant="default" onClick={() => void read(new Blob([pasted]), FOUND_OUT)}>
          Read what is pasted
        </Button>
      )}
    </>
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
          First: “{reviews[0].text.slice(0, 80)}” – {reviews[0].sentiment === 1 ? 'positive' : 'negative'}
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
