// What came of something that was handed over: it is in, or why it could not be used. A title stands in <strong>.

import type { ReactNode } from 'react';
import classes from './Source.module.css';

interface OutcomeProps {
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Refused({ children }: OutcomeProps) {
  return (
    <div className={classes.refused} role="alert">
      {children}
    </div>
  );
}

export function Taken({ testId, children }: OutcomeProps) {
  return (
    <div className={classes.taken} role="status" data-testid={testId}>
      {children}
    </div>
  );
}

interface NotUsedProps {
  readonly name: string;
  /** Why not, and what can be done. */
  readonly children: ReactNode;
}

export function NotUsed({ name, children }: NotUsedProps) {
  return (
    <Refused>
      <strong>
        Could not use <bdi>{name}</bdi>
      </strong>
      {children}
    </Refused>
  );
}
