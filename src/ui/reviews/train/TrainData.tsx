// What a training learns from: the labels kept here, a dataset, or one that comes of what is dropped, chosen or pasted.

import { Button, Select, Textarea } from '@mantine/core';
import type { DatasetSummary } from '../../../wire/datasets';
import type { ReviewCounts } from '../../../wire/reviews';
import { FileDrop } from '../../components/FileDrop';
import { formatCount, plural } from '../../components/format';
import { Note } from '../../components/Section';
import { Problems } from '../datasets/import/ImportProgress';
import { ACCEPT } from '../datasets/import/SourceChooser';
import { blobOffer, fileOffer } from '../datasets/import/sources';
import { useDatasets } from '../datasets/store';
import { changeLesson, useReviews } from '../store';
import { Incoming } from './Incoming';
import { teachingOf } from './options';
import { chooseOtherwise, learnFrom } from './teaching';

interface Props {
  /** The one chosen. */
  readonly dataset: DatasetSummary | null;
  readonly datasets: readonly DatasetSummary[];
  readonly counts: ReviewCounts;
}

/** Stands for no dataset. */
const LABELS = '';

export function TrainData({ dataset, datasets, counts }: Props) {
  return (
    <>
      {datasets.length > 0 && <DatasetChoice dataset={dataset} datasets={datasets} />}
      {dataset ? (
        <DatasetNote dataset={dataset} />
      ) : (
        <Incoming>
          <Own counts={counts} />
        </Incoming>
      )}
    </>
  );
}

function Own({ counts }: { readonly counts: ReviewCounts }) {
  const pasted = useReviews(({ lesson }) => lesson.pasted);
  return (
    <>
      <Note>
        Your labels: {formatCount(counts.positive)} positive, {formatCount(counts.negative)} negative. Or a table with a
        column of texts and one of labels, which becomes a dataset:
      </Note>
      <FileDrop accept={ACCEPT} label="Choose a table" onFile={(file) => void learnFrom(fileOffer(file))}>
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
        <Button size="xs" variant="default" onClick={() => void learnFrom(pastedOffer(pasted))}>
          Read what is pasted
        </Button>
      )}
    </>
  );
}

function pastedOffer(text: string) {
  return blobOffer('Pasted', new Blob([text]));
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
    <>
      <Note>
        {part === 'train' ? 'Its training part' : 'All of it: it is not parted'}: {formatCount(positive)} positive,{' '}
        {formatCount(negative)} negative.
        {validation > 0 && ` Its validation part, ${plural(validation, 'text')}, is held out for judging.`}
      </Note>
      <Problems skipped={dataset.skipped} problems={dataset.problems} />
      <JustRead dataset={dataset} />
    </>
  );
}

/** Which columns were found in what was handed over here. */
function JustRead({ dataset: { id } }: { readonly dataset: DatasetSummary }) {
  const begun = useDatasets((all) => all.begun.lesson);
  if (begun?.id !== id) return null;
  const { peek, columns } = begun.form;
  const nameOf = (column: number | null) =>
    (peek.kind === 'table' && column !== null && peek.columns[column]?.name) || '';
  return (
    <Note>
      {columns && (
        <>
          Texts in <bdi>{nameOf(columns.text)}</bdi>
          {columns.label === null ? (
            ', no labels'
          ) : (
            <>
              , labels in <bdi>{nameOf(columns.label)}</bdi>
            </>
          )}
          .{' '}
        </>
      )}
      <Button size="compact-xs" variant="default" onClick={() => void chooseOtherwise()}>
        Choose otherwise
      </Button>
    </Note>
  );
}
