// A drawing with what it shows over it, and what its colours mean.

import type { ReactNode } from 'react';
import classes from './Captioned.module.css';

interface CaptionedProps {
  readonly title: string;
  /** Words, each with an <i> of its colour before it. */
  readonly colours?: ReactNode;
  readonly children: ReactNode;
}

export function Captioned({ title, colours, children }: CaptionedProps) {
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <span>{title}</span>
        {colours && <span className={classes.colours}>{colours}</span>}
      </figcaption>
      {children}
    </figure>
  );
}
