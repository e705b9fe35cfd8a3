// Two distributions in the same bins: what the model was trained on in grey, what has come in since in colour.

import { formatShare } from '../../components/format';
import { Captioned } from '../figure/Captioned';
import classes from './Distribution.module.css';

interface DistributionProps {
  readonly title: string;
  /** Where each bin begins, for people. */
  readonly labels: readonly string[];
  /** At the two ends of the axis. */
  readonly ends: readonly [string, string];
  /** Shares of each bin. */
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

const HEIGHT = 72;
const STEP = 24;

export function Distribution({ title, labels, ends, reference, current }: DistributionProps) {
  const top = Math.max(1e-9, ...reference, ...current);
  const tall = (share: number) => (HEIGHT * share) / top;
  const width = STEP * current.length;
  const told = labels.map(
    (label, i) => `from ${label}: ${formatShare(reference[i] ?? 0)} before, ${formatShare(current[i] ?? 0)} new`,
  );
  return (
    <Captioned
      title={title}
      colours={
        <>
          <i className={classes.before} data-mark aria-hidden /> trained on
          <i className={classes.now} data-mark aria-hidden /> new
        </>
      }
    >
      <svg
        className={classes.drawing}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${told.join('; ')}`}
      >
        {labels.map((label, i) => (
          <g key={label}>
            <rect
              className={classes.before}
              x={i * STEP + 2}
              y={HEIGHT - tall(reference[i] ?? 0)}
              width={STEP - 4}
              height={tall(reference[i] ?? 0)}
            />
            <rect
              className={classes.now}
              x={i * STEP + 8}
              y={HEIGHT - tall(current[i] ?? 0)}
              width={STEP - 16}
              height={tall(current[i] ?? 0)}
            />
          </g>
        ))}
      </svg>
      <div className={classes.ends}>
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
    </Captioned>
  );
}
