// What is done to the rows that are chosen in a list.

import { Button } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { plural } from '../format';
import { whenPossible } from '../possible';
import { useFocusBack } from '../useFocusBack';
import { useFocusOnMount } from '../useFocusOnMount';
import classes from './List.module.css';

/** There before anything is chosen: what is about to be chosen next does not move away under the pointer. */
export function BulkHint({ children }: { readonly children: ReactNode }) {
  return <p className={classes.bulkHint}>{children}</p>;
}

interface BulkBarProps {
  /** "run" */
  readonly one: string;
  /** How many are chosen, and how many of them the filter leaves out. */
  readonly count: number;
  readonly hidden: number;
  /** BulkTools, or a form that one of them opened. */
  readonly children: ReactNode;
}

export function BulkBar({ one, count, hidden, children }: BulkBarProps) {
  const root = useFocusBack<HTMLFieldSetElement>();
  return (
    <fieldset ref={root} className={classes.bulk} aria-label={`Chosen ${one}s`}>
      <span className={classes.count}>
        {plural(count, one)} chosen
        {hidden > 0 && `, ${hidden} of them left out by the filter`}
      </span>
      {children}
    </fieldset>
  );
}

interface BulkToolProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly possible?: boolean;
  /** Takes the focus as it appears: the form it opened has gone. */
  readonly focused?: boolean;
  readonly onClick: () => void;
}

export function BulkTool({ icon: Icon, label, possible = true, focused = false, onClick }: BulkToolProps) {
  const ref = useFocusOnMount<HTMLButtonElement>(focused);
  return (
    <Button
      ref={ref}
      size="compact-xs"
      variant="default"
      leftSection={<Icon size={13} aria-hidden />}
      {...whenPossible(possible, onClick)}
    >
      {label}
    </Button>
  );
}

/** Nothing is chosen any more. */
export function ChooseNone({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button size="compact-xs" variant="subtle" onClick={onClick}>
      Choose none
    </Button>
  );
}

/** Why something is not possible. */
export function BulkNote({ children }: { readonly children: ReactNode }) {
  return <span className={classes.bulkNote}>{children}</span>;
}
