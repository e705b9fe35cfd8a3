// What is known of a thing: a name and a value a line. What is not known is left out.

import type { ReactNode } from 'react';
import classes from './Facts.module.css';

/** What it is called, and what it is. */
export type Fact = readonly [string, ReactNode];

export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
