// A formula under an explanation, with what it says.

import type { ReactNode } from 'react';
import classes from './Formula.module.css';

interface FormulaProps {
  readonly caption: ReactNode;
  /** A `math` of mathml.ts. */
  readonly children: ReactNode;
}

export function Formula({ caption, children }: FormulaProps) {
  return (
    <figure className={classes.formula}>
      {children}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
