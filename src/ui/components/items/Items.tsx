// A list of things kept on this device, a row each: what it is called, facts about it, and what can be done with it.

import type { ReactNode } from 'react';
import classes from './Items.module.css';
import { ItemTools, type ItemToolsProps } from './ItemTools';

export function Items({ children, testId }: { readonly children: ReactNode; readonly testId?: string }) {
  return (
    <ul className={classes.items} data-testid={testId}>
      {children}
    </ul>
  );
}

interface ItemProps extends ItemToolsProps {
  /** In place of the name: a Checkbox or Radio with the name as its label. */
  readonly choice?: ReactNode;
  /** Under the name. */
  readonly facts: ReactNode;
}

export function Item({ choice, facts, ...tools }: ItemProps) {
  return (
    <li className={classes.item}>
      <div className={classes.about} data-choice={choice !== undefined || undefined}>
        {choice ?? tools.name}
        <small>{facts}</small>
      </div>
      <ItemTools {...tools} />
    </li>
  );
}
