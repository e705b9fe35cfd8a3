// What to run on: a dataset or the reviews kept here, how many of each label, which model.

import { Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { REVIEWS_DATASET } from '../../../../wire/batch';
import { SPLITS, type SplitName } from '../../../../wire/datasets';
import { BusyButton } from '../../../components/BusyButton';
import { formatCount, plural } from '../../../components/format';
import { NumberField } from '../../../components/NumberField';
import { Note, Term } from '../../../components/Section';
import { useReviews } from '../../store';
import classes from '../Batch.module.css';
import { choose, useBatch } from '../store';
import { KEPT_WORDS, PART_WORDS } from '../words';
import { run } from './commands';
import { choosable, countOf, partsOf, resolved, type Source, sourceOf, useOffered } from './resolve';

const ALL = 'all';

export function Setup() {
  const choice = useBatch((all) => all.choice);
  const serving = useReviews(({ state }) => state?.serving.model ?? null);
  const offered = useOffered();
  const [starting, setStarting] = useState(false);
  const { kept, datasets } = offered;
  const request = resolved(choice, offered);
  const source = sourceOf(choice, offered);
  const sources = [
    { value: kept.id, label: `${kept.name} (${formatCount(countOf(kept, 'labelled'))} labelled)` },
    ...datasets.map(({ id, name, n }) => ({ value: id, label: `${name} (${plural(n, 'text')})` })),
  ];
  const models = offered.models.map(({ id, name }) => ({
    value: id,
    label: id === serving ? `${name} (serves now)` : name,
  }));
  if (datasets.length === 0 && kept.n === 0) return null;
  const start = async () => {
    setStarting(true);
    await run(request);
    setStarting(false);
  };
  return (
    <section className={classes.setup} aria-label="New batch">
      <div className={classes.fields}>
        <Select
          size="xs"
          label={<Term word="Reviews" term="dataset" />}
          allowDeselect={false}
          value={request.dataset}
          data={sources}
          onChange={(value) => choose({ dataset: value ?? REVIEWS_DATASET, split: null })}
        />
        {choosable(source) && <Kind source={source} />}
        <Part source={source} split={request.split} />
        <HowMany num_files={request.num_files} />
        <Select
          size="xs"
          label={<Term word="Model" />}
          allowDeselect={false}
          value={request.model ?? serving}
          data={models}
          onChange={(model) => choose({ model })}
        />
        <NumberField
          label={<Term word="Seed" term="seed" />}
          value={request.seed}
          min={0}
          max={0xffff_ffff}
          disabled={request.num_files === null}
          onCommit={(seed) => choose({ seed })}
        />
        <BusyButton size="xs" busy={starting} onClick={() => void start()}>
          Run
        </BusyButton>
      </div>
      <Note>
        Drawn at random from each label; the same seed draws the same reviews. What a model has learnt from says little
        about how good it is on others.
      </Note>
    </section>
  );
}

const [WITH, WITHOUT] = ['with', 'without'] as const;

function Kind({ source }: { readonly source: Source }) {
  const labelled = useBatch((all) => all.choice.labelled);
  return (
    <Select
      size="xs"
      label={<Term word="Which" term="labelled" />}
      allowDeselect={false}
      value={labelled ? WITH : WITHOUT}
      data={[
        { value: WITH, label: `With a label (${formatCount(countOf(source, 'labelled'))})` },
        { value: WITHOUT, label: `Without a label (${formatCount(countOf(source, 'unlabelled'))})` },
      ]}
      onChange={(value) => choose({ labelled: value !== WITHOUT, split: null })}
    />
  );
}

function Part({ source, split }: { readonly source: Source; readonly split: SplitName | null }) {
  const choice = useBatch((all) => all.choice);
  const words = source.id === REVIEWS_DATASET ? KEPT_WORDS : PART_WORDS;
  const parts = partsOf(source, choice).map((part) => ({
    value: part.split,
    label: `${words[part.split]} (${formatCount(part.n)})`,
  }));
  if (parts.length < 2) return null;
  return (
    <Select
      size="xs"
      label={<Term word="Part" term="split" />}
      allowDeselect={false}
      value={split ?? ALL}
      data={[{ value: ALL, label: 'All parts' }, ...parts]}
      onChange={(value) => choose({ split: SPLITS.find((known) => known === value) ?? ALL })}
    />
  );
}

const DEFAULT_NUMBER = 100;

function HowMany({ num_files }: { readonly num_files: number | null }) {
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
