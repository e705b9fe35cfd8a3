// Where a file or folder is handed over: dropped, or chosen by buttons; and the steps that follow.

import type { ReactNode } from 'react';
import classes from './Source.module.css';

interface DropZoneProps {
  readonly label: string;
  /** Something is held over the page. */
  readonly over: boolean;
  readonly invite: string;
  readonly buttons: ReactNode;
  /** What can be read. */
  readonly children: ReactNode;
}

export function DropZone({ label, over, invite, buttons, children }: DropZoneProps) {
  return (
    <fieldset className={classes.drop} aria-label={label} data-over={over || undefined}>
      <p className={classes.invite}>{invite}</p>
      <div className={classes.buttons}>{buttons}</div>
      {children}
    </fieldset>
  );
}

interface StepsProps {
  readonly label: string;
  /** Where things are handed over, then what was found, then how it goes. */
  readonly children: ReactNode;
}

export function Steps({ label, children }: StepsProps) {
  return (
    <section className={classes.steps} aria-label={label}>
      {children}
    </section>
  );
}

/** Stays in sight while something is held over the page. */
export function LetGo({ children }: { readonly children: ReactNode }) {
  return <p className={classes.letGo}>{children}</p>;
}
