// The row of a page's views under its head: links, as each view has an address.

import classes from './ViewLinks.module.css';

export interface ViewLink {
  readonly href: string;
  readonly label: string;
  /** page: the view at hand; true: it holds what is at hand. */
  readonly current: 'page' | 'true' | undefined;
}

export function ViewLinks({ label, links }: { readonly label: string; readonly links: readonly ViewLink[] }) {
  return (
    <nav className={classes.views} aria-label={label}>
      {links.map((link) => (
        <a key={link.href} className={classes.link} href={link.href} aria-current={link.current}>
          {link.label}
        </a>
      ))}
    </nav>
  );
}
