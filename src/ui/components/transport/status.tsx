// How the work of a Transport stands, in words.

import type { ReactNode } from 'react';
import { useFocusBack } from '../useFocusBack';
import classes from './Transport.module.css';

interface StatusLineProps {
  /** Lines that it has at most: what is below stays where it is while they come and go. */
  readonly lines: 3 | 4;
  readonly quiet?: boolean;
  readonly testId?: string;
  readonly phase?: string;
  readonly children: ReactNode;
}

/** Its paragraphs, a <strong> for what counts most, and Facts. */
export function StatusLine({ lines, quiet = false, testId, phase, children }: StatusLineProps) {
  return (
    <div
      className={classes.line}
      data-lines={lines}
      data-quiet={quiet || undefined}
      data-testid={testId}
      data-phase={phase}
    >
      {children}
    </div>
  );
}

/** Small, quiet figures side by side: a <span> each. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <div className={classes.facts}>{children}</div>;
}

interface FailureProps {
  /** What happened, a few words. */
  readonly title: string;
  /** Why, what is safe, and what to do. */
  readonly children: ReactNode;
}

export function Failure({ title, children }: FailureProps) {
  return (
    <div className={classes.failed} role="alert">
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** Something found that asks for a choice, such as a run that was interrupted. */
export function Found({ children }: { readonly children: ReactNode }) {
  return <div className={classes.found}>{children}</div>;
}

interface QuestionProps {
  readonly label: string;
  /** What would happen. */
  readonly words: ReactNode;
  /** Buttons; the one that changes nothing takes the focus (`useFocusOnMount`). */
  readonly children: ReactNode;
}

/** Asks once more, in place, before something is lost; when it goes, the focus is where it was before. */
export function Question({ label, words, children }: QuestionProps) {
  const root = useFocusBack<HTMLFieldSetElement>();
  return (
    <fieldset ref={root} className={classes.asking} aria-label={label}>
      <span>{words}</span>
      <div className={classes.answers}>{children}</div>
    </fieldset>
  );
}
