// A long job as one line: what it does, how far it is, how fast, how long yet, and how to stop it.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatRate, formatShare, formatTimeLeft } from './format';
import { ProgressBar } from './ProgressBar';
import classes from './ProgressLine.module.css';

interface ProgressLineProps {
  readonly label: string;
  /** 0..1; null while it is not known. */
  readonly share: number | null;
  /** Things a second, and what they are called: "iterations". */
  readonly rate?: { readonly perSecond: number; readonly unit: string } | undefined;
  readonly secondsLeft?: number | null | undefined;
  readonly onCancel?: (() => void) | undefined;
  readonly cancelLabel?: string;
  readonly children?: ReactNode;
}

export function ProgressLine(props: ProgressLineProps) {
  const { label, share, rate, secondsLeft, onCancel, cancelLabel = 'Cancel', children } = props;
  const facts = [
    share === null ? null : formatShare(share),
    rate && rate.perSecond > 0 ? formatRate(rate.perSecond, rate.unit) : null,
    secondsLeft == null ? null : `${formatTimeLeft(secondsLeft)} left`,
  ].filter((fact) => fact !== null);
  return (
    <div className={classes.root}>
      <div className={classes.text}>
        <span>{label}</span>
        <span className={classes.facts}>{facts.join(' · ')}</span>
      </div>
      <div className={classes.line}>
        <ProgressBar className={classes.bar} label={label} share={share} />
        {onCancel && (
          <Button size="compact-xs" variant="default" onClick={onCancel}>
            {cancelLabel}
          </Button>
        )}
      </div>
      {children}
    </div>
  );
}
