// An empty place that invites: what belongs here, and one click to get it.

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Heading level; 1 when this is all of the page. */
  readonly level?: 1 | 2 | 3;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

export function EmptyState({ icon: Icon, title, level = 2, children, actions }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={classes.root}>
      <Icon className={classes.icon} size={36} strokeWidth={1.4} aria-hidden />
      <Heading className={classes.title}>{title}</Heading>
      <p className={classes.text}>{children}</p>
      {actions && <div className={classes.actions}>{actions}</div>}
    </section>
  );
}
