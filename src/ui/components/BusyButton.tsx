// A button for work that takes a while. Meanwhile it says so, does nothing and keeps the focus: Mantine's `loading` would
// disable it, and a keyboard would have to find its way back.

import { Button, type ButtonProps, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { whenPossible } from './possible';

interface BusyButtonProps extends ButtonProps {
  readonly busy: boolean;
  /** False: there is nothing to do at the moment. */
  readonly possible?: boolean;
  /** Left out in a button that submits its form: the form looks at `busy` itself. */
  readonly onClick?: () => void;
  readonly type?: 'button' | 'submit';
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly children: ReactNode;
}

export function BusyButton({ busy, possible = true, onClick, leftSection, type = 'button', ...rest }: BusyButtonProps) {
  const able = possible && !busy;
  return (
    <Button
      {...rest}
      type={type}
      leftSection={busy ? <Loader size={14} color="currentColor" aria-hidden /> : leftSection}
      aria-busy={busy || undefined}
      {...(onClick ? whenPossible(able, onClick) : able ? {} : { 'aria-disabled': true, 'data-disabled': true })}
    />
  );
}
