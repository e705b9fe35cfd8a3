// Where batches come from, and how the stream changes.

import { NativeSelect, SegmentedControl } from '@mantine/core';
import { SOURCES, type StreamConfig } from '../../../wire/stream';
import { DecimalField } from '../../components/DecimalField';
import { NumberField } from '../../components/NumberField';
import { Note, Section, Term } from '../../components/Section';
import { TERMS } from '../../components/terms';
import { changeConfig } from '../actions';
import { GENERATORS, SOURCE_WORDS } from '../words';
import { FileFields } from './FileFields';
import classes from './Setup.module.css';

type Source = StreamConfig['source'];
type Drift = Source['drift'];

const DRIFTS: readonly { readonly value: Drift['kind']; readonly label: string }[] = [
  { value: 'none', label: 'Never' },
  { value: 'abrupt', label: 'At once' },
  { value: 'gradual', label: 'Slowly' },
  { value: 'recurring', label: 'To and fro' },
];

const MOST_SEED = 4294967295;

export function SourceFields({ config: { source } }: { readonly config: StreamConfig }) {
  const { term, about } = SOURCE_WORDS[source.id];
  const change = (patch: Partial<Source>) => void changeConfig({ source: patch });
  const option = (id: Source['id']) => ({ value: id, label: SOURCE_WORDS[id].word });
  return (
    <Section title="The stream" aside={<Term word="" term={term ?? 'source'} />}>
      <NativeSelect
        size="xs"
        label="Batches come from"
        data={[
          { group: 'Made here, and changing', items: GENERATORS.map(option) },
          { group: 'Yours', items: SOURCES.filter((id) => !GENERATORS.includes(id)).map(option) },
        ]}
        value={source.id}
        onChange={(event) => change({ id: SOURCES.find((id) => id === event.currentTarget.value) ?? 'sea' })}
      />
      <Note>{about}</Note>
      {GENERATORS.includes(source.id) && <Changes source={source} change={change} />}
      {source.id === 'file' && <FileFields source={source} change={change} />}
      {source.id === 'push' && <PushedFields source={source} change={change} />}
      <div className={`${classes.pair} ${source.id === 'push' ? '' : classes.uneven}`}>
        {source.id !== 'push' && (
          <NumberField
            label={<Term {...TERMS.batch_size} />}
            min={1}
            max={10_000}
            value={source.batch_size}
            onCommit={(batch_size) => change({ batch_size })}
          />
        )}
        <NumberField
          label={<Term {...TERMS.seed} />}
          min={0}
          max={MOST_SEED}
          value={source.seed}
          onCommit={(seed) => change({ seed })}
        />
      </div>
    </Section>
  );
}

export interface SourcePart {
  readonly source: Source;
  readonly change: (patch: Partial<Source>) => void;
}

function Changes({ source, change }: SourcePart) {
  const { drift, noise } = source;
  const changeDrift = (patch: Partial<Drift>) => change({ drift: { ...drift, ...patch } });
  return (
    <div className={classes.stack}>
      <div>
        <Note>
          <Term word="It changes" term="drift" />
        </Note>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="It changes"
          value={drift.kind}
          data={[...DRIFTS]}
          onChange={(value) => changeDrift({ kind: DRIFTS.find((one) => one.value === value)?.value ?? 'none' })}
        />
      </div>
      {drift.kind !== 'none' && (
        <div className={classes.pair}>
          <NumberField
            label={<Term word="After examples" term="position" />}
            min={1}
            max={1e9}
            value={drift.position}
            onCommit={(position) => changeDrift({ position })}
          />
          {drift.kind !== 'abrupt' && (
            <NumberField
              label={<Term word="Over examples" term="width" />}
              min={1}
              max={1e9}
              value={drift.width}
              onCommit={(width) => changeDrift({ width })}
            />
          )}
        </div>
      )}
      <DecimalField
        label={<Term word="Share of wrong answers" term="noise" />}
        min={0}
        max={0.5}
        value={noise}
        onCommit={(value) => change({ noise: value })}
      />
    </div>
  );
}

const TASKS = [
  { value: 'infer', label: 'Find out' },
  { value: 'classification', label: 'Classes' },
  { value: 'regression', label: 'Numbers' },
] as const;

/** How many classes there were to be says nothing of what y is now: it would make classes of numbers. */
export function pushedAs(task: Source['push']['task']): Source['push'] {
  return { task, n_classes: null };
}

function PushedFields({ source: { push }, change }: SourcePart) {
  return (
    <div className={classes.stack}>
      <div>
        <Note>
          <Term word="y is" term="task" />
        </Note>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="y is"
          value={push.task}
          data={[...TASKS]}
          onChange={(value) => change({ push: pushedAs(TASKS.find((task) => task.value === value)?.value ?? 'infer') })}
        />
      </div>
      {push.task === 'classification' && (
        <NumberField
          label={<Term word="Number of classes" term="n_classes" />}
          min={2}
          max={100}
          value={push.n_classes}
          placeholder="As in the first batch"
          onClear={() => change({ push: { ...push, n_classes: null } })}
          onCommit={(n_classes) => change({ push: { ...push, n_classes } })}
        />
      )}
      <Note>“Find out” looks at the first batch: few whole numbers are classes, others numbers to predict.</Note>
    </div>
  );
}
