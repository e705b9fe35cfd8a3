// What was handed over is being looked through, which can be given up.

import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Source.module.css';

interface LookingProps {
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

export function Looking({ onCancel, children }: LookingProps) {
  return (
    <p className={classes.looking} role="status">
      <Loader size="xs" aria-hidden />
      <span>{children}</span>
      <Button size="compact-xs" variant="default" onClick={onCancel}>
        Cancel
      </Button>
    </p>
  );
}
