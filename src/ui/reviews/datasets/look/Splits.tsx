// How a dataset is parted, and parting it anew: shares, seed, the test part kept.

import { Button, RangeSlider, Slider, Switch } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { service } from '../../../../client';
import { type DatasetSummary, SPLITS } from '../../../../wire/datasets';
import { attempt } from '../../../components/attempt';
import { BusyButton } from '../../../components/BusyButton';
import { NumberTable } from '../../../components/facts/NumberTable';
import { formatCount } from '../../../components/format';
import { NumberField } from '../../../components/NumberField';
import { showDone } from '../../../components/notify';
import { Note, Section, Term } from '../../../components/Section';
import { SPLIT_WORDS } from '../words';
import { sizeOf } from './judge';
import classes from './Look.module.css';
import { DEFAULT_SHARES, type Shares, sharesOf, shareWords } from './shares';

export function Splits({ dataset }: { readonly dataset: DatasetSummary }) {
  const [open, setOpen] = useState(false);
  return (
    <Section
      title="Parts"
      aside={
        <Button size="compact-xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
          Make splits
        </Button>
      }
    >
      <SplitsTable dataset={dataset} />
      {open && <SplitsForm dataset={dataset} onDone={() => setOpen(false)} />}
    </Section>
  );
}

function SplitsTable({ dataset: { figures, n } }: { readonly dataset: DatasetSummary }) {
  const parts = SPLITS.flatMap((split) => figures.splits.filter((part) => part.split === split));
  return (
    <NumberTable label="Texts by part and label" testId="splits">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Positive</th>
          <th scope="col">Negative</th>
          <th scope="col">No label</th>
          <th scope="col">Texts</th>
        </tr>
      </thead>
      <tbody>
        {parts
          .filter(({ split }) => sizeOf(figures, split) > 0)
          .map(({ split, positive, negative, unlabelled }) => (
            <tr key={split}>
              <th scope="row">{SPLIT_WORDS[split]}</th>
              <td>{formatCount(positive)}</td>
              <td>{formatCount(negative)}</td>
              <td>{formatCount(unlabelled)}</td>
              <td>{formatCount(positive + negative + unlabelled)}</td>
            </tr>
          ))}
      </tbody>
      {n === 0 && <caption>There are no texts in it.</caption>}
    </NumberTable>
  );
}

interface FormProps {
  readonly dataset: DatasetSummary;
  readonly onDone: () => void;
}

function SplitsForm({ dataset: { id, figures, name }, onDone }: FormProps) {
  const hasTest = sizeOf(figures, 'test') > 0;
  const [shares, setShares] = useState<Shares>(DEFAULT_SHARES);
  const [keepTest, setKeepTest] = useState(hasTest);
  const [seed, setSeed] = useState(1);
  const [busy, setBusy] = useState(false);
  const label = useId();
  const wanted = sharesOf(shares, keepTest);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const done = await attempt('make the splits', async () => {
      await service.datasets.makeSplits(id, { ...wanted, seed, keepTest });
      return true;
    });
    setBusy(false);
    if (!done) return;
    showDone('The splits are made', name);
    onDone();
  };
  return (
    <form className={classes.splitsForm} aria-label="Make splits" onSubmit={(event) => void submit(event)}>
      <div className={classes.control}>
        <span id={label} className={classes.controlName}>
          {shareWords(wanted, keepTest)}
        </span>
        {keepTest ? (
          <Slider
            min={1}
            max={99}
            label={null}
            thumbLabel="End of the training part, %"
            value={shares.train}
            onChange={(train) => setShares({ train, validation: Math.max(train, shares.validation) })}
          />
        ) : (
          <RangeSlider
            min={1}
            max={99}
            minRange={0}
            label={null}
            thumbFromLabel="End of the training part, %"
            thumbToLabel="End of the validation part, %"
            value={[shares.train, shares.validation]}
            onChange={([train, validation]) => setShares({ train, validation })}
          />
        )}
      </div>
      {hasTest && (
        <Switch
          size="xs"
          label="Keep the test part that it came with"
          checked={keepTest}
          onChange={(event) => setKeepTest(event.currentTarget.checked)}
        />
      )}
      <div className={classes.row}>
        <NumberField
          label={<Term word="Seed" term="seed" />}
          className={classes.seed}
          min={0}
          max={4_294_967_295}
          value={seed}
          onCommit={setSeed}
        />
        <BusyButton type="submit" size="xs" busy={busy}>
          Part the texts
        </BusyButton>
        <Button size="xs" variant="default" disabled={busy} onClick={onDone}>
          Leave as it is
        </Button>
      </div>
      <Note>
        Each part gets the same share of each label, and equal texts always go to one part, so that nothing leaks. The
        same seed makes the same parts.
      </Note>
    </form>
  );
}
