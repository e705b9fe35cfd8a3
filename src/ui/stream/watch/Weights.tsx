// The model's weights as a histogram.

import type { StreamState } from '../../../wire/stream';
import { formatFigure } from '../words';
import classes from './Watch.module.css';

const BOX = { width: 200, height: 56 };

export function Weights({ weights }: { readonly weights: NonNullable<StreamState['weights']> }) {
  const { min, max, counts } = weights;
  const most = counts.reduce((high, count) => Math.max(high, count), 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const wide = BOX.width / Math.max(1, counts.length);
  const peak = counts.indexOf(most);
  const middle = min + ((peak + 0.5) / Math.max(1, counts.length)) * (max - min);
  const bars = counts.map((count, i) => {
    const tall = (count / most) * BOX.height;
    return `M${(i * wide + 0.5).toFixed(1)} ${BOX.height}v${(-tall).toFixed(1)}h${(wide - 1).toFixed(1)}v${tall.toFixed(1)}Z`;
  });
  return (
    <figure className={classes.weights}>
      <svg
        role="img"
        aria-label={`${total} weights between ${formatFigure(min)} and ${formatFigure(max)}, most of them near ${formatFigure(middle)}.`}
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
      >
        <path d={bars.join('')} />
      </svg>
      <figcaption>
        <span>{formatFigure(min)}</span>
        <span>{total.toLocaleString('en')} weights</span>
        <span>{formatFigure(max)}</span>
      </figcaption>
    </figure>
  );
}
