// A whole number that is committed when the person is done with it: on Enter, on leaving, on an arrow.

import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDraft } from './useDraft';

interface NumberFieldProps {
  readonly label?: ReactNode;
  readonly ariaLabel?: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
  readonly rightSection?: ReactNode;
  readonly onCommit: (value: number) => void;
}

export function NumberField(props: NumberFieldProps) {
  const { label, ariaLabel, value, min, max, onCommit } = props;
  const [draft, setDraft] = useDraft<number | string>(value);
  const commit = (next: number | string) => {
    const number = typeof next === 'number' ? next : Number(next);
    const clamped = Math.min(max ?? number, Math.max(min ?? number, Math.round(number)));
    if (next === '' || !Number.isFinite(clamped)) setDraft(value);
    else {
      setDraft(clamped);
      if (clamped !== value) onCommit(clamped);
    }
  };
  return (
    <NumberInput
      size="xs"
      className={props.className ?? ''}
      label={label}
      aria-label={ariaLabel}
      value={draft}
      allowDecimal={false}
      disabled={props.disabled ?? false}
      hideControls={props.rightSection !== undefined}
      rightSection={props.rightSection}
      rightSectionWidth={props.rightSection === undefined ? undefined : 'auto'}
      clampBehavior="none"
      onChange={(next) => setDraft(next)}
      onBlur={() => commit(draft)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(draft);
      }}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
    />
  );
}
