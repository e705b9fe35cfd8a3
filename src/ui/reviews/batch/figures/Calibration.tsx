// The calibration curve: of the texts scored about 0.8, how many are positive? On the diagonal it is eight in ten.

import type { CalibrationBin, Calibration as Curve } from '../../../../ml/metrics/binary';
import { formatFraction, formatPercent, plural } from '../../../components/format';
import classes from './Figures.module.css';

const SIZE = 200;
const PAD = 10;
/** Radii of the bin with the most texts, and of one with hardly any. */
const LARGEST = 9;
const SMALLEST = 2.5;

type Filled = CalibrationBin & { readonly score: number; readonly positive: number };

export function Calibration({ calibration: { bins, ece } }: { readonly calibration: Curve }) {
  const filled = bins.filter((bin): bin is Filled => bin.score !== null && bin.positive !== null);
  const most = Math.max(1, ...filled.map(({ n }) => n));
  const x = (score: number) => PAD + score * (SIZE - 2 * PAD);
  const y = (share: number) => SIZE - PAD - share * (SIZE - 2 * PAD);
  const told = filled.map(
    ({ n, score, positive }) =>
      `of ${plural(n, 'text')} scored ${score.toFixed(2)}, ${formatPercent(positive)} positive`,
  );
  return (
    <figure className={classes.figure}>
      <div className={classes.square}>
        <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={`Calibration curve: ${told.join('; ')}`}>
          <path className={classes.axis} d={`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} />
          <path className={classes.diagonal} d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
          <polyline
            className={classes.curve}
            points={filled.map(({ score, positive }) => `${x(score)},${y(positive)}`).join(' ')}
          />
          {filled.map(({ from, n, score, positive }) => (
            <circle
              key={from}
              className={classes.dot}
              cx={x(score)}
              cy={y(positive)}
              r={SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(n / most)}
            />
          ))}
        </svg>
        <div className={classes.ends}>
          <span>score 0</span>
          <span>1</span>
        </div>
      </div>
      <figcaption className={classes.note}>
        Upwards: how many are positive. On the dashed line a score is a probability; larger dots stand for more texts.
        On average they are {formatFraction(ece)} apart <code className={classes.term}>ECE, 10 bins</code>
      </figcaption>
    </figure>
  );
}
