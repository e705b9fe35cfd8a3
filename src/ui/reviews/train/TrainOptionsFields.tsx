// How to train, for those who want to choose.

import { Collapse, Select } from '@mantine/core';
import { useId } from 'react';
import { DecimalField } from '../../components/DecimalField';
import { Disclosure } from '../../components/Disclosure';
import { NumberField } from '../../components/NumberField';
import { Term } from '../../components/Section';
import { TERMS } from '../../components/terms';
import { changeLesson, useReviews } from '../store';
import { type Choice, hintsOf, PARTS, type PartName, type TeachableModel } from './options';
import classes from './Train.module.css';

const PART_WORDS: Readonly<Record<PartName, string>> = {
  all: 'Everything',
  head: 'The classifier only',
  top: 'The top layer and the classifier',
  lora: 'Low-rank additions (LoRA)',
};

interface TrainOptionsFieldsProps {
  readonly model: TeachableModel;
  /** Texts that it is taught, about. */
  readonly n: number;
}

export function TrainOptionsFields({ model, n }: TrainOptionsFieldsProps) {
  const ngram = model.kind === 'ngram';
  const open = useReviews(({ lesson }) => lesson.advanced);
  const choice = useReviews(({ lesson }) => lesson.choice);
  const hints = hintsOf(model, n, choice);
  const id = useId();
  const set = (more: Partial<Choice>) => changeLesson({ choice: { ...choice, ...more } });
  const number = (
    key: 'epochs' | 'batch_size' | 'max_length' | 'patience',
    naming: { readonly word: string; readonly term: string },
    max: number,
    hint: string,
  ) => (
    <NumberField
      label={<Term {...naming} />}
      placeholder={hint}
      min={1}
      max={max}
      value={choice[key]}
      onCommit={(value) => set({ [key]: value })}
      onClear={() => set({ [key]: null })}
    />
  );
  return (
    <div>
      <Disclosure open={open} onOpen={(advanced) => changeLesson({ advanced })} controls={id}>
        Advanced
      </Disclosure>
      <Collapse expanded={open} id={id}>
        <div className={classes.fields}>
          {!ngram && (
            <Select
              size="xs"
              label={<Term word="What learns" term="trainable" />}
              allowDeselect={false}
              value={hints.part}
              data={PARTS.map((value) => ({ value, label: PART_WORDS[value] }))}
              onChange={(value) => set({ part: PARTS.find((part) => part === value) ?? null })}
            />
          )}
          {number('epochs', TERMS.epochs, 1000, hints.epochs)}
          <DecimalField
            label={<Term {...TERMS.learning_rate} />}
            placeholder={hints.learning_rate}
            min={1e-9}
            max={10}
            value={choice.learning_rate}
            onCommit={(learning_rate) => set({ learning_rate })}
            onClear={() => set({ learning_rate: null })}
          />
          {number('batch_size', TERMS.batch_size, 256, hints.batch_size)}
          {!ngram && number('max_length', { word: 'Tokens read', term: 'max_length' }, 512, hints.max_length)}
          {number('patience', { word: 'Stop when no better for', term: 'early_stopping' }, 1000, 'never')}
          <NumberField
            label={<Term word="Held out for judging, %" term="held_out" />}
            min={0}
            max={50}
            value={choice.held_out}
            onCommit={(held_out) => set({ held_out })}
          />
          <NumberField
            label={<Term {...TERMS.seed} />}
            min={0}
            max={0xffff_ffff}
            value={choice.seed}
            onCommit={(seed) => set({ seed })}
          />
        </div>
      </Collapse>
    </div>
  );
}
