// One number with its name and unit. Figures are tabular, so that they stand still while they change.

import type { ReactNode } from 'react';
import classes from './Stat.module.css';

interface StatProps {
  readonly label: ReactNode;
  /** Already formatted. */
  readonly value: ReactNode;
  readonly unit?: ReactNode;
  /** Under the number: what it means or compares with. */
  readonly note?: ReactNode;
}

/** Put several in a <dl>. */
export function Stat({ label, value, unit, note }: StatProps) {
  return (
    <div className={classes.root}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>
        {value}
        {unit && <span className={classes.unit}> {unit}</span>}
        {note && <span className={classes.note}>{note}</span>}
      </dd>
    </div>
  );
}
