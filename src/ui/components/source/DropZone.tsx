// Where a file or folder is handed over: dropped, or chosen by buttons.

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
