// A table in a part of a page: where it is wider than its place it scrolls, by keyboard too.

import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Part.module.css';

interface ScrollTableProps {
  /** For people who do not see it. */
  readonly label: string;
  readonly testId: string;
  /** As wide as its place; otherwise as wide as what stands in it. */
  readonly wide?: boolean;
  /** Head, bodies and foot; cells of figures have `data-figures`. */
  readonly children: ReactNode;
}

export function ScrollTable({ label, testId, wide = false, children }: ScrollTableProps) {
  return (
    <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label={label}>
      <table className={classes.table} data-wide={wide || undefined} data-testid={testId}>
        {children}
      </table>
    </Box>
  );
}
