// A table of counts or figures by part and class. It scrolls by itself where it is wide, by keyboard too.

import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './NumberTable.module.css';

interface NumberTableProps {
  /** For people who do not see it. */
  readonly label: string;
  readonly testId?: string;
  /** Head and body: the first column has names, all others numbers. */
  readonly children: ReactNode;
}

export function NumberTable({ label, testId, children }: NumberTableProps) {
  return (
    <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label={label}>
      <table className={classes.table} data-testid={testId}>
        {children}
      </table>
    </Box>
  );
}
