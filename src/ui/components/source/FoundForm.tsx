// What was found in something that was handed over, and what shall become of it. It takes the focus as it appears.

import type { ReactNode } from 'react';
import { useFocusOnMount } from '../useFocusOnMount';
import classes from './Source.module.css';

interface FoundFormProps {
  /** What it is, in a sentence. */
  readonly found: ReactNode;
  readonly onSubmit: () => void;
  /** The one that submits, and the one that leaves it. */
  readonly buttons: ReactNode;
  readonly children: ReactNode;
}

export function FoundForm({ found, onSubmit, buttons, children }: FoundFormProps) {
  const form = useFocusOnMount<HTMLFormElement>();
  return (
    <form
      ref={form}
      tabIndex={-1}
      className={classes.found}
      aria-label="What was found"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <p className={classes.words} role="status">
        {found}
      </p>
      {children}
      <div className={classes.buttons}>{buttons}</div>
    </form>
  );
}
