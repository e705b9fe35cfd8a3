// How a run goes on: what watches for drift and what is done about it, what is remembered, and how often it is saved.

import { Checkbox, NativeSelect } from '@mantine/core';
import type { StreamConfig } from '../../../wire/stream';
import { MarkIcon } from '../../components/ChartMarks';
import { NumberField } from '../../components/NumberField';
import { Note, Section, Term } from '../../components/Section';
import { changeConfig } from '../actions';
import { useStream } from '../store';
import { DETECTORS, detectorFits, taskOf } from '../words';
import classes from './Setup.module.css';

export function LoopFields({ config }: { readonly config: StreamConfig }) {
  return (
    <>
      <DetectorFields config={config} />
      <Section title="Memory and saving">
        <div className={classes.pair}>
          <NumberField
            label={<Term word="Remember" term="replay" />}
            min={0}
            max={100_000}
            value={config.replay}
            onCommit={(replay) => void changeConfig({ replay })}
          />
          <NumberField
            label={<Term word="Mean over" term="window" />}
            min={1}
            max={10_000}
            value={config.window}
            onCommit={(window) => void changeConfig({ window })}
          />
          <Saving value={config.save_every} />
          <NumberField
            label={<Term word="May wait" term="queue" />}
            min={1}
            max={10_000}
            value={config.queue}
            onCommit={(queue) => void changeConfig({ queue })}
          />
        </div>
        <Note>
          Remembered examples (a fair sample of all, by reservoir sampling) are mixed into every batch against
          forgetting; 0 remembers none. The mean is over batches. When so many batches wait, more are sent back.
        </Note>
      </Section>
    </>
  );
}

function DetectorFields({ config }: { readonly config: StreamConfig }) {
  const learnt = useStream((ui) => ui.state?.task ?? null);
  const task = taskOf(config.source.id, config.learner.id) ?? learnt;
  const toggle = (id: (typeof DETECTORS)[number]['id']) => {
    const without = config.detectors.filter((one) => one !== id);
    void changeConfig({ detectors: without.length < config.detectors.length ? without : [...config.detectors, id] });
  };
  return (
    <Section title="What watches for change" aside={<Term word="" term="detectors" />}>
      {DETECTORS.filter(({ id }) => detectorFits(id, task)).map(({ id, name, word, about, shape }) => (
        <Checkbox
          key={id}
          size="xs"
          label={
            <span className={classes.row}>
              {word} <MarkIcon shape={shape} /> <Term word="" term={name} />
            </span>
          }
          aria-label={`${word}, ${name}`}
          description={about}
          checked={config.detectors.includes(id)}
          onChange={() => toggle(id)}
        />
      ))}
      <Checkbox
        size="xs"
        label={<Term word="Forget and learn anew on drift" term="reset_on_drift" />}
        checked={config.reset_on_drift}
        onChange={(event) => void changeConfig({ reset_on_drift: event.currentTarget.checked })}
      />
    </Section>
  );
}

const EVERY = [1, 5, 30, 60] as const;

function Saving({ value }: { readonly value: StreamConfig['save_every'] }) {
  const seconds = [...new Set<number>([...EVERY, ...(value === 'batch' ? [] : [value])])].sort((a, b) => a - b);
  return (
    <NativeSelect
      size="xs"
      label={<Term word="Save" term="save_every" />}
      data={[
        { value: 'batch', label: 'After each batch' },
        ...seconds.map((one) => ({ value: String(one), label: one === 1 ? 'Every second' : `Every ${one} s` })),
      ]}
      value={String(value)}
      onChange={(event) => {
        const wanted = event.currentTarget.value;
        void changeConfig({ save_every: wanted === 'batch' ? 'batch' : Number(wanted) });
      }}
    />
  );
}
