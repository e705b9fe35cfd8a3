// How a retraining is done: when it starts, what it learns from, and what the gate asks.

import { MultiSelect, SegmentedControl, Switch } from '@mantine/core';
import { useEffect } from 'react';
import { service } from '../../../client';
import type { RetrainOptions } from '../../../wire/retrain';
import { attempt } from '../../components/attempt';
import { NumberField } from '../../components/NumberField';
import { Note, Term } from '../../components/Section';
import { useDatasets } from '../datasets/store';
import { followDatasets } from '../datasets/sync';
import classes from './Monitor.module.css';
import { inPerCent } from './words';

const set = (options: Partial<RetrainOptions>) =>
  void attempt('change how it is retrained', () => service.retrain.setOptions(options));

const MODES = [
  { value: 'ask', label: 'Ask first' },
  { value: 'auto', label: 'By itself' },
  { value: 'off', label: 'Never' },
] as const;

export function RetrainFields({ options }: { readonly options: RetrainOptions }) {
  useEffect(followDatasets, []);
  const datasets = useDatasets((all) => all.state?.datasets);
  return (
    <>
      <div>
        <p className={classes.quiet} id="retrain-mode">
          When drift is found
        </p>
        <SegmentedControl
          size="xs"
          aria-labelledby="retrain-mode"
          value={options.mode}
          data={[...MODES]}
          onChange={(value) => {
            const mode = MODES.find((it) => it.value === value)?.value;
            if (mode) set({ mode });
          }}
        />
      </div>
      <div className={classes.fields}>
        <NumberField
          label={<Term word="Old texts, %" term="replay" />}
          value={inPerCent(options.replay)}
          min={0}
          max={90}
          onCommit={(value) => set({ replay: value / 100 })}
        />
        <NumberField
          label={<Term word="Weight of new texts" term="weight" />}
          value={options.weight}
          min={1}
          max={10}
          onCommit={(weight) => set({ weight })}
        />
        <NumberField
          label={<Term word="Held out, %" term="held_out" />}
          value={inPerCent(options.held_out)}
          min={5}
          max={50}
          onCommit={(value) => set({ held_out: value / 100 })}
        />
        <NumberField
          label={<Term word="Right at least, %" term="min_accuracy" />}
          value={inPerCent(options.min_accuracy)}
          min={50}
          max={100}
          onCommit={(value) => set({ min_accuracy: value / 100 })}
        />
        <NumberField
          label={<Term word="Worse if p below, %" term="alpha" />}
          value={inPerCent(options.alpha)}
          min={1}
          max={50}
          onCommit={(value) => set({ alpha: value / 100 })}
        />
        <NumberField
          label={<Term word="Seed" term="seed" />}
          value={options.seed}
          min={0}
          max={0xffff_ffff}
          onCommit={(seed) => set({ seed })}
        />
      </div>
      <MultiSelect
        size="xs"
        label="Old texts from these datasets, too"
        placeholder={datasets?.length === 0 ? 'None imported yet' : 'None'}
        value={[...options.datasets]}
        data={(datasets ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(ids) => set({ datasets: ids })}
      />
      <Switch
        size="xs"
        label="Judge by the app’s own English reviews, too"
        checked={options.probe}
        onChange={(event) => set({ probe: event.currentTarget.checked })}
      />
      <Note>
        Old texts keep the model from forgetting. A new text with weight 2 counts twice. The new version is worse if
        what it gets wrong that the present one gets right would be so unlikely by chance (p). Of the datasets, the
        training parts are learnt from and the test parts judge; reviews that are held out once are never learnt from.
        Where yours are in another language, what the model forgets of English need not keep it back: turn the app’s own
        reviews off.
      </Note>
    </>
  );
}
