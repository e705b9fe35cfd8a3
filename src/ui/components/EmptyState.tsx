// An empty place that invites: what belongs here, and one click to get it.

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Heading level; 1 when this is all of the page. */
  readonly level?: 1 | 2 | 3;
  /** For actions that are more than a few buttons. */
  readonly wide?: boolean;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

export function EmptyState({ icon: Icon, title, level = 2, wide = false, children, actions }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={classes.root} data-wide={wide || undefined}>
      <Icon className={classes.icon} size={36} strokeWidth={1.4} aria-hidden />
      <Heading className={classes.title}>{title}</Heading>
      <p className={classes.text}>{children}</p>
      {actions && <div className={classes.actions}>{actions}</div>}
    </section>
  );
}
