// What learns: its kind, its size, how it takes its steps, and what computes it.

import { NativeSelect, TextInput } from '@mantine/core';
import type { LearnerId, StreamConfig } from '../../../wire/stream';
import { DecimalField } from '../../components/DecimalField';
import { isEscape } from '../../components/escape';
import { NumberField } from '../../components/NumberField';
import { Note, Section, Term } from '../../components/Section';
import { TERMS } from '../../components/terms';
import { useDraft } from '../../components/useDraft';
import { changeConfig } from '../actions';
import { LEARNER_WORDS } from '../words';
import classes from './Setup.module.css';

type Learner = StreamConfig['learner'];

const LEARNERS: readonly LearnerId[] = ['network', 'linear', 'mixture', 'review-head'];
const ACTIVATIONS: readonly (readonly [Learner['activation'], string])[] = [
  ['relu', 'ReLU'],
  ['tanh', 'tanh'],
  ['sigmoid', 'Sigmoid'],
];
const OPTIMIZERS: readonly (readonly [Learner['optimizer'], string])[] = [
  ['adam', 'Adam'],
  ['momentum', 'Momentum'],
  ['sgd', 'Plain (SGD)'],
];
const COMPUTE: readonly (readonly [Learner['compute'], string])[] = [
  ['auto', 'What is fastest'],
  ['cpu', 'JavaScript, exact'],
  ['wasm', 'WASM'],
  ['webgl', 'WebGL'],
  ['webgpu', 'WebGPU'],
];

export function LearnerFields({ config: { source, learner } }: { readonly config: StreamConfig }) {
  const change = (patch: Partial<Learner>) => void changeConfig({ learner: patch });
  const { about, term } = LEARNER_WORDS[learner.id];
  const offered = LEARNERS.filter((id) => id !== 'review-head' || source.id === 'reviews');
  return (
    <Section title="What learns" aside={<Term word="" term={term ?? 'learner'} />}>
      <NativeSelect
        size="xs"
        label="The model"
        data={offered.map((id) => ({ value: id, label: LEARNER_WORDS[id].word }))}
        value={learner.id}
        onChange={(event) => change({ id: LEARNERS.find((id) => id === event.currentTarget.value) ?? 'network' })}
      />
      <Note>{about}</Note>
      {learner.id === 'mixture' ? (
        <div className={classes.pair}>
          <NumberField
            label={<Term {...TERMS.n_components} />}
            min={1}
            max={20}
            value={learner.n_components}
            onCommit={(n_components) => change({ n_components })}
          />
          <Passes learner={learner} change={change} />
        </div>
      ) : (
        <Steps learner={learner} change={change} />
      )}
    </Section>
  );
}

interface LearnerPart {
  readonly learner: Learner;
  readonly change: (patch: Partial<Learner>) => void;
}

function Steps({ learner, change }: LearnerPart) {
  return (
    <div className={classes.stack}>
      {learner.id === 'network' && <Layers learner={learner} change={change} />}
      <div className={classes.pair}>
        <NativeSelect
          size="xs"
          label={<Term word="Steps by" term="optimizer" />}
          data={OPTIMIZERS.map(([value, label]) => ({ value, label }))}
          value={learner.optimizer}
          onChange={(event) => change({ optimizer: chosen(OPTIMIZERS, event.currentTarget.value) })}
        />
        <DecimalField
          label={<Term {...TERMS.learning_rate} />}
          min={1e-6}
          max={10}
          value={learner.learning_rate}
          onCommit={(learning_rate) => change({ learning_rate })}
        />
        <Passes learner={learner} change={change} />
        <NativeSelect
          size="xs"
          label={<Term word="Computed by" term="compute" />}
          data={COMPUTE.map(([value, label]) => ({ value, label }))}
          value={learner.compute}
          onChange={(event) => change({ compute: chosen(COMPUTE, event.currentTarget.value) })}
        />
      </div>
    </div>
  );
}

function Passes({ learner, change }: LearnerPart) {
  return (
    <NumberField
      label={<Term {...TERMS.epochs} />}
      min={1}
      max={100}
      value={learner.epochs}
      onCommit={(epochs) => change({ epochs })}
    />
  );
}

function Layers({ learner, change }: LearnerPart) {
  return (
    <div className={classes.pair}>
      <HiddenField value={learner.hidden} onCommit={(hidden) => change({ hidden })} />
      <NativeSelect
        size="xs"
        label={<Term word="Bend" term="activation" />}
        data={ACTIVATIONS.map(([value, label]) => ({ value, label }))}
        value={learner.activation}
        onChange={(event) => change({ activation: chosen(ACTIVATIONS, event.currentTarget.value) })}
      />
    </div>
  );
}

function chosen<T extends string>(all: readonly (readonly [T, string])[], value: string): T {
  return (all.find(([one]) => one === value) ?? all[0]!)[0];
}

interface HiddenFieldProps {
  readonly value: readonly number[];
  readonly onCommit: (hidden: readonly number[]) => void;
}

function HiddenField({ value, onCommit }: HiddenFieldProps) {
  const [draft, setDraft] = useDraft(value.join(', '));
  const hidden = readHidden(draft);
  const commit = () => {
    if (hidden && hidden.join() !== value.join()) onCommit(hidden);
  };
  return (
    <TextInput
      size="xs"
      label={<Term word="Layers" term="hidden" />}
      value={draft}
      error={hidden ? null : 'Widths 1 to 1024, up to 8: 32, 16'}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (isEscape(event)) setDraft(value.join(', '));
      }}
    />
  );
}

/** "32, 16" → [32, 16]; null where it is no list of up to eight widths. Nothing is no hidden layer. */
export function readHidden(text: string): readonly number[] | null {
  const parts = text.split(/[\s,;×x]+/).filter((part) => part !== '');
  const widths = parts.map(Number);
  const usable = widths.every((width) => Number.isInteger(width) && width >= 1 && width <= 1024);
  return usable && widths.length <= 8 ? widths : null;
}
