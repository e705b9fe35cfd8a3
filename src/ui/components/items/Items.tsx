// A list of things kept on this device, a row each: what it is called, facts about it, and what can be done with it.

import { type ReactNode, useLayoutEffect, useRef } from 'react';
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
  const row = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const here = row.current;
    return () => leaveFocus(here);
  }, []);
  return (
    <li ref={row} className={classes.item}>
      <div className={classes.about} data-choice={choice !== undefined || undefined}>
        {choice ?? tools.name}
        <small>{facts}</small>
      </div>
      <ItemTools {...tools} />
    </li>
  );
}

/** A row that goes while it has the focus leaves it to its neighbour, or to what holds the list. */
function leaveFocus(row: HTMLElement | null): void {
  if (!row?.contains(document.activeElement)) return;
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  const next = neighbour?.querySelector<HTMLElement>('button:last-of-type') ?? row.closest<HTMLElement>('[tabindex]');
  next?.focus();
}
