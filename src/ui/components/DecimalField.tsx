// A real number as people write it – 0.001, 1e-6, 0,5 – committed on Enter or on leaving the field.

import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { readDecimal } from './decimal';
import { useDraft } from './useDraft';

interface DecimalFieldProps {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  readonly onCommit: (value: number) => void;
}

export function DecimalField({ label, description, value, min, max = Number.MAX_VALUE, onCommit }: DecimalFieldProps) {
  const [draft, setDraft] = useDraft(String(value));
  const number = readDecimal(draft);
  const usable = number !== null && number >= min && number <= max;
  const commit = () => {
    if (usable && number !== value) onCommit(number);
  };
  const range = max === Number.MAX_VALUE ? `A number, ${min} or more` : `A number from ${min} to ${max}`;
  return (
    <TextInput
      size="xs"
      inputMode="decimal"
      label={label}
      description={description}
      value={draft}
      error={usable ? null : range}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setDraft(String(value));
      }}
    />
  );
}
