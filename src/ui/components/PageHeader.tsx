// The head of a page: its name, what it is in one line, and "What am I looking at?" – three sentences
// and a formula for those who want it.

import { CircleHelp } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './PageHeader.module.css';

interface PageHeaderProps {
  readonly title: string;
  /** Beside the title, quiet. */
  readonly summary?: ReactNode;
  /** Three sentences. */
  readonly explanation?: ReactNode;
  /** For those who want it: usually a <Formula>. */
  readonly formula?: ReactNode;
  /** At the right end. */
  readonly actions?: ReactNode;
}

export function PageHeader({ title, summary, explanation, formula, actions }: PageHeaderProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={classes.root}>
      <div className={classes.row}>
        <h1 className={classes.title}>{title}</h1>
        {summary && <div className={classes.summary}>{summary}</div>}
        {explanation && (
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <CircleHelp size={15} aria-hidden />
            What am I looking at?
          </button>
        )}
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      <div id={id} className={classes.panel} hidden={!open}>
        <p>{explanation}</p>
        {formula && <div className={classes.formula}>{formula}</div>}
      </div>
    </div>
  );
}
