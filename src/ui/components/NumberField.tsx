// A whole number that is committed when the person is done with it: on Enter, on leaving, at once on an arrow.

import { TextInput } from '@mantine/core';
import type { ChangeEvent, ReactNode } from 'react';
import classes from './NumberField.module.css';
import { useDraft } from './useDraft';

interface NumberFieldProps {
  readonly label?: ReactNode;
  readonly ariaLabel?: string;
  /** Null: none is chosen. */
  readonly value: number | null;
  /** Says what holds without one. */
  readonly placeholder?: string;
  readonly min: number;
  readonly max?: number;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
  readonly rightSection?: ReactNode;
  readonly onCommit: (value: number) => void;
  /** The field was left empty; without this it goes back to its number then. */
  readonly onClear?: () => void;
}

export function NumberField(props: NumberFieldProps) {
  const { label, ariaLabel, value, min, max = Number.MAX_SAFE_INTEGER, rightSection } = props;
  const [draft, setDraft] = useDraft(wordOf(value));
  const commit = (text: string) => settle(text, { ...props, max }, setDraft);
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
      placeholder={props.placeholder ?? ''}
      value={draft}
      disabled={props.disabled ?? false}
      rightSection={rightSection}
      onChange={change}
      onBlur={({ currentTarget }) => {
        // "1e" is no text to us, and would stay in sight.
        if (currentTarget.validity.badInput) currentTarget.value = '';
        commit(draft);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(draft);
      }}
      // Whoever turns the wheel over it means the page, which would stand still while the number of a focused field changed.
      onWheel={({ currentTarget }) => currentTarget.blur()}
    />
  );
}

function wordOf(value: number | null): string {
  return value === null ? '' : String(value);
}

type Settled = Required<Pick<NumberFieldProps, 'value' | 'min' | 'max' | 'onCommit'>> &
  Pick<NumberFieldProps, 'onClear'>;

/** The person is done with what stands in the field. */
export function settle(
  text: string,
  { value, min, max, onCommit, onClear }: Settled,
  setDraft: (text: string) => void,
): void {
  const chosen = wordOf(value);
  // Untouched it stays, also where it is finer than a whole number or beyond the bounds: it was set another way.
  if (text === chosen) return;
  const empty = text.trim() === '';
  const number = Math.min(max, Math.max(min, Math.round(Number(text))));
  if (empty && onClear) {
    if (value !== null) onClear();
  } else if (empty || !Number.isFinite(number)) setDraft(chosen);
  else {
    setDraft(String(number));
    if (number !== value) onCommit(number);
  }
}

/** An arrow was pressed; typing names the kind of its input. */
function isStep(event: Event): boolean {
  return !(event instanceof InputEvent) || event.inputType === '' || event.inputType === 'insertReplacementText';
}
