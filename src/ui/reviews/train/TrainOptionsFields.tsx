// How to train, for those who want to choose.

import { Collapse, NumberInput, Select } from '@mantine/core';
import { useId, useState } from 'react';
import { Disclosure } from '../../components/Disclosure';
import { Term } from '../../components/Section';
import { type Choice, PARTS, type PartName } from './options';
import classes from './Train.module.css';

const PART_WORDS: Readonly<Record<PartName, string>> = {
  all: 'Everything',
  head: 'The classifier only',
  top: 'The top layer and the classifier',
  lora: 'Low-rank additions (LoRA)',
};

interface Props {
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
  readonly ngram: boolean;
}

export function TrainOptionsFields({ choice, onChange, ngram }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const set = (more: Partial<Choice>) => onChange({ ...choice, ...more });
  const number = (
    key: 'epochs' | 'batch_size' | 'max_length' | 'patience',
    word: string,
    term: string,
    max: number,
    hint: string,
  ) => (
    <NumberInput
      size="xs"
      label={<Term word={word} term={term} />}
      placeholder={hint}
      min={1}
      max={max}
      allowDecimal={false}
      value={choice[key] ?? ''}
      onChange={(value) => set({ [key]: value === '' ? null : Number(value) })}
    />
  );
  return (
    <div>
      <Disclosure open={open} onOpen={setOpen} controls={id}>
        Advanced
      </Disclosure>
      <Collapse expanded={open} id={id}>
        <div className={classes.fields}>
          {!ngram && (
            <Select
              size="xs"
              label={<Term word="What learns" term="trainable" />}
              allowDeselect={false}
              value={choice.part}
              data={PARTS.map((value) => ({ value, label: PART_WORDS[value] }))}
              onChange={(value) => set({ part: PARTS.find((part) => part === value) ?? 'all' })}
            />
          )}
          {number('epochs', 'Rounds', 'epochs', 1000, ngram ? '3' : '5')}
          <NumberInput
            size="xs"
            label={<Term word="Step size" term="learning_rate" />}
            placeholder={ngram ? '0.1' : '0.00003'}
            min={0}
            max={10}
            decimalScale={8}
            value={choice.learning_rate ?? ''}
            onChange={(value) => set({ learning_rate: Number(value) > 0 ? Number(value) : null })}
          />
          {number('batch_size', 'Texts a step', 'batch_size', 256, '16')}
          {!ngram && number('max_length', 'Tokens read', 'max_length', 512, '256')}
          {number('patience', 'Stop when no better for', 'early_stopping', 1000, 'never')}
          <NumberInput
            size="xs"
            label={<Term word="Held out for judging, %" term="held_out" />}
            min={0}
            max={50}
            allowDecimal={false}
            value={choice.held_out}
            onChange={(value) => set({ held_out: Math.min(50, Math.max(0, Number(value) || 0)) })}
          />
          <NumberInput
            size="xs"
            label={<Term word="Seed" term="seed" />}
            min={0}
            max={4294967295}
            allowDecimal={false}
            value={choice.seed}
            onChange={(value) => set({ seed: Number(value) || 0 })}
          />
        </div>
      </Collapse>
    </div>
  );
}
