// How many texts have which score: positive ones upwards, negative ones downwards, and the threshold between.

import { memo } from 'react';
import { formatCount, plural } from '../../../components/format';
import { Captioned } from '../../figure/Captioned';
import { HISTOGRAM_BINS, type Histogram } from '../analyse';
import classes from './Figures.module.css';

const WIDTH = 400;
const HALF = 70;
const STEP = WIDTH / HISTOGRAM_BINS;

interface ScoreHistogramProps {
  readonly histogram: Histogram;
  readonly threshold: number;
}

export function ScoreHistogram({ histogram, threshold }: ScoreHistogramProps) {
  const { positive, negative, unlabelled } = histogram;
  const bare = unlabelled.some((n) => n > 0);
  const middle = bare ? 2 * HALF : HALF;
  return (
    <Captioned
      title="How many have which score"
      colours={
        !bare && (
          <>
            <i className={classes.up} data-mark aria-hidden /> up: positive
            <i className={classes.down} data-mark aria-hidden /> down: negative
          </>
        )
      }
    >
      <svg
        className={classes.histogram}
        viewBox={`0 0 ${WIDTH} ${2 * HALF}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={tell(histogram)}
      >
        <Bars up={bare ? unlabelled : positive} down={negative} middle={middle} bare={bare} />
        <line className={classes.axis} x1={0} x2={WIDTH} y1={middle} y2={middle} />
        <line className={classes.mark} x1={threshold * WIDTH} x2={threshold * WIDTH} y1={0} y2={2 * HALF} />
      </svg>
    </Captioned>
  );
}

interface BarsProps {
  readonly up: readonly number[];
  readonly down: readonly number[];
  readonly middle: number;
  readonly bare: boolean;
}

/** They stay as they are while the threshold moves. */
const Bars = memo(function Bars({ up, down, middle, bare }: BarsProps) {
  const most = Math.max(1, ...up, ...down);
  // A bar of one text among thousands can still be seen.
  const tall = (n: number, room: number) => (n === 0 ? 0 : Math.max(1.5, (n / most) * room));
  return up.map((n, bin) => {
    const [x, width] = [bin * STEP + 1, STEP - 2];
    const above = tall(n, middle);
    const below = tall(down[bin], HALF);
    return (
      // Bins have no name but their place.
      <g key={x}>
        <rect data-sign={bare ? 'none' : 'positive'} {...{ x, width }} y={middle - above} height={above} />
        {below > 0 && <rect data-sign="negative" {...{ x, width }} y={middle} height={below} />}
      </g>
    );
  });
});

function tell({ positive, negative, unlabelled }: Histogram): string {
  const fifth = (counts: readonly number[], i: number) =>
    counts.slice((i * HISTOGRAM_BINS) / 5, ((i + 1) * HISTOGRAM_BINS) / 5).reduce((sum, n) => sum + n, 0);
  const bare = unlabelled.some((n) => n > 0);
  const parts = [0, 1, 2, 3, 4].map((i) => {
    const counts = bare
      ? plural(fifth(unlabelled, i), 'text')
      : `${formatCount(fifth(positive, i))} positive, ${formatCount(fifth(negative, i))} negative`;
    return `${(i / 5).toFixed(1)} to ${((i + 1) / 5).toFixed(1)}: ${counts}`;
  });
  return `Scores, ${parts.join('; ')}`;
}
