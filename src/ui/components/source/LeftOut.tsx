// What of a source could not be read or was left out: how much at once, which and why on demand.

import type { ReactNode } from 'react';
import { formatCount } from '../format';
import classes from './Source.module.css';

interface LeftOutProps {
  /** "3 rows left out. Show why" */
  readonly summary: string;
  /** In all; more may have been left out than are listed. */
  readonly total: number;
  readonly listed: number;
  /** <li>s */
  readonly children: ReactNode;
}

export function LeftOut({ summary, total, listed, children }: LeftOutProps) {
  if (total === 0) return null;
  return (
    <details className={classes.leftOut}>
      <summary>{summary}</summary>
      <ol>
        {children}
        {total > listed && <li>and {formatCount(total - listed)} more</li>}
      </ol>
    </details>
  );
}
