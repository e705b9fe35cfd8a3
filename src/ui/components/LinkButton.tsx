// A button in the flow of a text, that looks like a link.

import type { ReactNode } from 'react';
import classes from './LinkButton.module.css';

interface LinkButtonProps {
  readonly onClick: () => void;
  /** Of what it shows and hides; left out where it does something else. */
  readonly expanded?: boolean;
  readonly children: ReactNode;
}

export function LinkButton({ onClick, expanded, children }: LinkButtonProps) {
  return (
    <button type="button" className={classes.link} aria-expanded={expanded} onClick={onClick}>
      {children}
    </button>
  );
}
