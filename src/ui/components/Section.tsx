// A titled part of the side panel, and one control in it: the plain word first, the field's term beside it.

import type { ReactNode, Ref } from 'react';
import classes from './Section.module.css';

interface SectionProps {
  readonly title: string;
  /** At the right of the title. */
  readonly aside?: ReactNode;
  /** For giving the title the focus, where people are brought here from elsewhere on the page. */
  readonly titleRef?: Ref<HTMLHeadingElement>;
  readonly children: ReactNode;
}

export function Section({ title, aside, titleRef, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <h2 className={classes.title} {...(titleRef ? { ref: titleRef, tabIndex: -1 } : {})}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** "Groups  n_components" */
export function Term({ word, term }: { readonly word: string; readonly term?: string }) {
  return (
    <>
      {word}
      {term && <code className={classes.term}>{term}</code>}
    </>
  );
}

/** Small, quiet text under a control. */
export function Note({ children, id }: { readonly children: ReactNode; readonly id?: string }) {
  return (
    <p className={classes.note} {...(id ? { id } : {})}>
      {children}
    </p>
  );
}
