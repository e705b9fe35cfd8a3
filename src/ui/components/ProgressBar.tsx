// How far something is, as a bar: also of work whose end is not known yet.

import { Progress, type ProgressRootProps } from '@mantine/core';
import { formatShare } from './format';

interface ProgressBarProps extends ProgressRootProps {
  readonly label: string;
  /** 0..1; null while it is not known. */
  readonly share: number | null;
  /** False: what is not known yet does not move either. */
  readonly moving?: boolean;
}

/** Of the bar, percent, while nothing is known: it must not look done, also where nothing moves. */
const UNKNOWN = 40;

export function ProgressBar({ label, share, moving = true, ...rest }: ProgressBarProps) {
  const known = share === null ? null : Math.min(1, Math.max(0, share));
  return (
    <Progress.Root size="sm" {...rest}>
      <Progress.Section
        // Mantine's own would tell each place behind the point, and a number where none is known.
        withAria={false}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={known === null ? undefined : Math.floor(known * 100)}
        aria-valuetext={known === null ? 'not known yet' : formatShare(known)}
        data-mark
        value={known === null ? UNKNOWN : known * 100}
        {...(known === null ? { color: 'gray.5', animated: moving } : {})}
      />
    </Progress.Root>
  );
}
