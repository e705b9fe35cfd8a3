// A button in the flow of a text, that looks like a link.

import type { ReactNode } from 'react';
import classes from './LinkButton.module.css';

interface LinkButtonProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function LinkButton({ onClick, children }: LinkButtonProps) {
  return (
    <button type="button" className={classes.link} onClick={onClick}>
      {children}
    </button>
  );
}
