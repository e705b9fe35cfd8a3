// What runs a page's work: its buttons and its speed, always in reach, and how it stands in words.

import type { ReactNode } from 'react';
import classes from './Transport.module.css';

interface TransportProps {
  /** Names the region: "Fit". */
  readonly label: string;
  /** PlayButton, ActionButtons, SpeedSelect. */
  readonly buttons: ReactNode;
  /** On a phone the buttons alone stay in reach while the page scrolls under them; otherwise all of it does. */
  readonly buttonsStay?: boolean;
  /** How it stands: StatusLine, Failure, Question. */
  readonly children: ReactNode;
}

export function Transport({ label, buttons, buttonsStay = false, children }: TransportProps) {
  return (
    <section className={classes.root} data-buttons-stay={buttonsStay || undefined} aria-label={label}>
      <div className={classes.buttons}>{buttons}</div>
      <div className={classes.status}>{children}</div>
    </section>
  );
}
