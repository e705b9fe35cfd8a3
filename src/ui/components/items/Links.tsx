// A list of things of which one is on show beside it: each is a link with its name and what is known of it.

import type { ReactNode } from 'react';
import classes from './Links.module.css';

interface LinksProps {
  readonly label: string;
  /** Ways to one more. */
  readonly ways: ReactNode;
  /** LinkItems. */
  readonly children: ReactNode;
}

export function Links({ label, ways, children }: LinksProps) {
  return (
    <nav className={classes.root} aria-label={label}>
      {ways}
      <ul>{children}</ul>
    </nav>
  );
}

interface LinkItemProps {
  readonly href: string;
  readonly name: string;
  /** It is on show. */
  readonly current: boolean;
  /** LinkFacts. */
  readonly children: ReactNode;
}

export function LinkItem({ href, name, current, children }: LinkItemProps) {
  return (
    <li>
      <a className={classes.item} href={href} aria-current={current ? 'page' : undefined}>
        <bdi className={classes.name}>{name}</bdi>
        {children}
      </a>
    </li>
  );
}

/** A line of what is known of it. */
export function LinkFacts({ children }: { readonly children: ReactNode }) {
  return <span className={classes.facts}>{children}</span>;
}
