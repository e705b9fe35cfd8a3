// A titled part of a page's working surface, and what stands under its title.

import type { ReactNode } from 'react';
import classes from './Part.module.css';

interface PartProps {
  /** One on a page. */
  readonly id: string;
  readonly title: string;
  /** Small, after the title: "12 layers". */
  readonly count?: string;
  /** At the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Part({ id, title, count, aside, children }: PartProps) {
  return (
    <section className={classes.part} aria-labelledby={`${id}-title`}>
      <div className={classes.head}>
        <h2 id={`${id}-title`} className={classes.heading}>
          {title}
          {count && (
            <>
              {' '}
              <small>{count}</small>
            </>
          )}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Parts, one under the other. */
export function Parts({ children }: { readonly children: ReactNode }) {
  return <div className={classes.parts}>{children}</div>;
}

/** A quiet line in a part. */
export function Quiet({ children }: { readonly children: ReactNode }) {
  return <p className={classes.quiet}>{children}</p>;
}

/** What could not be had, and why. */
export function Trouble({ children }: { readonly children: ReactNode }) {
  return (
    <p className={classes.trouble} role="alert">
      {children}
    </p>
  );
}
