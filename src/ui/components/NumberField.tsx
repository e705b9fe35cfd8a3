// A whole number that is committed when the person is done with it: on Enter, on leaving, at once on an arrow.

import { TextInput } from '@mantine/core';
import type { ChangeEvent, ReactNode } from 'react';
import classes from './NumberField.module.css';
import { useDraft } from './useDraft';

interface NumberFieldProps {
  readonly label?: ReactNode;
  readonly ariaLabel?: string;
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
  readonly rightSection?: ReactNode;
  readonly onCommit: (value: number) => void;
}

export function NumberField(props: NumberFieldProps) {
  const { label, ariaLabel, value, min, max = Number.MAX_SAFE_INTEGER, rightSection, onCommit } = props;
  const [draft, setDraft] = useDraft(String(value));
  const commit = (text: string) => {
    const number = Math.min(max, Math.max(min, Math.round(Number(text))));
    if (text.trim() === '' || !Number.isFinite(number)) setDraft(String(value));
    else {
      setDraft(String(number));
      if (number !== value) onCommit(number);
    }
  };
  const change = (event: ChangeEvent<HTMLInputElement>) => {
    const text = event.currentTarget.value;
    setDraft(text);
    if (isStep(event.nativeEvent)) commit(text);
  };
  return (
    <TextInput
      type="number"
      inputMode="numeric"
      size="xs"
      className={props.className ?? ''}
      classNames={{ input: rightSection === undefined ? '' : (classes.bare ?? '') }}
      label={label}
      aria-label={ariaLabel}
      min={min}
      max={max}
      step={1}
      value={draft}
      disabled={props.disabled ?? false}
      rightSection={rightSection}
      onChange={change}
      onBlur={() => commit(draft)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(draft);
      }}
    />
  );
}

/** An arrow was pressed; typing names the kind of its input. */
function isStep(event: Event): boolean {
  return !(event instanceof InputEvent) || event.inputType === '' || event.inputType === 'insertReplacementText';
}
