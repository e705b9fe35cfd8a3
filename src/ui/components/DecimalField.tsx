// A real number as people write it – 0.001, 1e-6, 0,5 – committed on Enter or on leaving the field.

import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { readDecimal } from './decimal';
import { isEscape } from './escape';
import { useDraft } from './useDraft';

interface DecimalFieldProps {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  /** Null: none is chosen. */
  readonly value: number | null;
  /** Says what holds without one. */
  readonly placeholder?: string;
  readonly min: number;
  readonly max?: number;
  readonly onCommit: (value: number) => void;
  /** The field was left empty; without this that is an error. */
  readonly onClear?: () => void;
}

export function DecimalField(props: DecimalFieldProps) {
  const { label, description, value, placeholder = '', min, max = Number.MAX_VALUE, onCommit, onClear } = props;
  const chosen = value === null ? '' : String(value);
  const [draft, setDraft] = useDraft(chosen);
  const number = readDecimal(draft);
  const cleared = onClear !== undefined && draft.trim() === '';
  const usable = cleared || (number !== null && number >= min && number <= max);
  const commit = () => {
    if (!usable || number === value) return;
    if (number === null) onClear?.();
    else onCommit(number);
  };
  const range = max === Number.MAX_VALUE ? `A number, ${min} or more` : `A number from ${min} to ${max}`;
  return (
    <TextInput
      size="xs"
      inputMode="decimal"
      label={label}
      description={description}
      placeholder={placeholder}
      value={draft}
      error={usable ? null : range}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (isEscape(event)) setDraft(chosen);
      }}
    />
  );
}
