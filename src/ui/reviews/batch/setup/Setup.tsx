// What to run on: a dataset or the reviews kept here, how many of each label, which model.

import { Button, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { REVIEWS_DATASET } from '../../../../wire/batch';
import { type DatasetSummary, SPLITS } from '../../../../wire/datasets';
import { formatCount, plural } from '../../../components/format';
import { NumberField } from '../../../components/NumberField';
import { Note, Term } from '../../../components/Section';
import { useDatasets } from '../../datasets/store';
import { useReviews } from '../../store';
import classes from '../Batch.module.css';
import { type Choice, choose, standardDataset, useBatch } from '../store';
import { PART_WORDS } from '../words';
import { run } from './commands';

const ALL = 'all';
const NO_DATASETS: readonly DatasetSummary[] = [];

export function Setup() {
  const choice = useBatch((all) => all.choice);
  const reviews = useReviews((all) => all.state);
  const datasets = useDatasets((all) => all.state?.datasets ?? NO_DATASETS);
  const [starting, setStarting] = useState(false);
  const kept = reviews?.reviews;
  const labelled = kept ? kept.positive + kept.negative : 0;
  const standard = standardDataset(labelled, datasets);
  const dataset = datasets.find(({ id }) => id === (choice.dataset ?? standard));
  const sources = [
    { value: REVIEWS_DATASET, label: `Reviews kept here (${formatCount(labelled)} labelled)` },
    ...datasets.map(({ id, name, n }) => ({ value: id, label: `${name} (${plural(n, 'text')})` })),
  ];
  const models = (reviews?.models ?? []).map(({ id, name }) => ({
    value: id,
    label: id === reviews?.serving.model ? `${name} (serves now)` : name,
  }));
  if (datasets.length === 0 && (kept?.total ?? 0) === 0) return null;
  const start = async () => {
    setStarting(true);
    await run(standard);
    setStarting(false);
  };
  return (
    <section className={classes.setup} aria-label="New batch">
      <div className={classes.fields}>
        <Select
          size="xs"
          label={<Term word="Reviews" term="dataset" />}
          allowDeselect={false}
          value={dataset ? dataset.id : REVIEWS_DATASET}
          data={sources}
          onChange={(value) => choose({ dataset: value ?? REVIEWS_DATASET, split: null })}
        />
        {dataset && <Part dataset={dataset} choice={choice} />}
        <HowMany choice={choice} />
        <Select
          size="xs"
          label={<Term word="Model" />}
          allowDeselect={false}
          value={choice.model ?? reviews?.serving.model ?? null}
          data={models}
          onChange={(model) => choose({ model })}
        />
        <NumberField
          label={<Term word="Seed" term="seed" />}
          value={choice.seed}
          min={0}
          max={0xffff_ffff}
          disabled={choice.num_files === null}
          onCommit={(seed) => choose({ seed })}
        />
        <Button size="xs" loading={starting} onClick={() => void start()}>
          Run
        </Button>
      </div>
      <Note>
        Drawn at random from each label; the same seed draws the same reviews. Those without a label are scored where
        none has one.
      </Note>
    </section>
  );
}

function Part({ dataset, choice }: { readonly dataset: DatasetSummary; readonly choice: Choice }) {
  const { splits } = dataset.figures;
  const parts = SPLITS.flatMap((split) => {
    const counts = splits.find((part) => part.split === split);
    const n = counts ? counts.positive + counts.negative + counts.unlabelled : 0;
    return n > 0 ? [{ value: split, label: `${PART_WORDS[split]} (${formatCount(n)})` }] : [];
  });
  if (parts.length < 2) return null;
  return (
    <Select
      size="xs"
      label={<Term word="Part" term="split" />}
      allowDeselect={false}
      value={choice.split ?? ALL}
      data={[{ value: ALL, label: 'All parts' }, ...parts]}
      onChange={(value) => choose({ split: SPLITS.find((split) => split === value) ?? null })}
    />
  );
}

const DEFAULT_NUMBER = 100;

function HowMany({ choice }: { readonly choice: Choice }) {
  const { num_files } = choice;
  return (
    <div className={classes.howMany}>
      <NumberField
        label={<Term word="Of each label" term="num_files" />}
        value={num_files ?? DEFAULT_NUMBER}
        min={1}
        max={10_000_000}
        disabled={num_files === null}
        onCommit={(value) => choose({ num_files: value })}
      />
      <Switch
        size="xs"
        label="All"
        checked={num_files === null}
        onChange={(event) => choose({ num_files: event.currentTarget.checked ? null : DEFAULT_NUMBER })}
      />
    </div>
  );
}
